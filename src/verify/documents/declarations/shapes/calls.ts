// What functions ask of the shape of what they are of, and the shape that they have.
import type { Of } from '../../../text/index.js'
import { type Constraint, diagonal, type Factor, sum } from './constraints.js'
import type { Extent, Extents, Shape } from './extents.js'

/** The shape of a function's value, and what is yet to be found out for it; `classes`: of how many its argument is one. */
export function callShape(
  x: Extents,
  fn: Of<'call'>['fn'],
  args: readonly [Factor, ...Factor[]],
  classes: Extent | undefined,
): { readonly shape: Shape; readonly constraint?: Constraint } {
  const [of] = args
  const { rows, cols } = of.shape
  const several = (): void => {
    if (!x.isBig(cols)) x.enlarge(rows)
  }
  switch (fn) {
    case 'tr':
    case 'det':
      x.all(() => x.enlarge(rows) && x.unify(rows, cols))
      return { shape: x.scalar() }
    case 'inverse':
      x.all(() => x.enlarge(rows) && x.unify(rows, cols))
      return of
    case 'bars':
    case 'sum':
    case 'mean':
      return { shape: x.scalar() }
    case 'logsumexp':
      several()
      return { shape: x.scalar() }
    case 'softmax':
      several()
      return of
    case 'diag': {
      const shape = x.shape()
      return { shape, constraint: diagonal(x, of, shape) }
    }
    case 'onehot':
      if (classes === undefined) return { shape: x.shape() }
      return { shape: x.isScalar(of.shape) ? { rows: classes, cols: x.one } : { rows, cols: classes } }
    case 'max':
    case 'min': {
      const shape = x.shape()
      return { shape, constraint: sum(x, args, shape) }
    }
    default:
      return of
  }
}
