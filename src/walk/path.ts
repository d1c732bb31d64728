// Which tensors lie between inputs and outputs of a recorded graph, and in which order.
import { zerosLike } from '../fill.js'
import { type Origin, originOf } from '../graph/index.js'
import type { Tensor } from '../tensor.js'

/** The part of a graph that lies between some inputs and some outputs. */
export interface Path {
  /** Each tensor on the way, after those that it was computed from; the inputs that were reached are among them. */
  readonly nodes: readonly Tensor[]
  /**
   * The indices in `nodes` of what the nodes' ops took, −1 for what is off the path, one node's after the other's: those of
   * node i stand from starts[i] to before starts[i + 1]. An input has none. A list for each node would cost more than
   * the rest of the search.
   */
  readonly sources: readonly number[]
  readonly starts: readonly number[]
  /** The index in `nodes` of each output and each input that was reached; −1 for what is off the path. */
  readonly indices: ReadonlyMap<Tensor, number>
  /**
   * Whether anything but these inputs is tracked: an enclosing transform, or a variable. Only then must derivatives be
   * recorded themselves; otherwise rules see constants, and nothing is kept.
   */
  readonly open: boolean
}

/** Where a tensor stands that does not depend on the inputs. */
const OFF_PATH = -1
const ENTERED = -2

let searches = 0

/**
 * Finds the tensors between inputs and outputs in topological order, with a loop: graphs may be a million ops deep.
 * The search stops at inputs, and at what is older than `since`, the serial of the first input: that cannot depend on
 * one. It leaves marks on origins instead of keeping a map; no other code runs meanwhile.
 */
export function findPath(outputs: readonly Tensor[], isInput: (x: Tensor) => boolean, since = 0): Path {
  const search = ++searches
  const nodes: Tensor[] = []
  const sources: number[] = []
  const starts: number[] = []
  const ends = new Set<Tensor>()
  let open = false
  const stack: Tensor[] = []
  const visit = (x: Tensor): void => {
    const origin = originOf(x)
    if (origin === undefined || origin.search === search) return
    if (origin.serial < since) open = true
    else stack.push(x)
  }
  for (const y of outputs) visit(y)
  while (stack.length > 0) {
    const x = stack[stack.length - 1]!
    const origin = originOf(x)!
    if (origin.search !== search) {
      origin.search = search
      if (isInput(x)) {
        origin.index = nodes.length
        nodes.push(x)
        starts.push(sources.length)
        ends.add(x)
        open ||= origin.inputs.some(input => input.origin !== undefined)
      } else {
        origin.index = ENTERED
        const depth = stack.length
        for (let j = 0; j < origin.arity; j++) visit(origin.input(j))
        // A variable is open. So may be the alias of a constant; but one that is younger than the inputs belongs to a
        // nested transform, which is over.
        open ||=
          origin.arity === 0 ||
          (since === 0 && stack.length === depth && origin.inputs.every(input => input.origin === undefined))
      }
    } else {
      stack.pop()
      if (origin.index === ENTERED) {
        const start = sources.length
        if (pushSources(sources, origin, search)) {
          origin.index = nodes.length
          nodes.push(x)
          starts.push(start)
        } else {
          origin.index = OFF_PATH
          sources.length = start
        }
      }
    }
  }
  starts.push(sources.length)
  const indices = new Map<Tensor, number>()
  for (const x of [...outputs, ...ends]) indices.set(x, indexOf(x, search))
  return { nodes, sources, starts, indices, open }
}

/** Of what a walk found for each node, that of an output or an input; zeros where nothing arrived. */
export const foundAt = (x: Tensor, { indices }: Path, found: readonly (Tensor | undefined)[]): Tensor =>
  found[indices.get(x) ?? OFF_PATH] ?? zerosLike(x)

/** The index that a search gave to a tensor. */
function indexOf(x: Tensor, search: number): number {
  const origin = originOf(x)
  return origin !== undefined && origin.search === search ? origin.index : OFF_PATH
}

/** Appends the indices of what an op took; whether any of it is on the path. */
function pushSources(sources: number[], origin: Origin, search: number): boolean {
  let any = false
  for (let j = 0; j < origin.arity; j++) {
    const index = indexOf(origin.input(j), search)
    sources.push(index)
    any ||= index >= 0
  }
  return any
}
