// Per-sample gradients of a perceptron: vmap of grad, 64 samples.
import * as c from '../../../../dist/index.js'

const lossOf = ({ w1, b1, w2, b2 }, x, y) => {
  const h = c.tanh(c.add(c.matmul(x, w1), b1))
  return c.sum(c.square(c.sub(c.add(c.matmul(h, w2), b2), y)))
}

export const perSample = {
  name: 'perSample',
  title: 'per-sample gradients, 64 samples, 32 → 64 → 10',
  dtype: 'float64',
  goal: { eager: 1, compiled: 0.5 },
  inputs: ({ normal, weight, zeros }) => ({
    params: { w1: weight([32, 64]), b1: zeros([64]), w2: weight([64, 10]), b2: zeros([10]) },
    data: { x: normal([64, 32]), y: normal([64, 10]) },
  }),
  step() {
    const each = c.vmap(c.valueAndGrad(lossOf), { inAxes: [undefined, 0, 0] })
    return (params, { x, y }) => {
      const { value, gradient } = each(params, x, y)
      return { value: c.sum(value), gradient }
    }
  },
}
