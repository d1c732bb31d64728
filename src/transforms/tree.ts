// Nested objects and arrays of tensors: a model's parameters as the user writes them, taken apart and put together again.
import { ArgumentError, DifferentiationError, describe } from '../errors.js'
import { formatShape, sameShape } from '../shape.js'
import { isTensor, type Tensor } from '../tensor.js'

/** Derivatives towards each tensor of T: the same nesting; `undefined` in place of what is no tensor. */
export type GradientOf<T> =
  T extends Tensor<infer S>
    ? Tensor<S>
    : T extends (...args: never[]) => unknown
      ? undefined
      : T extends object
        ? { readonly [K in keyof T]: GradientOf<T[K]> }
        : undefined

/** Plain objects, those of another realm too, such as a test runner's sandbox: nothing stands behind their prototype. */
export const isRecord = (value: unknown): value is Readonly<Record<Key, unknown>> => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The tensors of a tree, depth first in the order of its keys. */
export function leavesOf(tree: unknown): Tensor[] {
  const leaves: Tensor[] = []
  mapTree(tree, x => {
    leaves.push(x)
    return x
  })
  return leaves
}

/** Deeper than anyone nests on purpose. */
const DEEPEST = 100

/** `layers[0].w`; a key that could be mistaken for a path is quoted. */
export const pathOf = (keys: Keys): string =>
  keys.reduce<string>((path, key) => {
    if (typeof key !== 'string') return `${path}[${String(key)}]`
    if (/[.[\]"]/.test(key)) return `${path}[${JSON.stringify(key)}]`
    return path === '' ? key : `${path}.${key}`
  }, '')

type Key = string | number | symbol

/** The way from a tree's root: keys of objects and places in arrays. */
export type Keys = readonly Key[]

/** A tree of the same nesting with f of each tensor, and `other` of what is neither tensor, array nor plain object. */
export function mapTree(
  tree: unknown,
  f: (x: Tensor, keys: Keys) => unknown,
  other: (value: unknown, keys: Keys) => unknown = value => value,
  keys: Keys = [],
): unknown {
  if (isTensor(tree)) return f(tree, keys)
  if (keys.length > DEEPEST) {
    throw new ArgumentError(
      'tree',
      `objects and arrays are nested deeper than ${DEEPEST} levels, at ${pathOf(keys.slice(0, 5))}…; is one inside itself?`,
    )
  }
  if (Array.isArray(tree)) return tree.map((value, i) => mapTree(value, f, other, [...keys, i]))
  if (isRecord(tree)) {
    // With symbols, which types promise derivatives for as well.
    const mapped: Record<Key, unknown> = { ...tree }
    for (const key of Reflect.ownKeys(mapped)) mapped[key] = mapTree(mapped[key], f, other, [...keys, key])
    return mapped
  }
  return other(tree, keys)
}

/** For `mapTree`: refuses objects below the root that it does not look into, whose tensors would silently get no derivative. */
export const plain =
  (op: string, role: string) =>
  (value: unknown, keys: Keys): unknown => {
    if (typeof value !== 'object' || value === null || keys.length === 0) return value
    throw new ArgumentError(
      op,
      `${pathOf(keys)} in ${role} is ${describe(value)}, and only plain objects and arrays are looked into; put its tensors into one, and leave the rest out`,
    )
  }

/** The tensors of `tree` where `like` has tensors, in the same order; refuses another nesting or other shapes. */
export function matchLeaves(op: string, like: unknown, tree: unknown, role: string): Tensor[] {
  const found: Tensor[] = []
  mapTree(like, ({ shape }, keys) => {
    const x = keys.reduce<unknown>((node, key) => (node as Record<Key, unknown> | undefined)?.[key], tree)
    const place = keys.length === 0 ? '' : ` at ${pathOf(keys)}`
    if (!isTensor(x))
      throw new DifferentiationError(
        op,
        `the ${role} has no tensor${place}, but ${describe(x)}; it must be nested as the value is`,
      )
    if (!sameShape(x.shape, shape)) {
      throw new DifferentiationError(
        op,
        `the ${role}${place} has shape ${formatShape(x.shape)}, the value ${formatShape(shape)}`,
      )
    }
    found.push(x)
  })
  return found
}

/** Refuses a result that is no tensor, or holds none. */
export function checkOutput(op: string, value: unknown): void {
  let tensors = 0
  mapTree(value, () => tensors++, plain(op, 'the result'))
  if (tensors === 0) {
    throw new DifferentiationError(
      op,
      `the function must return a tensor, or tensors in an object or array, got ${describe(value)}`,
    )
  }
}
