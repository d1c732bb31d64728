// Tree arithmetic: vectors that are nested objects and arrays of tensors, such as parameters and their gradients.
import { isFloat } from '../dtype.js'
import { ArgumentError, checkFunction, describe, ShapeError } from '../errors.js'
import { zeros } from '../fill.js'
import { add, div, maximum, mul } from '../ops/arithmetic.js'
import { greater, less, logicalAnd, where } from '../ops/comparison.js'
import { concat } from '../ops/concat.js'
import { sqrt, square } from '../ops/elementwise.js'
import { norm } from '../ops/norm.js'
import { sum } from '../ops/reduce.js'
import { cast, reshape } from '../ops/reshape.js'
import { slice } from '../ops/slice.js'
import { formatShape, sameShape } from '../shape.js'
import { isTensor, stopGradient, type Tensor } from '../tensor.js'
import type { GradientOf } from '../transforms/index.js'
import { isRecord, leavesOf, mapTree, pathOf, plain } from '../transforms/tree.js'

/** T with an R in the place of each tensor. */
export type Mapped<T, R> = T extends Tensor
  ? R
  : T extends (...args: never[]) => unknown
    ? T
    : T extends object
      ? { [K in keyof T]: Mapped<T[K], R> }
      : T

/**
 * A tree with tensors in the places of those in T, of any shapes: one such as T, or a gradient by it. Nothing is inferred from it: the
 * index waits for T, as NoInfer does from TypeScript 5.4 on.
 */
export type Like<T> = [T | GradientOf<T> | Mapped<T, Tensor>][T extends unknown ? 0 : never]

/**
 * The tree with f of each tensor in its place. What is no tensor stays as it is.
 *
 * Throws an `ArgumentError` where an object is neither a tensor nor plain: nobody looks for tensors in it.
 *
 * @example
 * treeMap(zerosLike, params)
 * treeMap(x => x.shape, { w: zeros([4, 3]), b: zeros([3]) })   // { w: [4, 3], b: [3] }
 */
export function treeMap<T, R>(f: (x: Tensor) => R, tree: T): Mapped<T, R> {
  checkFunction('treeMap', f, [])
  return zip('treeMap', [['the tree', tree]], {}, x => f(x)) as Mapped<T, R>
}

/**
 * The first tree with f of each tensor, and of those at its place in the others, which may have other shapes. What is no tensor
 * stays as it is.
 *
 * Throws an `ArgumentError` where another tree has no tensor in the place of one, or one more.
 *
 * @example
 * treeZip((p, g) => sub(p, mul(0.1, g)), params, gradient)
 */
export function treeZip<T, R>(f: (x: Tensor, y: Tensor) => R, a: T, b: Like<T>): Mapped<T, R>
export function treeZip<T, R>(
  f: (x: Tensor, y: Tensor, z: Tensor) => R,
  a: T,
  b: Like<T>,
  c: Like<T>,
): Mapped<T, R>
export function treeZip<T, R>(
  f: (x: Tensor, ...others: readonly Tensor[]) => R,
  a: T,
  ...others: readonly Like<T>[]
): Mapped<T, R>
export function treeZip<T, R>(
  f: (x: Tensor, ...others: Tensor[]) => R,
  a: T,
  ...others: readonly unknown[]
): Mapped<T, R> {
  checkFunction('treeZip', f, [])
  const named = others.map((tree, i): Named => [`tree ${i + 2}`, tree])
  return zip('treeZip', [['tree 1', a], ...named], {}, f) as Mapped<T, R>
}

/**
 * α·x + y, nested as y. Integer and bool tensors of y stay as they are, and so does what is no tensor: x may be a gradient by y.
 *
 * alpha : a number, or a tensor [] that derivatives flow to
 *
 * Throws an `ArgumentError` for trees that are nested otherwise, a `ShapeError` for other shapes.
 *
 * @example
 * axpy(-0.1, gradient, params)
 */
export function axpy<T>(alpha: number | Tensor, x: Like<T>, y: T): T {
  checkFactor(alpha)
  const trees: readonly [Named, Named] = [
    ['y', y],
    ['x', x],
  ]
  return zip('axpy', trees, COORDINATES, (b, a) => add(mul(a!, alpha), b)) as T
}

/**
 * ⟨a, b⟩: the sum over all float tensors of the products of their values; 0 where there are none.
 *
 * Throws an `ArgumentError` for trees that are nested otherwise, a `ShapeError` for other shapes.
 *
 * @example
 * dot(gradient, direction).item()
 */
export function dot<T>(a: T, b: Like<T>): Tensor<readonly []>
export function dot<T>(a: Like<T>, b: T): Tensor<readonly []>
export function dot(a: unknown, b: unknown): Tensor<readonly []> {
  const terms: Tensor[] = []
  const trees: readonly [Named, Named] = [
    ['a', a],
    ['b', b],
  ]
  zip('dot', trees, COORDINATES, (x, y) => terms.push(sum(mul(x, y!))))
  return terms.length === 0 ? zeros([]) : terms.reduce((total, term) => add(total, term))
}

/**
 * ‖x‖₂ over all float tensors; 0 where there are none. The squares neither overflow nor underflow, and the derivative at 0 is 0.
 *
 * @example
 * treeNorm({ a: tensor([3]), b: [tensor(4)] }).item()   // 5
 */
export function treeNorm(tree: unknown): Tensor<readonly []> {
  const lengths: Tensor[] = []
  zip('treeNorm', [['the tree', tree]], COORDINATES, x => lengths.push(norm(x)))
  if (lengths.length === 0) return zeros([])
  // Divided by the largest, whatever it is: that changes nothing but the range, so no derivative flows to it.
  const largest = lengths.reduce((a, b) => maximum(a, b))
  const isScale = logicalAnd(greater(largest, 0), less(largest, Number.POSITIVE_INFINITY))
  const scale = where(isScale, stopGradient(largest), 1)
  const squares = lengths.map(length => square(div(length, scale))).reduce((a, b) => add(a, b))
  return where(isScale, mul(scale, sqrt(where(isScale, squares, 1))), largest)
}

/**
 * The tensors of a tree, depth first in the order of keys.
 *
 * @example
 * treeLeaves(params).reduce((n, x) => n + x.size, 0)   // how many numbers a model has
 */
export function treeLeaves(tree: unknown): Tensor[] {
  checkTree('treeLeaves', ['the tree', tree])
  return leavesOf(tree)
}

/** The tensors of a tree, and the way back. */
export interface Flattened<T> {
  /** The tensors, depth first in the order of keys. */
  readonly leaves: readonly Tensor[]
  /** A tree as it was, with what is given, one thing for each tensor, in the places of its tensors. */
  unflatten<R>(leaves: readonly R[]): Mapped<T, R>
}

/**
 * A tree as a list of its tensors, and the way back. What is no tensor comes back as it was.
 *
 * @example
 * const { leaves, unflatten } = treeFlatten({ w: zeros([4, 3]), b: zeros([3]) })
 * unflatten(leaves.map(x => x.shape))   // { w: [4, 3], b: [3] }
 */
export function treeFlatten<T>(tree: T): Flattened<T> {
  const leaves = treeLeaves(tree)
  return {
    leaves,
    unflatten<R>(given: readonly R[]) {
      if (!Array.isArray(given) || given.length !== leaves.length) {
        throw new ArgumentError(
          'unflatten',
          `wants an array of ${leaves.length}, one for each tensor of the tree, got ${describe(given)}`,
        )
      }
      let i = 0
      return mapTree(tree, () => given[i++]) as Mapped<T, R>
    },
  }
}

/** A tree as one vector, and the way back. */
export interface Raveled<T> {
  /** float64 [n]: the values of the float tensors one after the other, depth first in the order of keys. */
  readonly vector: Tensor
  /** A tree as it was, with the values of a vector [n] in its float tensors, each in its own dtype. */
  unravel(vector: Tensor): T
}

/**
 * The float tensors of a tree as one float64 vector. Integer and bool tensors are no part of it, and come back as they were.
 *
 * @example
 * const { vector, unravel } = ravel({ w: zeros([4, 3]), b: ones([3]) })   // [15]
 * unravel(mul(vector, 2)).b                                              // [2, 2, 2]
 */
export function ravel<T>(tree: T): Raveled<T> {
  const parts: Tensor[] = []
  zip('ravel', [['the tree', tree]], COORDINATES, x => parts.push(reshape(cast(x, 'float64'), [x.size])))
  const n = parts.reduce((total, { size }) => total + size, 0)
  return {
    vector: parts.length === 0 ? zeros([0]) : concat(parts),
    unravel(vector) {
      if (!isTensor(vector))
        throw new ArgumentError('unravel', `wants a vector of ${n} values, got ${describe(vector)}`)
      if (!sameShape(vector.shape, [n])) {
        throw new ShapeError('unravel', `wants shape [${n}], got ${formatShape(vector.shape)}`, [
          vector.shape,
          [n],
        ])
      }
      let at = 0
      return mapTree(tree, x => {
        if (!isFloat(x.dtype)) return x
        const part = slice(vector, [[at, at + x.size]])
        at += x.size
        return cast(reshape(part, x.shape), x.dtype)
      }) as T
    },
  }
}

/** A tree, and what errors call it. */
type Named = readonly [name: string, tree: unknown]

/** Which tensors f is given, and whether those at their places must have their shapes. */
interface Choice {
  readonly counts?: (x: Tensor) => boolean
  readonly isShaped?: boolean
}

const COORDINATES: Choice = { counts: ({ dtype }) => isFloat(dtype), isShaped: true }

/** The first tree with f of each tensor that counts, and of those at its place in the others; all else stays as it is. */
function zip(
  op: string,
  [first, ...others]: readonly [Named, ...Named[]],
  { counts = () => true, isShaped = false }: Choice,
  f: (x: Tensor, ...others: Tensor[]) => unknown,
): unknown {
  const [name, tree] = first
  for (const named of [first, ...others]) checkTree(op, named)
  const differ = (one: string, has: string, keys: Keys, like: unknown) =>
    new ArgumentError(
      op,
      `${one} has ${has}${placeOf(keys)}, where ${name} has ${describe(like)}; it must be nested as ${name} is`,
    )
  for (const [one, other] of others) {
    mapTree(other, (y, keys) => {
      const x = at(tree, keys)
      if (counts(y) && !isTensor(x)) throw differ(one, 'a tensor', keys, x)
    })
  }
  return mapTree(tree, (x, keys) => {
    if (!counts(x)) return x
    const beside = others.map(([one, other]) => {
      const y = at(other, keys)
      if (!isTensor(y)) throw differ(one, describe(y), keys, x)
      if (isShaped && !sameShape(x.shape, y.shape)) {
        throw new ShapeError(
          op,
          `${one} has shape ${formatShape(y.shape)}${placeOf(keys)}, and ${name} ${formatShape(x.shape)}`,
          [y.shape, x.shape],
        )
      }
      return y
    })
    return f(x, ...beside)
  })
}

type Keys = Parameters<typeof pathOf>[0]

/** What is in a place of a tree; `undefined` where there is no such place. */
const at = (tree: unknown, keys: Keys): unknown =>
  keys.reduce<unknown>(
    (node, key) =>
      (Array.isArray(node) || isRecord(node)) && Object.hasOwn(node, key)
        ? (node as Readonly<Record<typeof key, unknown>>)[key]
        : undefined,
    tree,
  )

const placeOf = (keys: Keys): string => (keys.length === 0 ? '' : ` at ${pathOf(keys)}`)

function checkTree(op: string, [name, tree]: Named): void {
  if (!isTensor(tree) && !Array.isArray(tree) && !isRecord(tree)) {
    throw new ArgumentError(
      op,
      `wants tensors, nested in plain objects and arrays; ${name} is ${describe(tree)}`,
    )
  }
  mapTree(tree, x => x, plain(op, name))
}

function checkFactor(alpha: unknown): void {
  if (typeof alpha === 'number') return
  if (!isTensor(alpha))
    throw new ArgumentError('axpy', `alpha must be a number or a tensor [], got ${describe(alpha)}`)
  if (alpha.rank > 0) {
    throw new ShapeError('axpy', `alpha must be a number or a tensor [], got ${formatShape(alpha.shape)}`, [
      alpha.shape,
    ])
  }
}
