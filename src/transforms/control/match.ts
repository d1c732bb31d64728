// Trees that must stay alike: what a loop carries from step to step, and what two branches give.
import { ArgumentError, DTypeError, describe, ShapeError } from '../../errors.js'
import type { Spec } from '../../graph/index.js'
import { formatShape, sameShape } from '../../shape.js'
import { isTensor, type Tensor } from '../../tensor.js'
import { mapTree, pathOf } from '../tree.js'

/** The leaf of a tree at some path; `undefined` where there is none. */
type Places = ReadonlyMap<string, Tensor>

const placesOf = (tree: unknown): Places => {
  const places = new Map<string, Tensor>()
  mapTree(tree, (x, keys) => {
    places.set(pathOf(keys), x)
  })
  return places
}

const specText = ({ shape, dtype }: Spec): string => `${dtype} ${formatShape(shape)}`
const at = (path: string): string => (path === '' ? '' : ` at ${path}`)

/**
 * Refuses a tree whose tensors differ from another's in place, shape or dtype. `what` is what both are: `the carry`; `was`
 * and `is` say of which each is: `at the start` and `after step 3`.
 */
export function checkAlike(
  op: string,
  what: string,
  like: unknown,
  was: string,
  tree: unknown,
  is: string,
): void {
  const wanted = placesOf(like)
  const got = placesOf(tree)
  for (const [path, x] of wanted) {
    const y = got.get(path)
    if (y === undefined) {
      throw new ArgumentError(
        op,
        `${what}${at(path)} is ${specText(x)} ${was} and ${describeAt(tree, path)} ${is}; it must stay nested the same way`,
      )
    }
    if (!sameShape(x.shape, y.shape)) {
      throw new ShapeError(
        op,
        `${what}${at(path)} has shape ${formatShape(x.shape)} ${was} and ${formatShape(y.shape)} ${is}; it must keep its shape`,
        [x.shape, y.shape],
      )
    }
    if (x.dtype !== y.dtype) {
      throw new DTypeError(
        op,
        `${what}${at(path)} is ${x.dtype} ${was} and ${y.dtype} ${is}; cast one of them`,
      )
    }
  }
  for (const [path, y] of got) {
    if (!wanted.has(path))
      throw new ArgumentError(
        op,
        `${what}${at(path)} is ${specText(y)} ${is} and no tensor ${was}; it must stay nested the same way`,
      )
  }
}

const describeAt = (tree: unknown, path: string): string =>
  path === '' ? (isTensor(tree) ? 'a tensor' : describe(tree)) : 'no tensor'
