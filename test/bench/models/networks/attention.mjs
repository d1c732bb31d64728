// A transformer's block: attention with four heads, then a perceptron, each with a norm before and a sum after.
import * as c from '../../../../dist/index.js'
import { gelu, layerNorm } from '../../../../dist/ops/nn/index.js'

const [N, T, D, HEADS] = [8, 64, 128, 4]

export const attention = {
  name: 'attention',
  title: 'attention block, [8, 64, 128], 4 heads',
  dtype: 'float32',
  goal: { eager: 2.5, compiled: 1.2 },
  inputs: ({ normal, weight, zeros, ones }) => ({
    params: {
      qkv: weight([D, 3 * D]),
      out: weight([D, D]),
      scale1: ones([D]),
      shift1: zeros([D]),
      scale2: ones([D]),
      shift2: zeros([D]),
      w1: weight([D, 4 * D]),
      b1: zeros([4 * D]),
      w2: weight([4 * D, D]),
      b2: zeros([D]),
    },
    data: { x: normal([N, T, D]), y: normal([N, T, D]) },
  }),
  loss({ qkv, out, scale1, shift1, scale2, shift2, w1, b1, w2, b2 }, { x, y }) {
    const heads = z => c.transpose(c.reshape(z, [N, T, HEADS, D / HEADS]), [0, 2, 1, 3])
    const normed = layerNorm(x, { scale: scale1, shift: shift1 })
    const [q, k, v] = c.split(c.matmul(normed, qkv), 3, 2).map(heads)
    const scores = c.mul(1 / Math.sqrt(D / HEADS), c.matmul(q, c.transpose(k, [0, 1, 3, 2])))
    const seen = c.transpose(c.matmul(c.softmax(scores, { axis: 3 }), v), [0, 2, 1, 3])
    const h = c.add(x, c.matmul(c.reshape(seen, [N, T, D]), out))
    const again = layerNorm(h, { scale: scale2, shift: shift2 })
    const z = c.add(h, c.add(c.matmul(gelu(c.add(c.matmul(again, w1), b1)), w2), b2))
    return c.mean(c.square(c.sub(z, y)))
  },
}
