// The kind symmetric.
import { real } from '../entries/real.js'
import type { Kind } from '../kind.js'
import { simplerAtOnce, simplerByEntry } from '../simplicity.js'
import { diagonalOf, eachMatrix, mirrored, squareLacks, twinOf } from './square.js'

/**
 * Real matrices that equal their transposes. A derivative by one varies each entry by itself, as by any matrix: ∇_S x′Sx is
 * xx′. Where entries across the diagonal are meant to vary together, both add up.
 */
export const symmetric: Kind = {
  values: 'a real matrix that equals its transpose',
  example: 'S : symmetric[n, n]',
  lacks: squareLacks,
  differentiable: true,
  smooth: true,
  movable: true,
  large: true,
  draw: draw => eachMatrix(real.draw(draw), draw, mirrored),
  holds: (values, layout) =>
    values.every(Number.isFinite) && values.every((v, e) => v === values[twinOf(e, layout)]),
  settle: (values, layout) => eachMatrix(values, layout, mirrored),
  *simpler(values, layout) {
    yield* simplerAtOnce(values, Number.isFinite)
    yield eachMatrix(values, layout, diagonalOf)
  },
  simplerByEntry: (values, layout) => simplerByEntry(values, Number.isFinite, e => twinOf(e, layout)),
  twin: twinOf,
}
