// Newton's method by conjugate gradients: along a valley that bends in fifty dimensions, with products of the Hessian alone.
import {
  add,
  allClose,
  arange,
  dot,
  full,
  grad,
  hvp,
  mul,
  sin,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from 'chainrule'
import { minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

// Rosenbrock's valley, and a pull to one side that moves its end away from (1, …, 1):
//   Σ 100·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)² + Σ tᵢxᵢ
const n = 50
const pull = mul(0.01, sin(mul(1.7, arange(n))))
const valley = (x: Tensor) => {
  const [here, next] = [slice(x, [[0, -1]]), slice(x, [[1]])]
  const bend = add(mul(100, square(sub(next, square(here)))), square(sub(1, here)))
  return add(sum(bend), dot(pull, x))
}
const start = full([n], -1.2)

// The same from the same start: by gradients, and by Newton's method, each of whose steps solves H·p = −g by conjugate gradients.
// A product with H is the gradient's own derivative along a vector; the 50 × 50 numbers of H are never written down.
const byGradients = minimize(valley, start, { gradientTolerance: 1e-10 })
const byNewton = minimize(valley, start, { gradientTolerance: 1e-10, method: 'newton-cg' })
console.log(`L-BFGS: ${byGradients.reason}, Newton: ${byNewton.reason}`)
console.log('fewer than half the iterations:', byNewton.iterations < byGradients.iterations / 2)
console.log('the same place:', allClose(byNewton.params, byGradients.params, { rtol: 1e-6 }))

// SciPy's Newton-CG with gradients and products written by hand, scipy.optimize.rosen_der and rosen_hess_prod.
const reference = figures.newtonCG
console.log(
  'as SciPy:',
  allClose(grad(valley)(start), tensor(reference.gradient), { rtol: 1e-12 }) &&
    allClose(hvp(valley)(start, pull), tensor(reference.product), { rtol: 1e-12 }) &&
    allClose(byNewton.params, tensor(reference.minimum), { rtol: 1e-8 }),
)
