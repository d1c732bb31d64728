// A small convolutional net on 32 images of digits.
import * as c from '../../../../dist/index.js'
import { conv2d, maxPool2d } from '../../../../dist/ops/nn/index.js'

export const convolutional = {
  name: 'convolutional',
  title: 'convolutional net, 32 images of 28 × 28',
  dtype: 'float32',
  goal: { eager: 2.5, compiled: 1.5 },
  inputs: ({ normal, weight, whole, zeros }) => ({
    params: {
      k1: normal([8, 1, 5, 5], 0.2),
      b1: zeros([8]),
      k2: normal([16, 8, 5, 5], 0.07),
      b2: zeros([16]),
      w: weight([256, 10]),
      b: zeros([10]),
    },
    data: { x: normal([32, 1, 28, 28]), y: whole(32, 10) },
  }),
  loss({ k1, b1, k2, b2, w, b }, { x, y }) {
    const first = maxPool2d(c.relu(conv2d(x, k1, { bias: b1 })), { window: 2 })
    const second = maxPool2d(c.relu(conv2d(first, k2, { bias: b2 })), { window: 2 })
    return c.crossEntropy(c.add(c.matmul(c.reshape(second, [32, 256]), w), b), y)
  },
}
