// Lowering: ops that are made of simpler ones are written as those, so that what two of them share is computed once.
import { scalar } from '../create.js'
import { isFloat } from '../dtype.js'
import { apply, type Operation } from '../graph/index.js'
import { add, div, mul, neg, sub } from '../ops/arithmetic.js'
import { sumTo } from '../ops/broadcast.js'
import { equal, logicalAnd, where } from '../ops/comparison.js'
import { abs, exp, log, log1p, sqrt, square } from '../ops/elementwise.js'
import { max } from '../ops/extremum.js'
import { gather, type Pick } from '../ops/gather.js'
import { oneHot } from '../ops/labels.js'
import { matmul } from '../ops/matmul.js'
import { easyPower, pow } from '../ops/pow.js'
import { keptAt } from '../ops/reduce.js'
import { cast, reshape, squeeze } from '../ops/reshape.js'
import { broadcastShapes, type Shape, sameShape } from '../shape.js'
import { type Tensor, valuesOf } from '../tensor.js'
import type { Program, Step, Value } from './program.js'
import { Recorder } from './recorder.js'

/** A program of simpler ops, which holds as long as some of its values are finite; where one is not, the program that it came from runs. */
export interface Lowered {
  readonly program: Program
  /** Values that must be finite in every place. */
  readonly guards: readonly Value[]
}

/** What rules write with: a value that must be finite is guarded. */
interface Context {
  guard(x: Tensor): Tensor
  /** Whether a tensor's values are known: a constant's. */
  isKnown(x: Tensor): boolean
}

type Rule = (inputs: readonly Tensor[], params: never, context: Context) => Tensor | undefined

/** eˣ for x ≤ 0, which takes less than for any. */
const EXP_BELOW_0: Operation = {
  name: 'expBelow0',
  shape: ([x]) => x!.shape,
  forward: ([x]) => valuesOf(exp(x!)),
}

/** The largest value along an axis: any where there is a NaN, and of 0 and −0 either. A maximum that minds takes eight times as long. */
const PEAK: Operation<number> = {
  name: 'peak',
  shape: ([x], axis) => keptAt(x!.shape, axis),
  forward: ([x], axis) => valuesOf(max(x!, { axis })),
}

/** The parts of a sum of exponentials along an axis, as the kernels have them: the largest value, and what the others add to 1. */
function peakOf(x: Tensor, axis: number, { guard }: Context) {
  // A NaN beside it comes to be in the rest, and so in all that is made of that.
  const top = guard(apply(PEAK, [x], axis))
  const shifted = sub(x, top)
  const power = apply(EXP_BELOW_0, [shifted], undefined)
  const tie = equal(x, top)
  const along = (v: Tensor) => sumTo(v, top.shape)
  // The largest are counted apart from the rest, so that a small rest keeps its digits.
  const rest = add(along(where(tie, 0, power)), sub(along(cast(tie, x.dtype)), 1))
  return { top, shifted, power, tie, rest }
}

/** How each op is written in simpler ones; `undefined` where this one must stay as it is. */
const RULES: { readonly [op: string]: Rule } = {
  logSumExp([x], axis: number, context) {
    const { top, rest } = peakOf(x!, axis, context)
    return add(log1p(rest), top)
  },

  softmax([x], axis: number, context) {
    const { power, rest } = peakOf(x!, axis, context)
    return mul(power, div(1, add(rest, 1)))
  },

  logSoftmax([x], axis: number, context) {
    const { shifted, rest } = peakOf(x!, axis, context)
    return sub(shifted, log1p(rest))
  },

  crossEntropy([z, labels], _: undefined, context) {
    const { top, rest } = peakOf(z!, z!.rank - 1, context)
    const own = gather(z!, labels!)
    return add(squeeze(log1p(rest), -1), sub(squeeze(top, -1), own))
  },

  softmaxTimes([x, dy, labels], axis: number, context) {
    const { power, tie, rest } = peakOf(x!, axis, context)
    const scale = div(context.guard(dy!), add(rest, 1))
    const soft = mul(power, scale)
    if (labels === undefined) return soft
    const own = oneHot(labels, x!.shape[axis]!, { dtype: 'bool' })
    // At the label its probability less 1; where it is the largest, from the rest, which has the digits.
    return where(own, where(tie, neg(mul(rest, scale)), sub(soft, dy!)), soft)
  },

  // One value for each line, where its index is; and 0 where it is −0, as sums start from 0.
  scatterAdd([x, indices], { along, axis, whole, part }: Pick, { isKnown }) {
    const n = whole[axis]!
    if (!along || axis !== whole.length - 1 || part[axis] !== 1) return undefined
    if (isKnown(indices!) && valuesOf(indices!).some(index => !(index >= 0 && index < n))) return undefined
    const labels = indices!.rank < whole.length ? indices! : squeeze(indices!, axis)
    return where(oneHot(labels, n, { dtype: 'bool' }), add(x!, 0), 0)
  },

  // A sum of one product is that product; and 0 where it is −0, as sums start from 0.
  matmul([a, b], flags: { transposeA: boolean; transposeB: boolean }) {
    const { transposeA } = flags
    // [b, m, k] · [k, n] = [b·m, k] · [k, n]
    if (a!.rank > 2 && b!.rank === 2 && !transposeA) {
      const k = a!.shape.at(-1)!
      const rows = a!.size / k
      const y = matmul(reshape(a!, [rows, k]) as Tensor, b!, flags)
      return reshape(y, [...a!.shape.slice(0, -1), y.shape[1]!])
    }
    if (a!.rank !== 2 || b!.rank !== 2 || a!.shape[transposeA ? 0 : 1] !== 1) return undefined
    return add(mul(reshape(a!, [a!.size, 1]), reshape(b!, [1, b!.size])), 0)
  },

  pow([x, p], _: undefined, { isKnown }) {
    if (
      !isFloat(x!.dtype) ||
      !isKnown(p!) ||
      p!.size !== 1 ||
      !sameShape(x!.shape, broadcastShapes('pow', x!.shape, p!.shape))
    )
      return undefined
    return easyPower(x!, valuesOf(p!)[0]!)
  },

  // What is no product or root is a power of two tensors.
  powTo: ([x], p: number) => easyPower(x!, p) ?? pow(x!, scalar(p, x!.dtype)),

  unmasked: ([x, v]) => where(equal(x!, Number.NEGATIVE_INFINITY), 0, v!),

  // A sum may leave the range on its way to what fits.
  sumTo: ([x], shape: Shape, { guard }) => (isFloat(x!.dtype) ? guard(sumTo(x!, shape)) : undefined),

  mean([x], { shape, n, squares }: { shape: Shape; n: number; squares: boolean }, { guard }) {
    if (n === 0) return undefined
    return div(guard(sumTo(squares ? square(x!) : x!, shape)), n)
  },

  // As the op itself: what is divided by the largest has squares in range. Without params it is a length to divide by, as it is.
  norm([x], params: { readonly axes: readonly number[]; readonly kept: Shape } | undefined, { guard }) {
    if (params === undefined) return x
    const size = abs(x!)
    const largest = guard(max(size, { axis: params.axes, keepdims: true }))
    const scale = where(equal(largest, 0), 1, largest)
    return mul(scale, sqrt(sumTo(square(div(size, scale)), params.kept)))
  },

  xlogy: ([x, y]) => where(logicalAnd(equal(x!, 0), equal(y!, y!)), 0, mul(x!, log(y!))),
}

/** Writes a program in simpler ops. */
export function lower(program: Program): Lowered {
  const recorder = new Recorder(program.specs, program.constants)
  const now = new Map<Value, Value>()
  const current = (x: Value): Value => now.get(x) ?? x
  const guards = new Set<Value>()
  const isKnown = (x: Tensor): boolean => recorder.constants.has(recorder.valueOf(x))
  const guard = (x: Tensor): Tensor => {
    guards.add(recorder.valueOf(x))
    return x
  }
  for (const step of program.steps) {
    const own: Step = { ...step, inputs: step.inputs.map(current) }
    const rule = RULES[step.op.name]
    const isEmpty = own.inputs.some(x => recorder.specs[x]!.shape.includes(0))
    const instead =
      rule &&
      !isEmpty &&
      recorder.record(() =>
        rule(
          own.inputs.map(x => recorder.tensorOf(x)),
          step.params as never,
          { guard, isKnown },
        ),
      )
    if (!instead) recorder.steps.push(own)
    else now.set(step.output, recorder.valueOf(instead))
  }
  const { specs, constants, steps } = recorder
  const outputs = program.outputs.map(current)
  return {
    program: { specs, constants, steps, inputs: program.inputs, outputs },
    guards: [...guards].map(current),
  }
}
