// A term as it stands in a node: what its two evaluators may ask about it.
import { isSwitch, type Node } from '../meaning/index.js'
import type { Applied } from '../terms/index.js'

/** A node to its term. */
export function application(
  { operation, args, type }: Node,
  host: Pick<Applied, 'bounded' | 'extent'>,
): Applied {
  return {
    params: operation,
    type,
    args,
    bounded: host.bounded,
    extent: dim => host.extent(dim),
    literal: k => literalOf(args[k]!),
    isSwitch: k => isSwitch(args[k]!),
  }
}

/** The number that a node is written as, or minus one; `undefined` where float64 does not hold it. */
function literalOf({ operation, args }: Node): number | undefined {
  if (operation.op === 'number') return operation.digits === undefined ? operation.value : undefined
  if (operation.op !== 'add' || operation.signs.length !== 1) return undefined
  const number = literalOf(args[0]!)
  return number === undefined ? undefined : -number
}
