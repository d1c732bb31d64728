// A gradient in code as something to try at points: the claim's values beside the derivative of the function.
import { fromData } from '../../create.js'
import { ArgumentError, ChainruleError, describe } from '../../errors.js'
import { mul, sub, sum } from '../../ops/index.js'
import { random } from '../../random.js'
import { formatShape, sameShape } from '../../shape.js'
import { isTensor, type Tensor } from '../../tensor.js'
import { measured } from '../../testing/rounding.js'
import { grad, jacobian } from '../../transforms/index.js'
import {
  type Comparison,
  type Difference,
  type Position,
  type Trial,
  trustOf,
  type Words,
} from '../decide/index.js'
import { indicesAt, type Point } from '../evaluate/index.js'
import type { Context } from '../given/index.js'
import { kinds } from '../given/kinds/index.js'
import { problemOf } from '../meaning/index.js'
import { dimsOf, drawPoint, sizesFor } from '../points/index.js'

/** Tensors by name, as the given block declares them; classes are int32 and count from 0. */
export type Inputs = Readonly<Record<string, Tensor>>

/** A gradient that is claimed. */
export interface GradientClaim {
  /** The function: inputs → a tensor of any shape. */
  readonly of: (inputs: Inputs) => Tensor
  /** The name of the input that it is differentiated by. */
  readonly by: string
  /** The claimed derivative: of that input's shape, or [...of, ...by] where the function is not scalar. */
  readonly claim: (inputs: Inputs) => Tensor
}

/** A claim whose shape is not that of the derivative. */
export class Misfit extends ChainruleError {}

/** A claim and the derivative at a point. */
interface Sides {
  readonly actual: Tensor
  readonly claimed: Tensor
}

/** The trial of a gradient in code. */
export interface GradientTrial extends Trial {
  /** Both at a point; throws a `Misfit` where their shapes differ. */
  sidesAt(point: Point): Sides
}

/** What is said of a gradient in code. */
const WORDS: Words = {
  lost: 'the claim has no value where the derivative has one',
  nowhere: 'no case was found in which the function has a derivative',
  agreed: 'holds',
}

/** Random combinations of all entries that are compared: a mistake of any shape shows in one, short of a coincidence. */
const DIRECTIONS = 3

/** The trial of a claim in a context. */
export function gradientTrial(gradient: GradientClaim, context: Context, seed: number): GradientTrial {
  const { by } = gradient
  const symbols = [...context.symbols.values()].flatMap(({ name, definition }) =>
    definition === undefined ? [name] : [],
  )
  const kind = context.symbols.get(by)?.kind
  if (kind === undefined || !symbols.includes(by))
    throw new ArgumentError(
      'verify',
      `'by' names an input of the given block (${symbols.join(', ')}), got ${describe(by)}`,
    )
  if (!kinds[kind].differentiable)
    throw new ArgumentError('verify', `${by} is of kind ${kind}, and has no derivative`)
  const problem = problemOf(context)
  const dims = dimsOf(problem, symbols)
  const inputsAt = ({ sizes, values }: Point): Inputs =>
    Object.fromEntries(
      symbols.map(name => {
        const { axes, kind } = context.symbols.get(name)!
        const shape = axes.map(dim => sizes[dim] ?? Number(dim))
        const fromZero = (): Int32Array => Int32Array.from(values[name]!, v => v - 1)
        return [
          name,
          kind === 'class' ? fromData(fromZero(), shape, 'int32') : fromData(values[name]!, shape),
        ]
      }),
    )
  const sidesAt = (point: Point): Sides => sidesOf(gradient, inputsAt(point))
  return {
    problem,
    symbols,
    dims,
    derived: true,
    kinks: true,
    words: WORDS,
    settle: undefined,
    draw: (recipe, drawn) => ({
      ...drawPoint(problem, symbols, sizesFor(dims, recipe), recipe.lane, drawn),
      exact: true,
      outside: undefined,
    }),
    met: point => ({ ...point, exact: true }),
    compare: point => compared(gradient, inputsAt(point), seed),
    trust(point, again) {
      const inputs = inputsAt(point)
      const { report, ...trust } = trustOf(x => along(gradient, inputs, x), inputs[by]!, by, seed, again)
      const reason = report && `the oracles disagree about the function:\n${report}`
      return reason === undefined ? trust : { ...trust, reason }
    },
    sidesAt,
  }
}

/** The function along the input that it is differentiated by. */
const along = ({ of, by }: GradientClaim, inputs: Inputs, x: Tensor): Tensor =>
  checked(of({ ...inputs, [by]: x }), 'of')

function checked(value: unknown, role: string): Tensor {
  if (!isTensor(value))
    throw new ArgumentError('verify', `'${role}' must return a tensor, got ${describe(value)}`)
  return value
}

function sidesOf(gradient: GradientClaim, inputs: Inputs): Sides {
  const f = (x: Tensor): Tensor => along(gradient, inputs, x)
  const x = inputs[gradient.by]!
  const actual = f(x).size === 1 ? grad((v: Tensor) => sum(f(v)))(x) : (jacobian(f)(x) as Tensor)
  const claimed = checked(gradient.claim(inputs), 'claim')
  if (!sameShape(actual.shape, claimed.shape)) {
    const turned = sameShape(actual.shape.toReversed(), claimed.shape)
    throw new Misfit(
      `the claim has shape ${formatShape(claimed.shape)}, the derivative ${formatShape(actual.shape)}${turned ? ': the layout is transposed' : ''}`,
    )
  }
  return { actual, claimed }
}

/** Both sides compared within the rounding of all that is computed on the way. */
function compared(gradient: GradientClaim, inputs: Inputs, seed: number): Comparison {
  const { actual, claimed } = sidesOf(gradient, inputs)
  const [wanted, got] = [Float64Array.from(actual.data), Float64Array.from(claimed.data)]
  const nothing = { entries: 0, worst: undefined, resolution: Infinity, lost: 0, missing: undefined }
  if (!wanted.every(Number.isFinite)) return { outcome: 'empty', ...nothing }
  const lost = got.filter(v => !Number.isFinite(v)).length
  const entryAt = (e: number): Difference => ({
    at: positionOf(e, actual.shape),
    left: wanted[e]!,
    right: got[e]!,
    difference: got[e]! - wanted[e]!,
    confirmed: false,
  })
  const missing = lost > 0 ? entryAt(got.findIndex(v => !Number.isFinite(v))) : undefined
  if (lost > 0) return { outcome: 'undefined', ...nothing, lost, missing }
  // All that is computed from counts, not what is differentiated by alone: a constant gradient is rounded too.
  const names = Object.keys(inputs).filter(name => inputs[name]!.dtype !== 'int32')
  const difference = (values: readonly Tensor[], weights: Tensor): Tensor => {
    const all = { ...inputs, ...Object.fromEntries(names.map((name, i) => [name, values[i]!])) }
    const sides = sidesOf(gradient, all)
    return sum(mul(weights, sub(sides.claimed, sides.actual)))
  }
  const stream = random(seed + 77)
  const told = Array.from({ length: DIRECTIONS }, () => stream.normal(actual.shape))
    .map(weights =>
      measured(
        (values: readonly Tensor[]) => difference(values, weights),
        names.map(name => inputs[name]!),
      ),
    )
    .filter(({ value }) => Number.isFinite(value))
  const size = Math.hypot(...wanted)
  const rounding = Math.max(...told.map(one => one.rounding))
  const found = {
    ...nothing,
    entries: wanted.length,
    resolution: size > 0 && rounding > 0 ? rounding / size : Infinity,
  }
  if (told.length === 0) return { outcome: 'unclear', ...found }
  if (told.every(one => Math.abs(one.value) <= one.rounding)) return { outcome: 'agree', ...found }
  const apart = wanted.map((v, e) => Math.abs(got[e]! - v))
  return { outcome: 'differ', ...found, worst: entryAt(apart.indexOf(Math.max(...apart))) }
}

/** The position of an entry: its row and column where it has just these. */
function positionOf(e: number, shape: readonly number[]): Position {
  const names = [[], ['entry'], ['row', 'column']][shape.length] ?? shape.map((_, axis) => `axis ${axis + 1}`)
  return Object.fromEntries(indicesAt(e, shape).map((index, axis) => [names[axis]!, index]))
}
