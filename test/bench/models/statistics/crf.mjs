// A conditional random field of one sequence: 800 steps, 8 states.
import * as c from '../../../../dist/index.js'

const [T, K] = [800, 8]

export const crf = {
  name: 'crf',
  title: 'CRF, T = 800, 8 states',
  dtype: 'float64',
  goal: { eager: 2, compiled: 0.8 },
  inputs: ({ normal, whole }) => ({
    params: { emissions: normal([T, K]), transitions: normal([K, K]) },
    data: { path: whole(T, K) },
  }),
  loss({ emissions, transitions }, { path }) {
    const [first, ...rest] = c.unstack(emissions)
    let alpha = first
    for (const e of rest)
      alpha = c.add(c.logSumExp(c.add(c.expandDims(alpha, 1), transitions), { axis: 0 }), e)
    const pairs = c.add(c.mul(c.slice(path, [[0, T - 1]]), K), c.slice(path, [[1, T]]))
    const own = c.add(c.sum(c.gather(emissions, path)), c.sum(c.take(c.reshape(transitions, [K * K]), pairs)))
    return c.sub(c.logSumExp(alpha), own)
  },
}
