// The kind invertible.
import { real } from '../entries/real.js'
import type { Kind } from '../kind.js'
import {
  areLarge,
  diagonalOf,
  eachMatrix,
  elimination,
  everyMatrix,
  identity,
  pivotsOf,
  shifted,
  squareLacks,
} from './square.js'

/** Elimination with exchanges meets no pivot that is as good as 0. */
const isInvertible = (matrix: Float64Array, n: number): boolean =>
  areLarge(pivotsOf(matrix, n, true).map(Math.abs), matrix)

const settled = (matrix: Float64Array, n: number): Float64Array => shifted(matrix, n, isInvertible)

/** Real matrices with an inverse that float64 can find. */
export const invertible: Kind = {
  values: 'a real matrix with an inverse, which is not nearly singular',
  example: 'A : invertible[n, n]',
  lacks: squareLacks,
  differentiable: true,
  smooth: true,
  movable: true,
  large: true,
  draw: draw => eachMatrix(real.draw(draw), draw, settled),
  holds: (values, layout) => everyMatrix(values, layout, isInvertible),
  settle: (values, layout) => eachMatrix(values, layout, settled),
  *simpler(values, layout) {
    yield eachMatrix(values, layout, (_, n) => identity(n))
    yield eachMatrix(values, layout, (matrix, n) =>
      diagonalOf(matrix, n).map((v, e) => (v === 0 && e % (n + 1) === 0 ? 1 : v)),
    )
    yield* real.simpler(values, layout)
  },
  simplerByEntry: real.simplerByEntry,
  work: elimination,
}
