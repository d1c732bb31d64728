// The kind orthogonal.
import { sizeOf } from '../../../../shape.js'
import type { Kind } from '../kind.js'
import { type Draw, wholes } from '../lanes.js'
import { eachMatrix, elimination, everyMatrix, identity, matrixOf, squareLacks } from './square.js'

type Stream = Draw['stream']

/**
 * Entries of the normals of reflections, by the size of the matrix. From 5 on their squared lengths are powers of 2, and the
 * reflections exact. In fewer dimensions such reflections are too few to stand for all: there squared lengths of 5, 9 and 25
 * leave entries correct to half an ulp, which are orthogonal within rounding only.
 */
const NORMALS: readonly (readonly (readonly number[])[])[] = [
  [[1]],
  [[2, 1]],
  [[2, 2, 1]],
  [[4, 2, 2, 1]],
  [
    [1, 1, 1, 1],
    [2, 1, 1, 1, 1],
  ],
]

/** A matrix of whole numbers over one denominator. */
interface Fractions {
  readonly over: number
  readonly matrix: Float64Array
}

/** (I − 2 v v′/|v|²) M */
function reflected({ over, matrix }: Fractions, v: readonly number[]): Fractions {
  const n = v.length
  const square = v.reduce((sum, x) => sum + x * x, 0)
  const along = v.map((_, j) => v.reduce((sum, x, i) => sum + x * matrix[i * n + j]!, 0))
  return {
    over: over * square,
    matrix: matrixOf(n, (i, j) => square * matrix[i * n + j]! - 2 * v[i]! * along[j]!),
  }
}

/** A permutation with random signs. */
function signedPermutation(stream: Stream, n: number): Float64Array {
  const order = stream.permutation(n).data
  const signs = wholes(stream, n, 0, 1)
  return matrixOf(n, (i, j) => (order[i] === j ? 2 * signs[i]! - 1 : 0))
}

/** A normal with the given entries in random places, and with random signs. */
function normal(stream: Stream, n: number, entries: readonly number[]): readonly number[] {
  const places = stream.permutation(n).data
  const signs = wholes(stream, n, 0, 1)
  return Array.from(places, (place, i) => (entries[place] ?? 0) * (2 * signs[i]! - 1))
}

function drawOne({ lane, stream }: Draw, n: number): Float64Array {
  if (lane === 'zeros' || lane === 'ones') return identity(n)
  if (lane === 'units') return signedPermutation(stream, n)
  const ties = lane === 'ties'
  // A single reflection has entries that are alike, and a determinant that is surely −1.
  let drawn: Fractions = { over: 1, matrix: ties ? identity(n) : signedPermutation(stream, n) }
  for (let i = ties || lane === 'wide' ? 1 : 0; i < 2; i++) {
    const choices = ties ? [[1, 1, 1, 1].slice(0, n === 3 ? 2 : n)] : (NORMALS[n - 1] ?? NORMALS.at(-1)!)
    drawn = reflected(drawn, normal(stream, n, choices[wholes(stream, 1, 0, choices.length - 1)[0]!]!))
  }
  const { over, matrix } = drawn
  return matrix.map(v => v / over)
}

/** Simple members, in front of an identity. */
const SIMPLE: readonly (readonly (readonly number[])[])[] = [
  [[1]],
  [[-1]],
  [
    [0, 1],
    [1, 0],
  ],
  [
    [0, -1],
    [1, 0],
  ],
  [
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ],
  [
    [0.6, -0.8],
    [0.8, 0.6],
  ],
  [0, 1, 2, 3].map(i => [0, 1, 2, 3].map(j => (i === j ? 0.5 : -0.5))),
]

/** A signed permutation: the largest entries first, and none in a row or column that is taken. */
function nearest(matrix: Float64Array, n: number): Float64Array {
  const found = new Float64Array(n * n)
  const [rows, columns] = [new Set<number>(), new Set<number>()]
  const bySize = [...matrix.keys()].sort((a, b) => Math.abs(matrix[b]!) - Math.abs(matrix[a]!))
  for (const e of bySize) {
    const [i, j] = [Math.floor(e / n), e % n]
    if (rows.has(i) || columns.has(j)) continue
    rows.add(i)
    columns.add(j)
    found[e] = matrix[e]! < 0 ? -1 : 1
  }
  return found
}

/** How far QQ′ is from I, in its worst entry. */
function departure(matrix: Float64Array, n: number): number {
  let most = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let dot = i === j ? -1 : 0
      for (let k = 0; k < n; k++) dot += matrix[i * n + k]! * matrix[j * n + k]!
      most = Math.max(most, Math.abs(dot))
    }
  return most
}

/** Entries are off by half an ulp of 1 at most; sums of n products by a few for each. */
const isOrthogonal = (matrix: Float64Array, n: number): boolean => departure(matrix, n) <= n * 2 ** -50

/** Entries with so few binary digits have products and sums that float64 holds. */
const GRID = 2 ** 20

/** Real matrices Q with Q′Q = I. A derivative by one varies each entry by itself, as by any matrix. */
export const orthogonal: Kind = {
  values: 'a real matrix Q with QᵀQ = I',
  example: 'Q : orthogonal[n, n]',
  lacks: squareLacks,
  differentiable: true,
  movable: true,
  draw: draw => eachMatrix(new Float64Array(sizeOf(draw.shape)), draw, (_, n) => drawOne(draw, n)),
  holds: (values, layout) => everyMatrix(values, layout, isOrthogonal),
  settle: (values, layout) =>
    eachMatrix(values, layout, (matrix, n) => (isOrthogonal(matrix, n) ? matrix : nearest(matrix, n))),
  *simpler(values, layout) {
    for (const block of SIMPLE)
      if (block.length <= layout.shape.at(-1)!)
        yield eachMatrix(values, layout, (_, n) => matrixOf(n, (i, j) => block[i]?.[j] ?? (i === j ? 1 : 0)))
  },
  simplerByEntry: () => [],
  exact: (values, layout) =>
    values.every(v => Number.isInteger(v * GRID)) &&
    everyMatrix(values, layout, (matrix, n) => departure(matrix, n) === 0),
  work: elimination,
}
