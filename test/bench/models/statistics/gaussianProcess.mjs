// Gaussian processes: the negative log marginal likelihood, with its gradient towards the kernel's three numbers.
import * as c from '../../../../dist/index.js'
import { cholesky, solveTriangular } from '../../../../dist/ops/linalg/index.js'

/** −ln p(y) = ½·yᵀK⁻¹y + Σ ln Lᵢᵢ + ½·n·ln 2π, K = s²·exp(−½|xᵢ − xⱼ|²/l²) + σ²·I (Rasmussen and Williams 2006, eq. 2.30). */
function loss({ logLength, logScale, logNoise }, { x, y }) {
  const n = y.size
  const z = c.mul(x, c.exp(c.neg(logLength)))
  const squares = c.sum(c.square(z), { axis: 1, keepdims: true })
  const distances = c.sub(c.add(squares, c.transpose(squares)), c.mul(2, c.matmul(z, c.transpose(z))))
  const kernel = c.mul(c.exp(c.mul(2, logScale)), c.exp(c.mul(-0.5, distances)))
  const l = cholesky(c.add(kernel, c.mul(c.exp(c.mul(2, logNoise)), c.eye(n))))
  const white = solveTriangular(l, c.reshape(y, [n, 1]))
  return c.add(
    c.add(c.mul(0.5, c.sum(c.square(white))), c.sum(c.log(c.diagonal(l)))),
    0.5 * n * Math.log(2 * Math.PI),
  )
}

const process = (n, goal) => ({
  name: `gaussianProcess${n}`,
  title: `Gaussian process, n = ${n}`,
  twin: 'gaussianProcess',
  dtype: 'float64',
  goal,
  inputs: ({ normal }) => ({
    params: { logLength: c.tensor(0), logScale: c.tensor(0), logNoise: c.tensor(-1) },
    data: { x: normal([n, 3]), y: normal([n]) },
  }),
  loss,
})

export const gaussianProcess150 = process(150, { eager: 1.5, compiled: 1.2 })
export const gaussianProcess1000 = process(1000, { eager: 2.5, compiled: 2.2 })
