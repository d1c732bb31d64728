// Which tensors lie between inputs and outputs of a recorded graph, and in which order.
import { zerosLike } from '../fill.js'
import { originOf } from '../graph/index.js'
import { isTracked, type Tensor } from '../tensor.js'
import { Newest } from './newest.js'

/** The part of a graph that lies between some inputs and some outputs. */
export interface Path {
  /** Each tensor on the way, the oldest first; the inputs that were reached are among them. */
  readonly nodes: readonly Tensor[]
  /**
   * The indices in `nodes` of what the nodes' ops took, −1 for what is off the path, one node's after the other's: those of
   * node i stand from starts[i] to before starts[i + 1]. An input has none. A list for each node would cost more than
   * all the rest.
   */
  readonly sources: Int32Array
  readonly starts: Int32Array
  /** The index in `nodes` of each output and each input that was reached; −1 for what is off the path. */
  readonly indices: ReadonlyMap<Tensor, number>
  /**
   * Whether anything but these inputs is tracked: an enclosing transform, or a variable. Only then must derivatives be
   * recorded themselves; otherwise rules see constants, and nothing is kept.
   */
  readonly open: boolean
}

/** Where a tensor stands that does not depend on the inputs, and where an input does until its turn comes. */
const OFF_PATH = -1
const INPUT = -2

let searches = 0

/**
 * Finds the tensors between inputs and outputs in the order in which they were made, with a loop: graphs may be a million
 * ops deep. It goes back from the outputs, the newest first, and then ahead to see what depends on the inputs.
 * The search stops at inputs, and at what is older than `since`, the serial of the first input: that cannot depend on
 * one. It leaves marks on origins instead of keeping a map; no other code runs meanwhile.
 */
export function findPath(outputs: readonly Tensor[], isInput: (x: Tensor) => boolean, since = 0): Path {
  const search = ++searches
  const nodes: Tensor[] = []
  const waiting = new Newest()
  let taken = 0
  let open = false
  const visit = (x: Tensor): void => {
    const origin = originOf(x)
    if (origin === undefined || origin.search === search) return
    origin.search = search
    origin.index = OFF_PATH
    if (origin.serial < since) open = true
    else waiting.push(x)
  }
  for (const y of outputs) visit(y)
  for (let x = waiting.pop(); x !== undefined; x = waiting.pop()) {
    nodes.push(x)
    const origin = originOf(x)!
    const { inputs } = origin
    const constant = !inputs.some(isTracked)
    if (isInput(x)) {
      origin.index = INPUT
      open ||= !constant
    } else {
      for (let i = 0; i < inputs.length; i++) visit(inputs[i]!)
      taken += inputs.length
      // A variable is open. So may be the alias of a constant; but one that is younger than the inputs belongs to a
      // nested transform, which is over.
      open ||= constant && (inputs.length === 0 || since === 0)
    }
  }
  nodes.reverse()
  const sources = new Int32Array(taken)
  const starts = new Int32Array(nodes.length + 1)
  const ends: Tensor[] = []
  let count = 0
  let end = 0
  for (let i = 0; i < nodes.length; i++) {
    const x = nodes[i]!
    const origin = originOf(x)!
    if (origin.index === INPUT) ends.push(x)
    else {
      const { inputs } = origin
      let onPath = false
      for (let j = 0; j < inputs.length; j++) {
        const index = indexOf(inputs[j]!, search)
        sources[end + j] = index
        onPath ||= index >= 0
      }
      if (!onPath) continue
      end += inputs.length
    }
    origin.index = count
    nodes[count++] = x
    starts[count] = end
  }
  nodes.length = count
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
