// Rows of linear algebra: by expansion along rows, which is the plainest there is.
import fc from 'fast-check'
import { fromData } from '../../../src/create.js'
import type { Tensor } from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'
import { sizeOf } from '../../../src/shape.js'
import { grid, listOf, shapes, tensorOf } from '../../support/arbitrary.js'
import { build, plain, read } from '../../support/plain.js'
import { call, type Row, show } from '../row.js'

/** Batches of matrices whose diagonal is more than the rest of each row, so that none is near a singular one. */
export const regular: fc.Arbitrary<Tensor> = fc
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
export type Rows = readonly (readonly number[])[]

/** det A by expansion along the first row (Laplace). */
export const expanded = (rows: Rows): number =>
  rows.length === 0
    ? 1
    : rows[0]!.reduce((sum, v, j) => sum + (j % 2 === 0 ? v : -v) * expanded(without(rows, 0, j)), 0)

export const without = (rows: Rows, i: number, j: number): Rows =>
  rows.filter((_, row) => row !== i).map(row => row.filter((_, col) => col !== j))

/** The matrix at a place of a batch. */
export function matrixAt(x: Tensor, lead: readonly number[]): Rows {
  const n = x.shape.at(-1)!
  const all = Array.from({ length: n }, (_, i) => i)
  return all.map(i => all.map(j => read(plain(x), [...lead, i, j])))
}

/** Entries are at most 6, and pivots at least 2: what is left of 16 digits after so many steps. */
export const within = (n: number): number => 2 ** -46 * 6 ** n

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

/** The matrix whose lower triangle is that of `rows`, symmetric. */
export const mirrored = (rows: Rows): Rows =>
  rows.map((row, i) => row.map((v, j) => (j <= i ? v : rows[j]![i]!)))

/** The rows and columns given. */
const minor = (rows: Rows, is: readonly number[], js: readonly number[]): number =>
  expanded(is.map(i => js.map(j => rows[i]![j]!)))

/** Diagonals are at least 4 and what stands beside them in a row of four is at most 3: positive definite. */
export const definite: fc.Arbitrary<Tensor> = regular.map(x =>
  fromData(
    Float64Array.from(x.data, v => (Math.abs(v) > 2 ? Math.abs(v) : v)),
    x.shape,
  ),
)

const choleskys: Row = {
  calls: definite.map(x =>
    call({
      text: 'cholesky(a)',
      inputs: [x],
      run: a => linalg.cholesky(a!),
      naive: () => ({
        // By minors: Lᵢⱼ = |A of rows 1 … j − 1, i and columns 1 … j| / √(|A of 1 … j − 1|·|A of 1 … j|) (Gantmacher, II §4).
        ...build(x.shape, index => {
          const [i, j] = index.slice(-2) as [number, number]
          if (j > i) return 0
          const rows = mirrored(matrixAt(x, index.slice(0, -2)))
          const before = Array.from({ length: j }, (_, k) => k)
          const [less, more] = [before, [...before, j]].map(is => minor(rows, is, is)) as [number, number]
          return minor(rows, [...before, i], [...before, j]) / Math.sqrt(less * more)
        }),
        within: 2 ** -46,
      }),
    }),
  ),
}

/** A batch of matrices, right sides whose batch meets theirs, and what is read of the matrices. */
export const systems = fc
  .tuple(regular, fc.integer({ min: 0, max: 3 }), fc.constantFrom('vector', 'matrix', 'batch'))
  .chain(([a, m, kind]) => {
    const n = a.shape.at(-1)!
    const shape = kind === 'vector' ? [n] : [...(kind === 'batch' ? a.shape.slice(0, -2) : []), n, m]
    return fc.tuple(fc.constant(a), tensorOf(shape), fc.boolean(), fc.boolean(), fc.boolean())
  })

const triangulars: Row = {
  calls: systems.map(([a, b, lower, transposed, unitDiagonal]) =>
    call({
      text: `solveTriangular(a, b, ${show({ lower, transposed, unitDiagonal })})`,
      inputs: [a, b],
      run: (a, b) => linalg.solveTriangular(a!, b!, { lower, transposed, unitDiagonal }),
      naive: () => {
        const vector = b.rank === 1
        const right = vector ? { shape: [b.size, 1], values: plain(b).values } : plain(b)
        const batch = a.shape.slice(0, -2)
        const whole = build([...batch, ...right.shape.slice(-2)], index => {
          const [i, c] = index.slice(-2) as [number, number]
          const lead = index.slice(0, -2)
          const taken = matrixAt(a, lead).map((row, i) =>
            row.map((v, j) => (i === j ? (unitDiagonal ? 1 : v) : j < i === lower ? v : 0)),
          )
          const rows = transposed ? taken.map((_, i) => taken.map(row => row[i]!)) : taken
          // Cramer's rule.
          const other = rows.map((row, r) => row.map((v, j) => (j === i ? read(right, [...lead, r, c]) : v)))
          return expanded(other) / expanded(rows)
        })
        return {
          shape: vector ? whole.shape.slice(0, -1) : whole.shape,
          values: whole.values,
          // With ones on the diagonal and entries up to 1, solutions reach 4·2³, and determinants are sums of 4! products.
          within: 2 ** -42,
        }
      },
    }),
  ),
}

export const linearAlgebra = {
  cholesky: choleskys,
  determinant: determinants,
  inverse: inverses,
  solveTriangular: triangulars,
}
