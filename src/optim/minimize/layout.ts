// How the float tensors of a tree lie in one vector of float64, and the way back.
import { fromData } from '../../create.js'
import { isFloat } from '../../dtype.js'
import { ArgumentError, describe } from '../../errors.js'
import { cast } from '../../ops/reshape.js'
import { isTensor, Tensor, valuesOf } from '../../tensor.js'
import { rebuild } from '../../transforms/linearize.js'
import { isRecord, mapTree, pathOf, plain } from '../../transforms/tree.js'
import { ravel } from '../tree.js'

/** Where a tree's float tensors lie in a vector: depth first, in the order of keys. */
export interface Layout<P> {
  /** How many numbers there are. */
  readonly size: number
  /** The numbers of the tree that it was made of. */
  readonly start: Float64Array
  /** The tree with these numbers in place of its own, all float64. */
  readonly tree: (x: Float64Array) => P
  /** The same, each tensor of the dtype that it had. */
  readonly rounded: (x: Float64Array) => P
  /** Tensors of float64 with these numbers, in the order of the float tensors. */
  readonly tensors: (x: Float64Array) => readonly Tensor[]
  /** What belongs to no tensor is `undefined`: how gradients are nested. */
  readonly gradient: (x: Float64Array) => unknown
  /** Where a number belongs: `layers[0].w[3]`. */
  readonly nameOf: (index: number) => string
  /** Numbers ≥ 0 for the vector: one for all, or nested as the tree, where what is missing is 0. */
  readonly spread: (role: string, given: unknown) => Float64Array
}

interface Leaf {
  readonly at: number
  readonly like: Tensor
  readonly keys: readonly (string | number | symbol)[]
}

/** The layout of a tree. Throws an `ArgumentError` where there is no float tensor, or a number that is not finite. */
export function layoutOf<P>(op: string, params: P): Layout<P> {
  const leaves: Leaf[] = []
  let size = 0
  mapTree(
    params,
    (like, keys) => {
      if (!isFloat(like.dtype)) return
      leaves.push({ at: size, like, keys })
      size += like.size
    },
    plain(op, 'the parameters'),
  )
  if (leaves.length === 0)
    throw new ArgumentError(op, `the parameters hold no float tensor to move, got ${describe(params)}`)
  const nameOf = (index: number): string => {
    const { at, keys, like } = leaves.findLast(leaf => leaf.at <= index)!
    return like.rank === 0 ? pathOf(keys) || 'the number' : `${pathOf(keys)}[${index - at}]`
  }
  const { vector, unravel } = ravel(params)
  const start = Float64Array.from(valuesOf(vector))
  const wrong = start.findIndex(v => !Number.isFinite(v))
  if (wrong >= 0)
    throw new ArgumentError(op, `the start must be finite, got ${start[wrong]} at ${nameOf(wrong)}`)
  const tensors = (x: Float64Array) =>
    leaves.map(({ at, like }) => new Tensor(x.slice(at, at + like.size), like.shape, 'float64'))
  const spread = (role: string, given: unknown): Float64Array => {
    const numbers = new Float64Array(size)
    const put = (value: unknown, keys: Leaf['keys']): void => {
      const inside = leaves.filter(leaf => keys.every((key, i) => leaf.keys[i] === key))
      const place = keys.length === 0 ? role : `${role}.${pathOf(keys)}`
      if (inside.length === 0)
        throw new ArgumentError(op, `${place} belongs to no float tensor of the parameters`)
      if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) {
        for (const { at, like } of inside) numbers.fill(value, at, at + like.size)
      } else if (Array.isArray(value)) value.forEach((part, i) => void put(part, [...keys, i]))
      else if (!isTensor(value) && isRecord(value)) {
        for (const [key, part] of Object.entries(value)) if (part !== undefined) put(part, [...keys, key])
      } else throw new ArgumentError(op, `${place} must be a finite number ≥ 0, got ${describe(value)}`)
    }
    put(given, [])
    return numbers
  }
  return {
    size,
    start,
    tensors,
    nameOf,
    spread,
    tree: x => {
      const found = tensors(x)
      let i = 0
      return mapTree(params, leaf => (isFloat(leaf.dtype) ? found[i++]! : leaf)) as P
    },
    rounded: x => unravel(fromData(x.slice(), [size])),
    gradient: x => {
      const found = tensors(x).map((t, i) => cast(t, leaves[i]!.like.dtype))
      return rebuild(params, i => found[i])
    },
  }
}

/** The numbers of a gradient's tensors, in the order of the float tensors; `write` takes them one tensor after the other. */
export function writeLeaves(tree: unknown, to: Float64Array): void {
  let at = 0
  mapTree(tree, ({ data }) => {
    for (let i = 0; i < data.length; i++) to[at++] = data[i]!
  })
}
