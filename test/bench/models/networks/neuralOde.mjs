// A neural ODE: 20 steps of Runge and Kutta's method from 32 starts.
import * as c from '../../../../dist/index.js'

const [STEPS, H] = [20, 0.1]

export const neuralOde = {
  name: 'neuralOde',
  title: 'neural ODE, 20 steps of RK4, 32 starts',
  dtype: 'float64',
  goal: { eager: 1, compiled: 0.5 },
  inputs: ({ normal, weight, zeros }) => ({
    params: { w: weight([2, 32]), b: zeros([32]), v: weight([32, 2]) },
    data: { start: normal([32, 2]), end: normal([32, 2]) },
  }),
  loss({ w, b, v }, { start, end }) {
    const velocity = y => c.matmul(c.tanh(c.add(c.matmul(y, w), b)), v)
    let y = start
    for (let i = 0; i < STEPS; i++) {
      const k1 = velocity(y)
      const k2 = velocity(c.add(y, c.mul(H / 2, k1)))
      const k3 = velocity(c.add(y, c.mul(H / 2, k2)))
      const k4 = velocity(c.add(y, c.mul(H, k3)))
      y = c.add(y, c.mul(H / 6, c.add(c.add(k1, k4), c.mul(2, c.add(k2, k3)))))
    }
    return c.mean(c.square(c.sub(y, end)))
  },
}
