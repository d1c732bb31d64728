// Ops that work value by value, as vector code: one function an op, of the vectors of its inputs. Masks stand for bool.
import type { Spec } from '../graph/index.js'
import type { AllLanes } from '../kernels/wasm/allLanes.js'
import { expBelow0 } from '../kernels/wasm/functions/exponential.js'
import { COMPARISONS, FUNCTIONS, PAIRS } from '../kernels/wasm/functions/index.js'
import type { Vector } from '../kernels/wasm/vector.js'

/** Writes the code of an op for one vector of each input. */
type Code = (lanes: AllLanes, x: Vector, y: Vector, z: Vector) => Vector

/** Pairs of masks; `maximum` and `minimum` of them are "or" and "and" as well. */
const MASKS: { readonly [op: string]: (x: Vector, y: Vector) => Vector } = {
  add: (x, y) => x.or(y),
  maximum: (x, y) => x.or(y),
  mul: (x, y) => x.and(y),
  minimum: (x, y) => x.and(y),
}

const CHOICES: { readonly [op: string]: Code } = {
  logicalAnd: (_, a, b) => a.and(b),
  logicalOr: (_, a, b) => a.or(b),
  expBelow0: (_, x) => expBelow0(x),
  where: (_, condition, a, b) => condition.select(a, b),
}

/** Whether an op works value by value and has vector code. */
export const isElementwise = (op: string): boolean =>
  op in CHOICES || op in COMPARISONS || op in PAIRS || op in FUNCTIONS || op === 'cast' || op === 'copy'

/** The vectors that an op gives for those of its inputs. */
export function codeOf(
  lanes: AllLanes,
  op: string,
  inputs: readonly Vector[],
  from: readonly Spec[],
  to: Spec,
): Vector {
  const [x, y, z] = inputs as [Vector, Vector, Vector]
  const choice = CHOICES[op]
  if (choice !== undefined) return choice(lanes, x, y, z)
  const comparison = COMPARISONS[op]
  // All ones are NaN as a number.
  if (comparison !== undefined)
    return from[0]!.dtype === 'bool' ? comparison(x.and(1), y.and(1)) : comparison(x, y)
  const pair = to.dtype === 'bool' ? MASKS[op] : PAIRS[op]
  if (pair !== undefined) return pair(x, y)
  if (op === 'copy') return x
  if (op === 'cast') return cast(lanes, x, from[0]!, to)
  return FUNCTIONS[op]!(x)
}

/** Where an op's code does not hold for its input; `undefined` for an op whose code holds everywhere. */
export const beyondCode = (op: string, x: Vector): Vector | undefined => FUNCTIONS[op]?.beyond?.(x)

/** Between masks and numbers; the float dtypes of a program are one. */
function cast(lanes: AllLanes, x: Vector, from: Spec, to: Spec): Vector {
  if (from.dtype === to.dtype) return x
  if (from.dtype === 'bool') return x.and(1)
  if (to.dtype === 'bool') return x.with(lanes.ne, 0)
  return x
}

/** Whether the dtypes of an op are those that vectors hold: one float type, masks, and counts of masks where they are compared. */
export function hasLanes(op: string, from: readonly Spec[], to: Spec, float: Spec['dtype']): boolean {
  const fits = ({ dtype }: Spec) => dtype === float || dtype === 'bool'
  if (op === 'cast')
    return (fits(from[0]!) || from[0]!.dtype === 'int32') && (fits(to) || from[0]!.dtype === 'bool')
  if (op === 'where' && from[0]!.dtype !== 'bool') return false
  if (to.dtype === 'bool' && op in PAIRS && !(op in MASKS)) return false
  if (to.dtype === 'bool') return from.every(spec => fits(spec) || spec.dtype === 'int32')
  return fits(to) && from.every(fits) && (op === 'where' || from.every(({ dtype }) => dtype === to.dtype))
}
