// A physics-informed net: u″ = −u at 256 times, where the slopes are tangents of tangents.
import * as c from '../../../../dist/index.js'

export const physicsInformed = {
  name: 'physicsInformed',
  title: 'physics-informed net, 256 times, 32 × 32',
  dtype: 'float64',
  goal: { eager: 1, compiled: 0.5 },
  inputs: ({ weight, zeros }) => ({
    params: {
      w1: weight([1, 32]),
      b1: zeros([32]),
      w2: weight([32, 32]),
      b2: zeros([32]),
      w3: weight([32, 1]),
    },
    data: { t: c.reshape(c.linspace(0, 6, 256), [256, 1]) },
  }),
  loss({ w1, b1, w2, b2, w3 }, { t }) {
    const u = t => c.matmul(c.tanh(c.add(c.matmul(c.tanh(c.add(c.matmul(t, w1), b1)), w2), b2)), w3)
    const { value, tangent: second } = c.jvp(t => {
      const { value, tangent } = c.jvp(u)(t, c.onesLike(t))
      return [value, tangent]
    })(t, c.onesLike(t))
    const begin = c.add(
      c.square(c.sub(c.slice(value[0], [[0, 1]]), 1)),
      c.square(c.slice(value[1], [[0, 1]])),
    )
    return c.add(c.mean(c.square(c.add(second[1], value[0]))), c.sum(begin))
  },
}
