// Functions of single values: each gives only f and its slope, so its two directions cannot disagree.
import { countable, floatOf } from '../dtype.js'
import * as codes from '../kernels/wasm/functions/codes.js'
import type { VectorFunction, VectorPair } from '../kernels/wasm/functions/parts.js'
import type { Tensor } from '../tensor.js'
import { add, type BinaryOp, binary, div, mul, mulNoNan, neg } from './arithmetic.js'
import { erfOf } from './erf.js'
import { selfAdjoint, type UnaryOp, unary } from './unary.js'

type OfBoth = (x: Tensor, y: Tensor) => Tensor

/**
 * A function of single values from its value f(x) and its slope f′(x), an op of x and y = f(x): dy = f′(x)·dx.
 * With another `product` than mul, `slope` gives that one's second factor. `code` is f for vectors. Works in float: integers
 * become float64.
 */
/* @__NO_SIDE_EFFECTS__ */
function elementwise(
  name: string,
  f: (x: number) => number,
  slope: OfBoth,
  product: BinaryOp = mul,
  code?: VectorFunction,
): UnaryOp {
  return unary({ name, f, code, dtype: floatOf, differential: through(slope, product) })
}

/** The same for functions that keep integers whole. */
/* @__NO_SIDE_EFFECTS__ */
function whole(
  name: string,
  f: (x: number) => number,
  slope: OfBoth,
  product: BinaryOp = mul,
  code?: VectorFunction,
): UnaryOp {
  return unary({ name, f, code, dtype: countable, differential: through(slope, product) })
}

const through = (slope: OfBoth, product: BinaryOp) => (x: Tensor, y: Tensor) =>
  selfAdjoint(dx => product(dx, slope(x, y)))

/**
 * dx·g(x) in one pass: the slope g is never written down. `bend` is dx·g′(x), an op of x and of the product; absent where g
 * is flat.
 */
/* @__NO_SIDE_EFFECTS__ */
function times(
  name: string,
  f: (dx: number, x: number) => number,
  bend?: OfBoth,
  code?: VectorPair,
): BinaryOp {
  const product: BinaryOp = binary({
    name,
    f,
    code,
    differentials: (_, x, y) => [
      selfAdjoint(v => product(v, x)),
      bend && selfAdjoint(v => mul(v, bend(x, y))),
    ],
  })
  return product
}

/** eˣ. dy = y·dx */
export const exp: UnaryOp = elementwise('exp', Math.exp, (_, y) => y, mul, codes.exp)

/** eˣ − 1, exact near 0. dy = eˣ·dx */
export const expm1: UnaryOp = elementwise('expm1', Math.expm1, x => exp(x), mul, codes.expm1)

/** ln x; −∞ at 0, NaN below. dy = dx/x */
export const log: UnaryOp = elementwise('log', Math.log, x => x, div, codes.log)

/** ln(1 + x), exact near 0. dy = dx/(1 + x) */
export const log1p: UnaryOp = elementwise('log1p', Math.log1p, x => add(x, 1), div, codes.log1p)

/** √x; NaN below 0. dy = dx/(2y), infinite at 0 */
export const sqrt: UnaryOp = elementwise('sqrt', Math.sqrt, (_, y) => mul(y, 2), div, codes.sqrt)

/** x². dy = 2x·dx */
export const square: UnaryOp = whole(
  'square',
  x => x * x,
  x => mul(x, 2),
  mul,
  codes.square,
)

/** |x|. dy = sign(x)·dx, which is 0 at 0 */
export const abs: UnaryOp = whole('abs', Math.abs, x => sign(x), mulNoNan, codes.abs)

/** −1, 0 or 1; flat. */
export const sign: UnaryOp = unary({ name: 'sign', f: Math.sign, code: codes.sign, dtype: countable })

/** The largest whole number ≤ x; flat. */
export const floor: UnaryOp = unary({ name: 'floor', f: Math.floor, code: codes.floor })

/** The smallest whole number ≥ x; flat. */
export const ceil: UnaryOp = unary({ name: 'ceil', f: Math.ceil, code: codes.ceil })

/** The nearest whole number, the even one of two as near, as NumPy's; flat. */
export const round: UnaryOp = unary({
  name: 'round',
  f: x => (Math.abs(x - Math.trunc(x)) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  code: codes.round,
})

/** sin x, x in radians. dy = cos(x)·dx */
export const sin: UnaryOp = elementwise('sin', Math.sin, x => cos(x), mul, codes.sin)

/** cos x, x in radians. dy = −sin(x)·dx */
export const cos: UnaryOp = elementwise('cos', Math.cos, x => neg(sin(x)), mul, codes.cos)

/** tanh x. dy = (1 − y²)·dx, computed as 1/cosh² x: 1 − y² would lose its digits where y is near 1 */
export const tanh: UnaryOp = elementwise(
  'tanh',
  Math.tanh,
  x => x,
  /* @__PURE__ */ times(
    'timesSechSquared',
    (dx, x) => dx * bell(x),
    (x, y) => mul(mul(tanh(x), y), -2),
    codes.timesSechSquared,
  ),
  codes.tanh,
)

/** 1/(1 + e⁻ˣ), exact at both ends. dy = σ(x)·σ(−x)·dx, where y·(1 − y) would lose the digits of a small 1 − y */
export const sigmoid: UnaryOp = elementwise(
  'sigmoid',
  logistic,
  x => x,
  /* @__PURE__ */ times(
    'timesSigmoidSlope',
    (dx, x) => (dx * bell(x / 2)) / 4,
    (x, y) => neg(mul(tanh(mul(x, 0.5)), y)),
    codes.timesSigmoidSlope,
  ),
  codes.sigmoid,
)

/** ln(1 + eˣ), which neither overflows nor loses a small eˣ. dy = σ(x)·dx */
export const softplus: UnaryOp = elementwise('softplus', rectified, x => sigmoid(x), mul, codes.softplus)

/** ln σ(x) = −softplus(−x). dy = σ(−x)·dx */
export const logSigmoid: UnaryOp = elementwise(
  'logSigmoid',
  x => -rectified(-x),
  x => sigmoid(neg(x)),
  mul,
  codes.logSigmoid,
)

/** max(x, 0). dy = dx where x > 0, else 0: the slope at 0 is 0 */
export const relu: UnaryOp = whole(
  'relu',
  x => Math.max(x, 0),
  x => x,
  /* @__PURE__ */ times('timesStep', (dx, x) => (x > 0 ? dx : 0), undefined, codes.timesStep),
  codes.relu,
)

/** The error function 2/√π ∫₀ˣ e^(−t²) dt. dy = 2/√π · e^(−x²)·dx */
export const erf: UnaryOp = elementwise(
  'erf',
  erfOf,
  x => mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)),
  mul,
  codes.erf,
)

function bell(x: number): number {
  const e = Math.exp(-2 * Math.abs(x))
  return (4 * e) / (1 + e) ** 2
}

function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
}

function rectified(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}
