// What every transform begins with: run the function on aliases of its input, and find the way between.
import { isFloat } from '../dtype.js'
import { DifferentiationError, describe } from '../errors.js'
import { originOf } from '../graph/index.js'
import { alias } from '../ops/reshape.js'
import { stopGradient, type Tensor } from '../tensor.js'
import { findPath, type Path } from '../walk/index.js'
import { checkOutput, leavesOf, mapTree, plain } from './tree.js'

/** A function at a point: its output there, and the path from the aliases of its input. */
export interface Linearized {
  /** The float tensors of the input, which have derivatives. */
  readonly inputs: readonly Tensor[]
  /** Their aliases, which the function saw. */
  readonly aliases: readonly Tensor[]
  /** The output, tracked. */
  readonly y: unknown
  readonly path: Path
}

/**
 * Runs f at x. f sees aliases, so that a walk starts and stops at this very call: nested transforms cannot take one
 * another's inputs for their own (no perturbation confusion), and need no tags.
 */
export function linearizeAt<X, Rest extends readonly unknown[]>(
  op: string,
  f: (x: X, ...rest: Rest) => unknown,
  x: X,
  rest: Rest,
  role = 'the first argument',
): Linearized {
  const inputs: Tensor[] = []
  const aliases: Tensor[] = []
  const seen = mapTree(
    x,
    leaf => {
      if (!isFloat(leaf.dtype)) return leaf
      const twin = alias(leaf)
      inputs.push(leaf)
      aliases.push(twin)
      return twin
    },
    plain(op, role),
  )
  if (inputs.length === 0) {
    throw new DifferentiationError(
      op,
      `${role} holds no float tensor to differentiate by, got ${describe(x)}; cast integers to float64, and pass plain objects and arrays`,
    )
  }
  const y = f(seen as X, ...rest)
  checkOutput(op, y)
  const set = new Set(aliases)
  return { inputs, aliases, y, path: findPath(leavesOf(y), t => set.has(t), originOf(aliases[0]!)!.serial) }
}

/** A result as it leaves a transform: a constant, unless an enclosing one follows it. */
export function released<T>(value: T, path: Path): T {
  return path.open ? value : (mapTree(value, x => stopGradient(x)) as T)
}

/** A tree nested as x, with what f gives for each float tensor and `undefined` elsewhere. */
export function rebuild(x: unknown, f: (index: number) => unknown): unknown {
  let index = 0
  return mapTree(
    x,
    leaf => (isFloat(leaf.dtype) ? f(index++) : undefined),
    () => undefined,
  )
}
