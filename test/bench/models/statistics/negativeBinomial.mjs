// Negative binomial regression: 5,000 counts, 10 columns.
import * as c from '../../../../dist/index.js'
import { lgamma } from '../../../../dist/ops/special/index.js'

export const negativeBinomial = {
  name: 'negativeBinomial',
  title: 'negative binomial, n = 5,000, d = 10',
  dtype: 'float64',
  goal: { eager: 1.2, compiled: 0.5 },
  inputs: ({ normal, whole, zeros }) => ({
    params: { beta: normal([10], 0.1), logAlpha: zeros([]) },
    data: { x: normal([5000, 10]), y: c.cast(whole(5000, 12), 'float64') },
  }),
  loss({ beta, logAlpha }, { x, y }) {
    const r = c.exp(c.neg(logAlpha))
    const logAlphaMu = c.add(c.matmul(x, beta), logAlpha)
    const choose = c.sub(c.sub(lgamma(c.add(y, r)), lgamma(r)), lgamma(c.add(y, 1)))
    const rest = c.sub(c.mul(y, logAlphaMu), c.mul(c.add(y, r), c.softplus(logAlphaMu)))
    return c.neg(c.mean(c.add(choose, rest)))
  },
}
