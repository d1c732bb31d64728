// Rows of linear algebra: by expansion along rows, which is the plainest there is.
import fc from 'fast-check'
import { fromData } from '../../../src/create.js'
import type { Tensor } from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'
import { sizeOf } from '../../../src/shape.js'
import { grid, listOf, shapes } from '../../support/arbitrary.js'
import { build, plain, read } from '../../support/plain.js'
import { call, type Row } from '../row.js'

/** Batches of matrices whose diagonal is more than the rest of each row, so that none is near a singular one. */
const regular: fc.Arbitrary<Tensor> = fc
  .tuple(fc.integer({ min: 0, max: 4 }), shapes({ maxRank: 1 }))
  .chain(([n, batch]) => {
    const shape = [...batch, n, n]
    return listOf(sizeOf(shape), grid).map(values =>
      fromData(
        Float64Array.from(values, (v, at) => {
          const place = at % (n * n)
          return place % (n + 1) === 0 ? (v < 0 ? -5 : 5) + v / 4 : v / 4
        }),
        shape,
      ),
    )
  })

/** A matrix as rows. */
type Rows = readonly (readonly number[])[]

/** det A by expansion along the first row (Laplace). */
const expanded = (rows: Rows): number =>
  rows.length === 0
    ? 1
    : rows[0]!.reduce((sum, v, j) => sum + (j % 2 === 0 ? v : -v) * expanded(without(rows, 0, j)), 0)

const without = (rows: Rows, i: number, j: number): Rows =>
  rows.filter((_, row) => row !== i).map(row => row.filter((_, col) => col !== j))

/** The matrix at a place of a batch. */
function matrixAt(x: Tensor, lead: readonly number[]): Rows {
  const n = x.shape.at(-1)!
  const all = Array.from({ length: n }, (_, i) => i)
  return all.map(i => all.map(j => read(plain(x), [...lead, i, j])))
}

/** Entries are at most 6, and pivots at least 2: what is left of 16 digits after so many steps. */
const within = (n: number): number => 2 ** -46 * 6 ** n

const determinants: Row = {
  calls: regular.map(x =>
    call({
      text: 'determinant(a)',
      inputs: [x],
      run: a => linalg.determinant(a!),
      naive: () => ({
        ...build(x.shape.slice(0, -2), lead => expanded(matrixAt(x, lead))),
        within: within(x.shape.at(-1)!),
      }),
    }),
  ),
}

const inverses: Row = {
  calls: regular.map(x =>
    call({
      text: 'inverse(a)',
      inputs: [x],
      run: a => linalg.inverse(a!),
      naive: () => ({
        // Cramer's rule.
        ...build(x.shape, index => {
          const [i, j] = index.slice(-2) as [number, number]
          const rows = matrixAt(x, index.slice(0, -2))
          return (((i + j) % 2 === 0 ? 1 : -1) * expanded(without(rows, j, i))) / expanded(rows)
        }),
        within: 2 ** -46,
      }),
    }),
  ),
}

export const linearAlgebra = { determinant: determinants, inverse: inverses }
