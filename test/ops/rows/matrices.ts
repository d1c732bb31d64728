// Rows of functions of matrices: by their definitions, entry by entry.
import fc from 'fast-check'
import { fromData } from '../../../src/create.js'
import { add, type Tensor } from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'
import { broadcastShapes, type Shape } from '../../../src/shape.js'
import { listOf, shapes, stretching, tensorOf } from '../../support/arbitrary.js'
import { build, plain, read, total } from '../../support/plain.js'
import { call, type Row } from '../row.js'
import {
  definite,
  expanded,
  matrixAt,
  mirrored,
  type Rows,
  regular,
  systems,
  within,
  without,
} from './linalg.js'

/** A·B by its definition. */
export const times = (a: Rows, b: Rows): Rows =>
  a.map(row => (b[0] ?? []).map((_, j) => total(row.map((v, k) => v * b[k]![j]!))))

export const turn = (a: Rows): Rows => (a[0] ?? []).map((_, j) => a.map(row => row[j]!))

const identity = (n: number): Rows =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)))

/** A⁻¹ by Cramer's rule. */
const inverted = (rows: Rows): Rows =>
  rows.map((_, i) =>
    rows.map((_, j) => (((i + j) % 2 === 0 ? 1 : -1) * expanded(without(rows, j, i))) / expanded(rows)),
  )

const logDeterminants: Row = {
  calls: definite.map(x =>
    call({
      text: 'logDeterminant(a)',
      inputs: [x],
      run: a => linalg.logDeterminant(a!),
      naive: () => ({
        ...build(x.shape.slice(0, -2), lead => Math.log(expanded(mirrored(matrixAt(x, lead))))),
        // Determinants are at least the product of what diagonals exceed their rows by, 1.
        within: within(4),
      }),
    }),
  ),
}

const slogdets: Row = {
  calls: regular.map(x =>
    call({
      text: 'slogdet(a).sign + slogdet(a).logAbsDet',
      inputs: [x],
      run(a) {
        const { sign, logAbsDet } = linalg.slogdet(a!)
        return add(sign, logAbsDet)
      },
      naive: () => ({
        ...build(x.shape.slice(0, -2), lead => {
          const det = expanded(matrixAt(x, lead))
          return Math.sign(det) + Math.log(Math.abs(det))
        }),
        within: within(4),
      }),
    }),
  ),
}

const traces: Row = {
  calls: regular.map(x =>
    call({
      text: 'trace(a)',
      inputs: [x],
      run: a => linalg.trace(a!),
      naive: () => build(x.shape.slice(0, -2), lead => total(matrixAt(x, lead).map((row, i) => row[i]!))),
    }),
  ),
}

/** Two tensors whose last axes have given extents, and whose leading ones broadcast. */
const pairs = (first: fc.Arbitrary<Shape>, second: fc.Arbitrary<Shape>) =>
  fc
    .tuple(fc.constantFrom<Shape>([], [2], [0]), first, second)
    .chain(([lead, p, q]) =>
      fc
        .tuple(stretching(lead), stretching(lead))
        .chain(([a, b]) => fc.tuple(tensorOf([...a, ...p]), tensorOf([...b, ...q]))),
    )
const extent = fc.integer({ min: 0, max: 3 })
const ofRank = (rank: number): fc.Arbitrary<Shape> => listOf(rank, extent)

const outers: Row = {
  calls: pairs(ofRank(1), ofRank(1)).map(([a, b]) =>
    call({
      text: 'outer(a, b)',
      inputs: [a, b],
      run: (a, b) => linalg.outer(a!, b!),
      naive: () => {
        const lead = broadcastShapes('outer', a.shape, b.shape, 1)
        return build([...lead, a.shape.at(-1)!, b.shape.at(-1)!], index => {
          const [i, j] = index.slice(-2) as [number, number]
          const at = index.slice(0, -2)
          return read(plain(a), [...at, i]) * read(plain(b), [...at, j])
        })
      },
    }),
  ),
}

const krons: Row = {
  calls: pairs(ofRank(2), ofRank(2)).map(([a, b]) =>
    call({
      text: 'kron(a, b)',
      inputs: [a, b],
      run: (a, b) => linalg.kron(a!, b!),
      naive: () => {
        const lead = broadcastShapes('kron', a.shape, b.shape, 2)
        const [m, n] = a.shape.slice(-2) as [number, number]
        const [p, q] = b.shape.slice(-2) as [number, number]
        return build([...lead, m * p, n * q], index => {
          const [i, j] = index.slice(-2) as [number, number]
          const at = index.slice(0, -2)
          const left = read(plain(a), [...at, Math.floor(i / p), Math.floor(j / q)])
          return left * read(plain(b), [...at, i % p, j % q])
        })
      },
    }),
  ),
}

const crosses: Row = {
  calls: pairs(fc.constant([3]), fc.constant([3])).map(([a, b]) =>
    call({
      text: 'cross(a, b)',
      inputs: [a, b],
      run: (a, b) => linalg.cross(a!, b!),
      naive: () =>
        build([...broadcastShapes('cross', a.shape, b.shape, 1), 3], index => {
          const i = index.at(-1)!
          const [p, q] = [(i + 1) % 3, (i + 2) % 3]
          const at = (x: Tensor, k: number) => read(plain(x), [...index.slice(0, -1), k])
          return at(a, p) * at(b, q) - at(a, q) * at(b, p)
        }),
    }),
  ),
}

const powers: Row = {
  calls: fc.tuple(regular, fc.integer({ min: -2, max: 4 })).map(([x, k]) =>
    call({
      text: `matrixPower(a, ${k})`,
      inputs: [x],
      run: a => linalg.matrixPower(a!, k),
      naive: () => {
        const n = x.shape.at(-1)!
        return {
          ...build(x.shape, index => {
            const [i, j] = index.slice(-2) as [number, number]
            const rows = matrixAt(x, index.slice(0, -2))
            let power = identity(n)
            for (let step = 0; step < Math.abs(k); step++) power = times(power, k < 0 ? inverted(rows) : rows)
            return power[i]![j]!
          }),
          // Entries of the fourth power reach 9⁴ < 2¹³, made of sums of four products, three times over.
          within: 2 ** -52 * 2 ** 13 * 16,
        }
      },
    }),
  ),
}

/** Batches of matrices with entries up to 1. */
const small = fc
  .tuple(fc.integer({ min: 0, max: 3 }), shapes({ maxRank: 1 }))
  .chain(([n, batch]) => tensorOf([...batch, n, n]))
  .map(x =>
    fromData(
      Float64Array.from(x.data, v => v / 4),
      x.shape,
    ),
  )

const exponentials: Row = {
  calls: small.map(x =>
    call({
      text: 'expm(a)',
      inputs: [x],
      run: a => linalg.expm(a!),
      naive: () => ({
        ...build(x.shape, index => {
          const [i, j] = index.slice(-2) as [number, number]
          const rows = matrixAt(x, index.slice(0, -2))
          // Σ Aᵏ/k! for a norm up to 3: term 40 is below 3⁴⁰/40! = 10⁻²⁸.
          let term = identity(rows.length)
          let sum = term
          for (let k = 1; k <= 40; k++) {
            term = times(term, rows).map(row => row.map(v => v / k))
            sum = sum.map((row, i) => row.map((v, j) => v + term[i]![j]!))
          }
          return sum[i]![j]!
        }),
        // Entries reach e³ < 2⁵; squaring once and a solution of a well-conditioned system cost a few units more.
        within: 2 ** -52 * 2 ** 5 * 64,
      }),
    }),
  ),
}

const solutions: Row = {
  calls: systems.map(([a, b]) =>
    call({
      text: 'solve(a, b)',
      inputs: [a, b],
      run: (a, b) => linalg.solve(a!, b!),
      naive: () => {
        const vector = b.rank === 1
        const right = vector ? { shape: [b.size, 1], values: plain(b).values } : plain(b)
        const whole = build([...a.shape.slice(0, -2), ...right.shape.slice(-2)], index => {
          const [i, c] = index.slice(-2) as [number, number]
          const lead = index.slice(0, -2)
          const rows = matrixAt(a, lead)
          const other = rows.map((row, r) => row.map((v, j) => (j === i ? read(right, [...lead, r, c]) : v)))
          return expanded(other) / expanded(rows)
        })
        // Solutions are at most 4: what right sides reach by what diagonals exceed their rows by.
        return {
          shape: vector ? whole.shape.slice(0, -1) : whole.shape,
          values: whole.values,
          within: 2 ** -44,
        }
      },
    }),
  ),
}

/** Matrices of full rank, of any two extents: the identity five times, and a little. */
const ofFullRank = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.constantFrom<Shape>([], [2], [0]))
  .chain(([m, n, batch]) => tensorOf([...batch, m, n]))
  .map(x => {
    const [m, n] = x.shape.slice(-2) as [number, number]
    return fromData(
      Float64Array.from(x.data, (v, at) => {
        const place = at % (m * n)
        return v / 8 + (Math.floor(place / n) === place % n ? 5 : 0)
      }),
      x.shape,
    )
  })

const leastSquares: Row = {
  calls: fc
    .tuple(ofFullRank, extent, fc.constantFrom('throw' as const, 'minimumNorm' as const))
    .chain(([a, k, rankDeficient]) =>
      fc.tuple(fc.constant(a), tensorOf([a.shape.at(-2)!, k]), fc.constant(rankDeficient)),
    )
    .map(([a, b, rankDeficient]) =>
      call({
        text: `lstsq(a, b, { rankDeficient: '${rankDeficient}' })`,
        inputs: [a, b],
        run: (a, b) => linalg.lstsq(a!, b!, { rankDeficient }),
        naive: () => {
          const [m, n] = a.shape.slice(-2) as [number, number]
          const right = matrixOf(b)
          const whole = build([...a.shape.slice(0, -2), n, b.shape.at(-1)!], index => {
            const rows = rectangleAt(a, index.slice(0, -2))
            const turned = n === 0 || m === 0 ? [] : turn(rows)
            if (m === 0) return 0
            // (AᵀA)⁻¹Aᵀb, or Aᵀ(AAᵀ)⁻¹b.
            const y =
              m >= n
                ? times(inverted(times(turned, rows)), times(turned, right))
                : times(turned, times(inverted(times(rows, turned)), right))
            return y[index.at(-2)!]![index.at(-1)!]!
          })
          return { ...whole, within: 2 ** -42 }
        },
      }),
    ),
}

/** A matrix of any two extents, as rows. */
export function rectangleAt(x: Tensor, lead: readonly number[]): Rows {
  const [m, n] = x.shape.slice(-2) as [number, number]
  return Array.from({ length: m }, (_, i) =>
    Array.from({ length: n }, (_, j) => read(plain(x), [...lead, i, j])),
  )
}

const matrixOf = (x: Tensor): Rows => rectangleAt(x, [])

export const matrixFunctions = {
  logDeterminant: logDeterminants,
  slogdet: slogdets,
  trace: traces,
  outer: outers,
  kron: krons,
  cross: crosses,
  matrixPower: powers,
  expm: exponentials,
  solve: solutions,
  lstsq: leastSquares,
}
