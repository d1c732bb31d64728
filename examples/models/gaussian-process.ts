// A Gaussian process: a curve through noisy points, how sure it is, and a kernel whose parameters the data choose.
import {
  add,
  allClose,
  arange,
  div,
  exp,
  expandDims,
  eye,
  linspace,
  matmul,
  mul,
  sin,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from 'chainrule'
import { cholesky, logDeterminant, solve, solveTriangular } from 'chainrule/linalg'
import { minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

// A sine on 0 … 6, seen 40 times with something like noise.
const n = 40
const x = linspace(0, 6, n)
const y = add(sin(x), mul(0.2, sin(add(0.3, mul(1.7, arange(n))))))

// k(a, b) = s²·exp(−(a − b)²/2ℓ²), and σ² more where a point meets itself. All three are above 0, so their logarithms move.
const start = { signal: tensor(0), length: tensor(0), noise: tensor(-1) }
type Kernel = typeof start
const kernel = (a: Tensor, b: Tensor, { signal, length }: Kernel) => {
  const apart = div(sub(expandDims(a, 1), expandDims(b, 0)), exp(length))
  return mul(exp(mul(2, signal)), exp(mul(-0.5, square(apart))))
}
const covariance = (k: Kernel) => add(kernel(x, x, k), mul(exp(mul(2, k.noise)), eye(n)))

// −ln p(y | x) = ½·yᵀK⁻¹y + ½·ln det K + ½·n·ln 2π   (Rasmussen & Williams 2006, 5.8)
const loss = (k: Kernel) => {
  const z = solveTriangular(cholesky(covariance(k)), y)
  return mul(0.5, add(add(sum(square(z)), logDeterminant(covariance(k))), n * Math.log(2 * Math.PI)))
}
const fit = minimize(loss, start, { gradientTolerance: 1e-6 })

// What to expect at a place x*, and how far off a curve there may be: mean k*ᵀK⁻¹y, variance k** − |L⁻¹k*|²   (2.25, 2.26)
const predict = (at: Tensor, k: Kernel) => {
  const apart = kernel(x, at, k)
  const z = solveTriangular(cholesky(covariance(k)), apart)
  return {
    mean: matmul(solve(covariance(k), y), apart),
    deviation: sqrt(sub(exp(mul(2, k.signal)), sum(square(z), { axis: 0 }))),
  }
}
const { mean, deviation } = predict(tensor([1.5, 3, 6.5, 9]), fit.params)

const { signal, length, noise } = fit.params
const found = [signal, length, noise].map(parameter => exp(parameter).item())
console.log(`${fit.reason}; log-likelihood ${(-fit.value).toFixed(4)}`)
console.log('signal, length, noise:', found.map(value => value.toFixed(4)).join(', '))
console.log('at 1.5, 3, 6.5, 9:', mean)
console.log('give or take:', deviation)

// scikit-learn's likelihood, minimized by SciPy, and its predictions.
const reference = figures.gaussianProcess
console.log(
  'as scikit-learn:',
  allClose(tensor(found), tensor(reference.parameters), { rtol: 1e-5 }) &&
    allClose(mean, tensor(reference.mean), { rtol: 1e-4 }) &&
    allClose(deviation, tensor(reference.deviation), { rtol: 1e-4 }),
)
