// Matrix factorization: ratings of films by people, each of whom has three tastes that nobody named.
import {
  add,
  arange,
  grad,
  mean,
  mul,
  reshape,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
} from 'chainrule'
import { dot, minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

/** Numbers that look drawn and are the same everywhere. */
const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

// 100 of the 240 ratings of 12 films by 20 people.
const users = tensor(
  Array.from({ length: 100 }, (_, i) => (7 * i) % 20),
  { dtype: 'int32' },
)
const films = tensor(
  Array.from({ length: 100 }, (_, i) => (5 * i + Math.floor(i / 20)) % 12),
  { dtype: 'int32' },
)
const ratings = add(3, wave([100], 1, 0.3))

// A rating is the product of two rows. `take` picks rows by index; its adjoint adds what comes back into them.
interface Tastes {
  readonly u: Tensor
  readonly v: Tensor
}
const predicted = ({ u, v }: Tastes) => sum(mul(take(u, users), take(v, films)), { axis: 1 })
const loss = (tastes: Tastes) =>
  add(
    mean(square(sub(predicted(tastes), ratings))),
    mul(0.01, add(sum(square(tastes.u)), sum(square(tastes.v)))),
  )

const start = { u: wave([20, 3], 0.5), v: wave([12, 3], 0.5, 1) }
const gradient = grad(loss)(start)
const reference = figures.matrixFactorization
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)

const fit = minimize(loss, start, { gradientTolerance: 1e-8 })
const errors = sub(predicted(fit.params), ratings)
console.log(`${fit.reason}, loss ${fit.value.toFixed(6)}`)
console.log('root mean squared error:', Math.sqrt(mean(square(errors)).item()).toFixed(4))
