// How far two computations of a program may lie apart: each step adds its own rounding to what its inputs' errors become.
//
// y = f(x₁, x₂, …), where each xᵢ is known but for eᵢ, is known but for the largest change of f within those, and its rounding: u|y|
// for an op of arithmetic, n·u·Σ|x| for a sum of n terms in any order, 8u|y| for a function (whose kernels are exact to 2.5 units
// of the last place, 5u).
import assert from 'node:assert/strict'
import type { Program, Step, Value } from '../../src/compile/program.js'
import {
  abs,
  add,
  cast,
  type DType,
  greater,
  lessEqual,
  logicalAnd,
  max,
  maximum,
  mul,
  square,
  sub,
  type Tensor,
  where,
  zeros,
} from '../../src/index.js'
import { Tensor as TensorOf } from '../../src/tensor.js'

/** What a rule sees: inputs, in float64 where they are floats, how far each may be off, and what the step made of them. */
interface Met {
  readonly step: Step
  readonly xs: readonly Tensor[]
  readonly es: readonly Tensor[]
  readonly y: Tensor
  /** The op on other inputs, in float64. */
  readonly run: (...inputs: readonly Tensor[]) => Tensor
  /** The unit of rounding. */
  readonly u: number
}

type Rule = (met: Met) => Tensor

const UNITS: { readonly [D in DType]: number } = { float32: 2 ** -24, float64: 2 ** -53, int32: 0, bool: 0 }
/** Below this, rounding is no share of the value any more. */
const SMALLEST = 2 ** -149

const wide = (x: Tensor): Tensor => cast(x, 'float64')
const rounding = (y: Tensor, k: number, u: number): Tensor => add(mul(abs(y), k * u), SMALLEST)
const largest = (...all: readonly Tensor[]): Tensor => all.reduce((a, b) => maximum(a, b))

/** What is only moved. */
const moved: Rule = ({ xs, es, run }) => run(es[0]!, ...xs.slice(1))

const summed: Rule = ({ xs: [x, ...rest], es, y, run, u }) => {
  const terms = x!.size / (rest.length === 0 && y.size > 0 && y.size < x!.size ? y.size : 1)
  return add(run(es[0]!, ...rest), mul(run(abs(x!), ...rest), (terms + 1) * u))
}

/** f(x ± e): the ends of the interval, and what a bend between them adds. */
const unary =
  (k: number): Rule =>
  ({ xs: [x], es: [e], y, run, u }) => {
    const ends = [run(add(x!, e!)), run(sub(x!, e!))].map(end => abs(sub(wide(end), y)))
    return add(add(largest(...ends), mul(2, square(e!))), rounding(y, k, u))
  }

/** f(a ± e, b ± f): the corners. */
const binary =
  (k: number): Rule =>
  ({ xs: [a, b], es: [e, f], y, run, u }) => {
    const corners = [1, -1].flatMap(p =>
      [1, -1].map(q => abs(sub(wide(run(add(a!, mul(p, e!)), add(b!, mul(q, f!)))), y))),
    )
    const bend = mul(2, add(square(e!), square(f!)))
    return add(add(largest(...corners), bend), rounding(y, k, u))
  }

/** Equality is open where it is not beyond the errors, unless there are none. */
const equality: Rule = ({ xs: [a, b], es: [e, f] }) => {
  const reach = add(e!, f!)
  return wide(logicalAnd(greater(reach, 0), lessEqual(abs(sub(a!, b!)), reach)))
}

const along = (x: Tensor, { params }: Step): Tensor => max(x, { axis: params as number, keepdims: true })

/** Softmaxes do not enlarge errors; their sum has n terms, of which each is e to a difference that was rounded. */
const soft = (u: number, x: Tensor, { params, op }: Step) => {
  const axis = op.name === 'crossEntropy' ? x.rank - 1 : (params as number)
  const worst = max(abs(x), { axis, keepdims: true })
  return { axis, share: mul(u, add(add(worst, worst), x.shape[axis]! + 16)) }
}

const RULES: { readonly [op: string]: Rule } = {
  reshape: moved,
  permute: moved,
  broadcastTo: moved,
  slice: moved,
  embed: moved,
  alias: moved,
  gather: moved,
  concat: ({ es, run }) => run(...es),
  unmasked: ({ xs: [x], es, run }) => run(x!, es[1]!),
  oneHot: ({ y }) => mul(y, 0),

  sumTo: summed,
  cumsum: summed,
  scatterAdd: summed,
  mean({ step, xs: [x], es: [e], run, u }) {
    const { squares, n } = step.params as { readonly squares: boolean; readonly n: number }
    const off = squares ? add(mul(mul(2, abs(x!)), e!), square(e!)) : e!
    const size = squares ? square(x!) : abs(x!)
    const plain = { ...(step.params as object), squares: false }
    const mean = (v: Tensor): Tensor =>
      new TensorOf(step.op.forward([v], plain, run(x!).shape, 'float64'), run(x!).shape, 'float64')
    return add(mean(off), mul(mean(size), (Math.max(x!.size, n) + 3) * u))
  },
  matmul({ xs: [a, b], es: [e, f], run, u }) {
    const [p, q] = [abs(a!), abs(b!)]
    // Not more terms than a factor has values.
    const own = mul(run(p, q), (Math.min(a!.size, b!.size) + 1) * u)
    return add(add(add(run(p, f!), run(e!, q)), run(e!, f!)), add(own, SMALLEST))
  },
  max: ({ step, es: [e] }) => along(e!, step),
  min: ({ step, es: [e] }) => along(e!, step),

  div(met) {
    const [, b] = met.xs
    const [, f] = met.es
    return where(logicalAnd(greater(f!, 0), lessEqual(abs(b!), f!)), Number.POSITIVE_INFINITY, binary(2)(met))
  },
  where({ xs: [condition, a, b], es: [open, e, f] }) {
    const either = add(abs(sub(a!, b!)), add(e!, f!))
    return where(greater(open!, 0), either, where(condition!, e!, f!))
  },
  equal: equality,
  notEqual: equality,

  logSumExp({ step, xs: [x], es: [e], y, u }) {
    return add(along(e!, step), mul(soft(u, x!, step).share, add(abs(y), 1)))
  },
  softmax({ step, xs: [x], es: [e], y, u }) {
    return add(mul(y, add(add(e!, along(e!, step)), soft(u, x!, step).share)), SMALLEST)
  },
  logSoftmax({ step, xs: [x], es: [e], y, u }) {
    return add(add(e!, along(e!, step)), mul(soft(u, x!, step).share, add(abs(y), 1)))
  },
  crossEntropy({ step, xs: [x], es: [e], y, u }) {
    const [own, all] = [soft(u, x!, step).share, max(e!, { axis: -1 })]
    return add(mul(2, all), mul(max(own, { axis: -1 }), add(abs(y), 1)))
  },
  softmaxTimes({ step, xs: [x, dy], es: [e, f], u }) {
    const off = add(add(e!, along(e!, step)), soft(u, x!, step).share)
    // Probabilities are at most 1.
    return add(add(mul(abs(dy!), off), mul(2, f!)), SMALLEST)
  },
}

const EXACT = 'neg abs relu step sign floor ceil round cast'.split(' ')
const FUNCTIONS =
  'exp expm1 log log1p sqrt square sin cos tanh sechSquared sigmoid softplus logSigmoid erf powTo'.split(' ')
const PAIRS = [
  ...'add sub mul mulNoNan maximum minimum share mod greater greaterEqual less lessEqual'.split(' '),
  ...'logicalAnd logicalOr timesStep'.split(' '),
]
const ROUNDING_PAIRS = ['pow', 'timesSechSquared', 'timesSigmoidSlope']
const ruleOf = (op: string): Rule => {
  if (op in RULES) return RULES[op]!
  if (EXACT.includes(op)) return unary(1)
  if (FUNCTIONS.includes(op)) return unary(8)
  if (PAIRS.includes(op)) return binary(1)
  if (ROUNDING_PAIRS.includes(op)) return binary(8)
  throw new Error(`there is no bound for ${op}`)
}

/** For each output how far it may be off, by a program as it was traced. What has no bound has one that is not finite. */
export function boundsOf(
  { specs, inputs, constants, steps, outputs }: Program,
  given: readonly Tensor[],
): Tensor[] {
  const values = new Map<Value, Tensor>(constants)
  inputs.forEach((input, i) => {
    values.set(input, given[i]!)
  })
  const errors = new Map<Value, Tensor>()
  const errorOf = (x: Value): Tensor => errors.get(x) ?? zeros(specs[x]!.shape)
  for (const step of steps) {
    const { shape, dtype } = specs[step.output]!
    const own = step.inputs.map(x => values.get(x)!)
    const y = new TensorOf(step.op.forward(own, step.params, shape, dtype), shape, dtype)
    values.set(step.output, y)
    if (dtype === 'int32') continue
    const met: Met = {
      step,
      xs: own.map(x => (x.dtype === 'float32' ? wide(x) : x)),
      es: step.inputs.map(errorOf),
      y: wide(y),
      run: (...xs) => {
        const kind = dtype === 'bool' ? dtype : 'float64'
        return wide(new TensorOf(step.op.forward(xs, step.params, shape, kind), shape, kind))
      },
      u: UNITS[dtype],
    }
    errors.set(step.output, ruleOf(step.op.name)(met))
  }
  return outputs.map(errorOf)
}

/** Fails where two computations differ by more than both may be off; how many values had a bound. */
export function expectWithin(
  is: readonly Tensor[],
  was: readonly Tensor[],
  bounds: readonly Tensor[],
): number {
  assert.deepEqual(
    is.map(({ shape, dtype }) => ({ shape, dtype })),
    was.map(({ shape, dtype }) => ({ shape, dtype })),
  )
  let bound = 0
  is.forEach((y, k) => {
    for (let i = 0; i < y.size; i++) {
      const [a, b, e] = [y.data[i]!, was[k]!.data[i]!, bounds[k]!.data[i]!]
      if (!Number.isFinite(e)) continue
      bound++
      if (!(Object.is(a, b) || Math.abs(a - b) <= 2 * e))
        assert.fail(`output ${k} at ${i}: ${a} and ${b}, which may differ by ${2 * e}`)
    }
  })
  return bound
}
