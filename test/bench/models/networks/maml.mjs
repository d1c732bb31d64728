// Learning to learn (MAML): four tasks, one inner step of descent, and the gradient through it.
import * as c from '../../../../dist/index.js'

const error = ({ w1, b1, w2, b2, w3, b3 }, x, y) => {
  const h = c.tanh(c.add(c.matmul(c.tanh(c.add(c.matmul(x, w1), b1)), w2), b2))
  return c.mean(c.square(c.sub(c.add(c.matmul(h, w3), b3), y)))
}
const inner = c.grad(error)

export const maml = {
  name: 'maml',
  title: 'MAML, 4 tasks of 10 points, 40 × 40',
  dtype: 'float64',
  goal: { eager: 1, compiled: 0.5 },
  inputs: ({ normal, weight, zeros }) => ({
    params: {
      w1: weight([1, 40]),
      b1: zeros([40]),
      w2: weight([40, 40]),
      b2: zeros([40]),
      w3: weight([40, 1]),
      b3: zeros([1]),
    },
    data: { few: normal([4, 10, 1]), more: normal([4, 10, 1]) },
  }),
  loss(params, data) {
    const [few, more] = [c.unstack(data.few), c.unstack(data.more)]
    const losses = few.map((x, task) => {
      const slopes = inner(params, x, c.sin(c.add(x, task)))
      const moved = Object.entries(params).map(([key, p]) => [key, c.sub(p, c.mul(0.1, slopes[key]))])
      return error(Object.fromEntries(moved), more[task], c.sin(c.add(more[task], task)))
    })
    return c.div(
      losses.reduce((a, b) => c.add(a, b)),
      4,
    )
  },
}
