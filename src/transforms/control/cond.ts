// A choice between two functions by a value that is computed.
import { ArgumentError, describe } from '../../errors.js'
import { isUnknown } from '../../graph/index.js'
import { where } from '../../ops/comparison.js'
import { formatShape } from '../../shape.js'
import { isTensor, isTracked, onlyValue, stopGradient, type Tensor } from '../../tensor.js'
import { leavesOf, mapTree, pathOf } from '../tree.js'
import { checkAlike } from './match.js'

/** A predicate as a boolean; a bool tensor of shape [] whose value cannot be read here comes back as it is. */
export function decided(op: string, what: string, value: unknown): boolean | Tensor {
  if (typeof value === 'boolean') return value
  if (!isTensor(value) || value.dtype !== 'bool' || value.rank !== 0) {
    const got = isTensor(value) ? `${value.dtype} ${formatShape(value.shape)}` : describe(value)
    throw new ArgumentError(
      op,
      `${what} must be true, false or a bool tensor of shape [], got ${got}; compare, as in less(x, 1)`,
    )
  }
  return isUnknown(value) ? value : onlyValue(value) !== 0
}

/**
 * onTrue(…operands) where the predicate holds, onFalse(…operands) where not. Only the branch that is taken runs, so derivatives
 * are its own.
 *
 * Where the value is not known, because `compile` traces or `vmap` has a value for each sample, both branches run, and their
 * results, which must be alike, go through `where`. The branch not taken passes nothing on to the operands, not even a NaN; to
 * what it finds outside it may, so pass that as an operand. What it refuses is refused: `cholesky` there needs `indefinite: 'nan'`.
 *
 * pred : true, false or bool []; the branches give tensors, or tensors nested in objects and arrays
 *
 * @example
 * cond(greater(x, 0), x => sqrt(x), x => neg(x), x)
 */
export function cond<Operands extends readonly unknown[], Y>(
  pred: boolean | Tensor,
  onTrue: (...operands: Operands) => Y,
  onFalse: (...operands: Operands) => Y,
  ...operands: Operands
): Y {
  for (const branch of [onTrue, onFalse] as unknown[]) {
    if (typeof branch !== 'function')
      throw new ArgumentError('cond', `wants a function for each branch, got ${describe(branch)}`)
  }
  const chosen = decided('cond', 'the predicate', pred)
  if (typeof chosen === 'boolean') return chosen ? onTrue(...operands) : onFalse(...operands)
  // What is computed from 0·∞ in the branch that is not taken does not get out, neither where it came in nor where it goes.
  const gated = (branch: boolean) =>
    mapTree(operands, x => {
      if (!isTracked(x)) return x
      const cut = stopGradient(x)
      return branch ? where(chosen, x, cut) : where(chosen, cut, x)
    }) as Operands
  const [yes, no] = [onTrue(...gated(true)), onFalse(...gated(false))]
  checkAlike('cond', 'the result', yes, 'where the predicate holds', no, 'where not')
  const others: unknown[] = []
  mapTree(
    no,
    () => undefined,
    value => others.push(value),
  )
  const leaves = leavesOf(no)
  let [leaf, other] = [0, 0]
  return mapTree(
    yes,
    x => where(chosen, x, leaves[leaf++]!),
    (value, keys) => {
      if (Object.is(value, others[other++])) return value
      throw new ArgumentError(
        'cond',
        `the predicate is not known here, and the branches differ in what is no tensor${keys.length === 0 ? '' : ` at ${pathOf(keys)}`}: ${describe(value)} and ${describe(others[other - 1])}`,
      )
    },
  ) as Y
}
