// Whether what a checkpoint holds is what a run goes on with.
import { describe } from '../../errors.js'
import { formatShape, sameShape } from '../../shape.js'
import { isTensor } from '../../tensor.js'
import { isRecord } from '../../transforms/tree.js'

type Keys = readonly (string | number)[]

/** Where a tree is not like another, and how. */
export interface Difference {
  readonly keys: Keys
  readonly message: string
}

/** The first place where a tree differs from what it should be like, in nesting, shape, dtype or kind; an empty array is like any. */
export function differing(tree: unknown, like: unknown, keys: Keys): Difference | undefined {
  const differ = (wanted: string): Difference => ({ keys, message: `wanted ${wanted}, got ${shown(tree)}` })
  if (isTensor(like)) {
    const isSame = isTensor(tree) && tree.dtype === like.dtype && sameShape(tree.shape, like.shape)
    return isSame ? undefined : differ(shown(like))
  }
  if (Array.isArray(like)) {
    if (!Array.isArray(tree)) return differ('an array')
    if (like.length === 0) return undefined
    if (tree.length !== like.length) return differ(shown(like))
    return first(like.map((item, i) => () => differing(tree[i], item, [...keys, i])))
  }
  if (!isRecord(like))
    return typeof tree === typeof like && (tree === null) === (like === null)
      ? undefined
      : differ(kindOf(like))
  if (!isRecord(tree) || isTensor(tree)) return differ('an object')
  const extra = Object.keys(tree).find(key => !Object.hasOwn(like, key))
  if (extra !== undefined) return { keys: [...keys, extra], message: 'is not wanted' }
  return first(
    Object.entries(like).map(([key, item]) => () => {
      if (Object.hasOwn(tree, key)) return differing(tree[key], item, [...keys, key])
      return { keys: [...keys, key], message: `wanted ${shown(item)}, got nothing` }
    }),
  )
}

function first(looks: readonly (() => Difference | undefined)[]): Difference | undefined {
  for (const look of looks) {
    const found = look()
    if (found !== undefined) return found
  }
  return undefined
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : value === undefined ? 'undefined' : `a ${typeof value}`

const shown = (value: unknown): string =>
  isTensor(value)
    ? `a tensor ${value.dtype} ${formatShape(value.shape)}`
    : isRecord(value)
      ? 'an object'
      : describe(value)
