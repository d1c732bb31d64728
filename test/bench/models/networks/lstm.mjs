// A long short-term memory: 32 steps of 32 sequences, and the mean square of the last state's error.
import * as c from '../../../../dist/index.js'

const HIDDEN = 64

export const lstm = {
  name: 'lstm',
  title: 'LSTM, 32 steps, [32, 32] → 64',
  dtype: 'float32',
  goal: { eager: 1.3, compiled: 0.6 },
  inputs: ({ normal, weight, zeros }) => ({
    params: { w: weight([32, 4 * HIDDEN]), u: weight([HIDDEN, 4 * HIDDEN]), b: zeros([4 * HIDDEN]) },
    data: { x: normal([32, 32, 32]), y: normal([32, HIDDEN]) },
  }),
  loss({ w, u, b }, { x, y }) {
    const driven = c.unstack(c.add(c.matmul(x, w), b))
    let h = c.zerosLike(y)
    let cell = h
    for (const now of driven) {
      const [i, f, g, o] = c.split(c.add(now, c.matmul(h, u)), 4, 1)
      cell = c.add(c.mul(c.sigmoid(f), cell), c.mul(c.sigmoid(i), c.tanh(g)))
      h = c.mul(c.sigmoid(o), c.tanh(cell))
    }
    return c.mean(c.square(c.sub(h, y)))
  },
}
