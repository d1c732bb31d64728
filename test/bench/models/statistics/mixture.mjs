// A mixture of five Gaussians in the plane, with a deviation for each and axis: 5,000 points.
import * as c from '../../../../dist/index.js'

export const mixture = {
  name: 'mixture',
  title: 'mixture, 5,000 points, 5 kinds, d = 2',
  dtype: 'float64',
  goal: { eager: 1, compiled: 0.5 },
  inputs: ({ normal }) => ({
    params: { logits: normal([5]), mu: normal([5, 2]), logDeviation: normal([5, 2], 0.1) },
    data: { x: normal([5000, 1, 2]) },
  }),
  loss({ logits, mu, logDeviation }, { x }) {
    const z = c.mul(c.sub(x, mu), c.exp(c.neg(logDeviation)))
    const density = c.sub(
      c.sum(c.mul(-0.5, c.square(z)), { axis: 2 }),
      c.add(c.sum(logDeviation, { axis: 1 }), Math.log(2 * Math.PI)),
    )
    return c.neg(c.mean(c.logSumExp(c.add(c.logSoftmax(logits, { axis: 0 }), density), { axis: 1 })))
  },
}
