// The regularised incomplete beta function: the share of a beta distribution below x.
import { allocate, floatOf, promote } from '../../dtype.js'
import { apply, type Operation, standsForNumber } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { isTensor, type Tensor, valuesOf } from '../../tensor.js'
import { add, mulNoNan, neg, sub } from '../arithmetic.js'
import { broadcastTo } from '../broadcast.js'
import { commonShape } from '../comparison.js'
import { log, log1p } from '../elementwise.js'
import { asTensor, type Operand } from '../operand.js'
import { cast } from '../reshape.js'
import { selfAdjoint } from '../unary.js'
import { digamma } from './lgamma.js'
import { betaDensityOf, betaincOf } from './numbers/betainc.js'
import { refused } from './refused.js'

/** By which powers of x and of 1 − x a density is divided. */
interface Powers {
  readonly i: number
  readonly j: number
}

/** A function of three tensors of one shape, value by value. */
const ofThree =
  (f: (params: Powers, a: number, b: number, x: number) => number): Operation<Powers>['forward'] =>
  ([a, b, x], params, shape, dtype) => {
    const out = allocate(dtype, sizeOf(shape))
    const [as, bs, xs] = [valuesOf(a!), valuesOf(b!), valuesOf(x!)]
    for (let k = 0; k < out.length; k++) out[k] = f(params, as[k]!, bs[k]!, xs[k]!)
    return out
  }

const density = (i: number, j: number, a: Tensor, b: Tensor, x: Tensor): Tensor =>
  apply(DENSITY, [a, b, x], { i, j })

/** xᵃ⁻¹⁻ⁱ(1 − x)ᵇ⁻¹⁻ʲ/B(a, b). dy = ((a − 1 − i)/x − (b − 1 − j)/(1 − x))·y·dx + (ln x − ψ(a) + ψ(a + b))·y·da + … */
const DENSITY: Operation<Powers> = {
  name: 'betaDensity',
  shape: ([x]) => x!.shape,
  forward: ofThree(({ i, j }, a, b, x) => betaDensityOf(i, j, a, b, x)),
  batch: powers => powers,
  differentials([a, b, x], y, { i, j }) {
    const both = () => digamma(add(a!, b!))
    const slope = () =>
      sub(
        mulNoNan(sub(a!, 1 + i), density(i + 1, j, a!, b!, x!)),
        mulNoNan(sub(b!, 1 + j), density(i, j + 1, a!, b!, x!)),
      )
    return [
      selfAdjoint(da => mulNoNan(da, mulNoNan(y, add(sub(log(x!), digamma(a!)), both())))),
      selfAdjoint(db => mulNoNan(db, mulNoNan(y, add(sub(log1p(neg(x!)), digamma(b!)), both())))),
      selfAdjoint(dx => mulNoNan(dx, slope())),
    ]
  },
}

const BETAINC: Operation<Powers> = {
  name: 'betainc',
  shape: ([x]) => x!.shape,
  forward: ofThree((_, a, b, x) => betaincOf(a, b, x)),
  batch: powers => powers,
  differentials: ([a, b, x]) => [
    refused('betainc', 'a'),
    refused('betainc', 'b'),
    selfAdjoint(dx => mulNoNan(dx, density(0, 0, a!, b!, x!))),
  ],
}

/**
 * The regularised incomplete beta function I(a, b, x) = 1/B(a, b)·∫₀ˣ tᵃ⁻¹(1 − t)ᵇ⁻¹ dt. Broadcasts all three; float also for
 * integers.
 *
 * dy = xᵃ⁻¹(1 − x)ᵇ⁻¹/B(a, b)·dx; towards a and b it has no derivative here, and one is refused
 *
 * Exact to 16·(1 + |ln y|) ulp: what rounding of x may do, too. A small tail near 1 is I(b, a, 1 − x). NaN for a < 0, b < 0 or
 * x outside 0 … 1. It takes about √a steps where a and b are both large, up to 1e9, and few beyond.
 */
export function betainc(a: Operand, b: Operand, x: Operand): Tensor {
  const op = 'betainc'
  // A plain number takes the dtype of the tensors beside it.
  const tensors = [a, b, x].filter(isTensor).filter(value => !standsForNumber(value))
  const dtype = floatOf(tensors.map(value => value.dtype).reduce(promote, tensors[0]?.dtype ?? 'float64'))
  const all = [a, b, x].map(value => cast(asTensor(op, value, dtype), dtype))
  const shape = commonShape(op, all)
  return apply(
    BETAINC,
    all.map(value => broadcastTo(value, shape)),
    { i: 0, j: 0 },
  )
}
