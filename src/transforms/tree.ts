// Nested objects and arrays of tensors: a model's parameters as the user writes them, taken apart and put together again.
import { ArgumentError, DifferentiationError, describe } from '../errors.js'
import { type Shape, sameShape } from '../shape.js'
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

const isRecord = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
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
    if (typeof key === 'number') return `${path}[${key}]`
    if (/[.[\]"]/.test(key)) return `${path}[${JSON.stringify(key)}]`
    return path === '' ? key : `${path}.${key}`
  }, '')

/** The way from a tree's root: keys of objects and places in arrays. */
type Keys = readonly (string | number)[]

/** A tree of the same nesting with f of each tensor, and `other` of what is neither tensor, array nor plain object. */
export function mapTree(
  tree: unknown,
  f: (x: Tensor, keys: Keys) => unknown,
  other: (value: unknown) => unknown = value => value,
  keys: Keys = [],
): unknown {
  if (isTensor(tree)) return f(tree, keys)
  if (keys.length > DEEPEST) {
    throw new ArgumentError(
      'tree',
      `objects and arrays are nested deeper than ${DEEPEST} levels; is one inside itself?`,
    )
  }
  if (Array.isArray(tree)) return tree.map((value, i) => mapTree(value, f, other, [...keys, i]))
  if (isRecord(tree)) {
    return Object.fromEntries(
      Object.entries(tree).map(([key, value]) => [key, mapTree(value, f, other, [...keys, key])]),
    )
  }
  return other(tree)
}

/** The tensors of `tree` where `like` has tensors, in the same order; refuses another nesting or other shapes. */
export function matchLeaves(op: string, like: unknown, tree: unknown, role: string): Tensor[] {
  const wanted = new Map<string, Shape>()
  mapTree(like, (x, keys) => wanted.set(pathOf(keys), x.shape))
  const got = new Map<string, Tensor>()
  mapTree(tree, (x, keys) => got.set(pathOf(keys), x))
  return [...wanted].map(([path, shape]) => {
    const x = got.get(path)
    const place = path === '' ? '' : ` at ${path}`
    if (x === undefined)
      throw new DifferentiationError(
        op,
        `the ${role} has no tensor${place}; it must be nested as the value is`,
      )
    if (!sameShape(x.shape, shape)) {
      throw new DifferentiationError(
        op,
        `the ${role}${place} has shape [${x.shape.join(', ')}], the value [${shape.join(', ')}]`,
      )
    }
    return x
  })
}

/** Refuses a result that is no tensor, or holds none. */
export function checkOutput(op: string, value: unknown): void {
  if (leavesOf(value).length === 0) {
    throw new DifferentiationError(
      op,
      `the function must return a tensor, or tensors in an object or array, got ${describe(value)}`,
    )
  }
}
