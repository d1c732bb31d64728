// A Kalman filter: a level that drifts, seen through noise, and how much of each there is.
import {
  add,
  allClose,
  dot,
  exp,
  matmul,
  mul,
  reshape,
  scan,
  slice,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
} from 'chainrule'
import { logDeterminant, solve } from 'chainrule/linalg'
import { minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

// What ran down the Nile at Aswan from 1871 to 1970, in 10¹⁰ m³ a year (Cobb 1978): [100, 1].
const flow = mul(
  0.01,
  tensor([
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
    1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
    1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796,
    1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874,
    848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718,
    714, 740,
  ]),
)
const ys = reshape(flow, [100, 1])

// State a′ = T·a + something of covariance Q, seen as y = Z·a + something of covariance H, for any sizes. A step finds what was not
// expected, v, of covariance F, and what that says of the state (Durbin & Koopman 2012, 4.24); Σ ln p(v) is the likelihood (7.2).
const filter = (
  { T, Z, Q, H }: { T: Tensor; Z: Tensor; Q: Tensor; H: Tensor },
  start: { a: Tensor; P: Tensor },
  ys: Tensor,
) =>
  scan(
    ({ a, P }, y) => {
      const v = sub(y, matmul(Z, a))
      const ZP = matmul(Z, P)
      const F = add(matmul(ZP, transpose(Z)), H)
      const gain = transpose(solve(F, ZP))
      const updated = { a: add(a, matmul(gain, v)), P: sub(P, matmul(gain, ZP)) }
      const surprise = add(add(logDeterminant(F), dot(v, solve(F, v))), v.size * Math.log(2 * Math.PI))
      return [
        { a: matmul(T, updated.a), P: add(matmul(matmul(T, updated.P), transpose(T)), Q) },
        { logLikelihood: mul(-0.5, surprise), level: updated.a },
      ]
    },
    start,
    ys,
  )

// Here the state is one number that changes by chance. Nothing is known of it before the first year, which therefore is where it starts:
// seen with noise, and a year older.
const one = tensor([[1]])
const start = { noise: tensor(0), drift: tensor(0) }
const filtered = ({ noise, drift }: typeof start) => {
  const [H, Q] = [mul(exp(noise), one), mul(exp(drift), one)]
  return filter({ T: one, Z: one, Q, H }, { a: slice(ys, [0]), P: add(H, Q) }, slice(ys, [[1]])).ys
}
const fit = minimize(variances => mul(-1, sum(filtered(variances).logLikelihood)), start, {
  gradientTolerance: 1e-8,
})

const variances = [fit.params.noise, fit.params.drift].map(x => 1e4 * exp(x).item())
const levels = mul(100, reshape(filtered(fit.params).level, [99]))
console.log(fit.reason)
console.log('variances of noise and drift:', variances.map(x => x.toFixed(1)).join(', '))
console.log(
  'level in 1897, 1899, 1901, 1970:',
  [25, 27, 29, 98].map(i => slice(levels, [i]).item().toFixed(1)).join(', '),
)

// statsmodels' filter, with its likelihood maximized by SciPy. Durbin & Koopman, §2.10.2, print 15099 and 1469.1.
const reference = figures.kalman
console.log(
  'as statsmodels:',
  allClose(tensor(variances), tensor(reference.variances), { rtol: 1e-6 }) &&
    Math.abs(-fit.value - reference.logLikelihood) < 1e-8 &&
    allClose(levels, tensor(reference.levels), { rtol: 1e-6 }),
)
