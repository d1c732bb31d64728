// Rows of factorizations: by Gram–Schmidt and by Jacobi's rotations. Vectors are squared, which takes their signs away.
import fc from 'fast-check'
import { fromData } from '../../../src/create.js'
import { concat, mul, reshape, type Tensor } from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'
import { tensorOf } from '../../support/arbitrary.js'
import { indicesOf, total } from '../../support/plain.js'
import { call, type Row } from '../row.js'
import { mirrored, type Rows } from './linalg.js'
import { rectangleAt, times, turn } from './matrices.js'

/** Parts of a result in one tensor. */
const flat = (...parts: readonly Tensor[]): Tensor => concat(parts.map(x => reshape(x, [x.size])))
const squared = (x: Tensor): Tensor => mul(x, x) as Tensor

/** The same of plain matrices: part after part, of all that a batch holds. */
const flatOf = (x: Tensor, parts: readonly ((rows: Rows) => Rows)[], within: number) => {
  const all = indicesOf(x.shape.slice(0, -2)).map(lead => rectangleAt(x, lead))
  const values = parts.flatMap(part => all.flatMap(rows => part(rows).flat()))
  return { shape: [values.length], values, within }
}

/** Matrices with 4, 8, 12, … on the diagonal and at most ¼ around it: what they are made of lies 2 apart (Gershgorin). */
const apart = (m: number, n: number, batch: readonly number[]) =>
  tensorOf([...batch, m, n]).map(x =>
    fromData(
      Float64Array.from(x.data, (v, at) => {
        const place = at % (m * n)
        return v / 16 + (Math.floor(place / n) === place % n ? 4 * (1 + (place % n)) : 0)
      }),
      x.shape,
    ),
  )

/** One matrix, two, or none: factors take as many steps as all else together. */
const batches = fc.constantFrom<readonly number[]>([], [], [2], [0])

const squares = fc.tuple(fc.integer({ min: 0, max: 3 }), batches).chain(([n, batch]) => apart(n, n, batch))

const rectangles = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), batches)
  .chain(([m, n, batch]) => apart(m, n, batch))

/** Columns made orthogonal one after another: rows of Qᵀ. */
function orthogonal(columns: Rows): Rows {
  const found: (readonly number[])[] = []
  for (const column of columns) {
    let rest = column
    for (const q of found) {
      const along = total(q.map((v, i) => v * rest[i]!))
      rest = rest.map((v, i) => v - along * q[i]!)
    }
    const length = Math.sqrt(total(rest.map(v => v * v)))
    found.push(rest.map(v => v / length))
  }
  return found
}

const square = (rows: Rows): Rows => rows.map(row => row.map(v => v * v))
const columnsOf = (rows: Rows): Rows => (rows.length === 0 ? [] : turn(rows))

const qrs: Row = {
  calls: rectangles.map(x =>
    call({
      text: 'q² and r² of qr(a)',
      inputs: [x],
      run(a) {
        const { q, r } = linalg.qr(a!)
        return flat(squared(q), squared(r))
      },
      naive: () => {
        const k = Math.min(...x.shape.slice(-2))
        const qt = (rows: Rows) => orthogonal(columnsOf(rows).slice(0, k))
        return flatOf(
          x,
          [
            rows => square(columnsOf(qt(rows))),
            rows =>
              square(
                k === 0 ? [] : times(qt(rows), rows).map((row, i) => row.map((v, j) => (j < i ? 0 : v))),
              ),
          ],
          // Entries of R reach 13, squares 2⁸.
          2 ** -52 * 2 ** 9 * 64,
        )
      },
    }),
  ),
}

/** Eigenvalues in ascending order and a row for the vector of each, by rotations of the largest entry away (Jacobi 1846). */
function jacobi(symmetric: Rows): { readonly values: readonly number[]; readonly vectors: Rows } {
  const n = symmetric.length
  let a = symmetric.map(row => [...row])
  let v: number[][] = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const angle = Math.atan2(2 * a[p]![q]!, a[q]![q]! - a[p]![p]!) / 2
        const [c, s] = [Math.cos(angle), Math.sin(angle)]
        const rotated = (rows: number[][]) =>
          rows.map((row, i) =>
            row.map((x, j) => (i === p ? c * x - s * rows[q]![j]! : i === q ? s * rows[p]![j]! + c * x : x)),
          )
        v = rotated(v)
        a = rotated(turn(rotated(a)).map(row => [...row]))
      }
  const order = a.map((_, i) => i).sort((i, j) => a[i]![i]! - a[j]![j]!)
  return { values: order.map(i => a[i]![i]!), vectors: order.map(i => v[i]!) }
}

const eigens: Row = {
  calls: squares.map(x =>
    call({
      text: 'values and vectors² of eigh(a)',
      inputs: [x],
      run(a) {
        const { values, vectors } = linalg.eigh(a!)
        return flat(values, squared(vectors))
      },
      naive: () =>
        flatOf(
          x,
          [
            rows => [jacobi(mirrored(rows)).values],
            rows => square(columnsOf(jacobi(mirrored(rows)).vectors)),
          ],
          // Values reach 13; vectors are off by eps·13 over gaps of 2.
          2 ** -52 * 2 ** 5 * 64,
        ),
    }),
  ),
}

const svds: Row = {
  calls: rectangles.map(x =>
    call({
      text: 'u², s and v² of svd(a)',
      inputs: [x],
      run(a) {
        const { u, s, v } = linalg.svd(a!)
        return flat(squared(u), s, squared(v))
      },
      naive: () => {
        const k = Math.min(...x.shape.slice(-2))
        const vectors = (gram: Rows): Rows =>
          square(columnsOf(k === 0 ? [] : jacobi(gram).vectors.slice(-k).reverse()))
        return flatOf(
          x,
          [
            rows => (k === 0 ? [] : vectors(times(rows, turn(rows)))),
            rows => [
              k === 0
                ? []
                : jacobi(times(turn(rows), rows))
                    .values.slice(-k)
                    .reverse()
                    .map(Math.sqrt),
            ],
            rows => (k === 0 ? [] : vectors(times(turn(rows), rows))),
          ],
          // Squares of values reach 2⁸, and are at least 12 apart.
          2 ** -52 * 2 ** 9 * 64,
        )
      },
    }),
  ),
}

export const factorizations = { qr: qrs, eigh: eigens, svd: svds }
