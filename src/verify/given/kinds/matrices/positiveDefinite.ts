// The kind positive definite.
import type { Kind } from '../kind.js'
import { areLarge, eachMatrix, elimination, everyMatrix, identity, pivotsOf, shifted } from './square.js'
import { symmetric } from './symmetric.js'

/** A symmetric matrix is positive definite where elimination without exchanges meets positive pivots only. */
const isPositive = (matrix: Float64Array, n: number): boolean => areLarge(pivotsOf(matrix, n, false), matrix)

/** At most so often is a step halved that would leave the kind. */
const HALVINGS = 8

/** Symmetric matrices A with x′Ax > 0 for all x but 0, and not so small that float64 could not tell. */
export const positiveDefinite: Kind = {
  ...symmetric,
  values: 'a symmetric matrix A with xᵀAx > 0 for all x but 0',
  example: 'A : positive definite[n, n]',
  aliases: ['symmetric positive definite', 'positive definite symmetric', 'spd'],
  draw: draw => eachMatrix(symmetric.draw(draw), draw, (matrix, n) => shifted(matrix, n, isPositive)),
  holds: (values, layout) => symmetric.holds(values, layout) && everyMatrix(values, layout, isPositive),
  settle: (values, layout) =>
    eachMatrix(symmetric.settle(values, layout), layout, (matrix, n) => shifted(matrix, n, isPositive)),
  *simpler(values, layout) {
    yield eachMatrix(values, layout, (_, n) => identity(n))
    yield* symmetric.simpler(values, layout)
  },
  within(from, to, layout) {
    let step = to
    for (let i = 0; i < HALVINGS && !positiveDefinite.holds(step, layout); i++)
      step = step.map((v, e) => (v + from[e]!) / 2)
    return step
  },
  work: elimination,
}
