// Linear algebra at its edges: nothing, one number, NaN, and matrices whose entries are of very different sizes.
import { describe, expect, it } from 'vitest'
import {
  abs,
  div,
  eye,
  full,
  grad,
  matmul,
  max,
  mul,
  sub,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'

const shapes = (parts: object): unknown =>
  Object.fromEntries(Object.entries(parts).map(([k, x]) => [k, (x as Tensor).shape]))
const toArrays = (parts: object): unknown =>
  Object.fromEntries(Object.entries(parts).map(([k, x]) => [k, (x as Tensor).toArray()]))

describe('matrices of nothing', () => {
  it('have results of nothing, and batches of none', () => {
    const none = zeros([0, 0])
    for (const x of [none, zeros([0, 3, 3]), zeros([2, 0, 0])] as Tensor[]) {
      const lead = x.shape.slice(0, -2)
      expect(linalg.inverse(x).shape).toEqual(x.shape)
      expect(linalg.expm(x).shape).toEqual(x.shape)
      expect(linalg.matrixPower(x, 3).shape).toEqual(x.shape)
      expect(linalg.trace(x).shape).toEqual(lead)
      expect(linalg.slogdet(x).sign.shape).toEqual(lead)
      expect(linalg.logDeterminant(x).shape).toEqual(lead)
      expect(linalg.eigh(x).vectors.shape).toEqual(x.shape)
      expect(linalg.solve(x, zeros([x.shape.at(-1)!])).shape).toEqual(x.shape.slice(0, -1))
    }
    expect(toArrays(linalg.slogdet(none))).toEqual({ sign: 1, logAbsDet: 0 })
    expect(linalg.logDeterminant(none).item()).toBe(0)
    expect(linalg.trace(none).item()).toBe(0)
    expect(shapes(linalg.qr(zeros([3, 0])))).toEqual({ q: [3, 0], r: [0, 0] })
    expect(shapes(linalg.qr(zeros([0, 3])))).toEqual({ q: [0, 0], r: [0, 3] })
    expect(shapes(linalg.svd(zeros([0, 3])))).toEqual({ u: [0, 0], s: [0], v: [3, 0] })
    expect(linalg.lstsq(zeros([3, 0]), zeros([3])).shape).toEqual([0])
    expect(linalg.lstsq(zeros([0, 3]), zeros([0])).toArray()).toEqual([0, 0, 0])
    expect(linalg.kron(zeros([0, 2]), eye(3)).shape).toEqual([0, 6])
  })

  it('have gradients of nothing', () => {
    for (const f of [
      linalg.trace,
      linalg.logDeterminant,
      (x: Tensor) => sum(linalg.expm(x)),
      (x: Tensor) => sum(linalg.eigh(x).values),
    ])
      expect(grad(f as (x: Tensor) => Tensor<readonly []>)(zeros([0, 0]) as Tensor).shape).toEqual([0, 0])
  })
})

describe('matrices of one number', () => {
  const x = tensor([[-4]])

  it('are that number', () => {
    expect(linalg.solve(x, tensor([8])).toArray()).toEqual([-2])
    expect(toArrays(linalg.qr(x))).toEqual({ q: [[1]], r: [[-4]] })
    expect(toArrays(linalg.eigh(x))).toEqual({ values: [-4], vectors: [[1]] })
    expect(toArrays(linalg.svd(x))).toEqual({ u: [[1]], s: [4], v: [[-1]] })
    expect(toArrays(linalg.slogdet(x))).toEqual({ sign: -1, logAbsDet: Math.log(4) })
    expect(linalg.logDeterminant(mul(x, -1) as Tensor).item()).toBe(Math.log(4))
    expect(linalg.matrixPower(x, -2).toArray()).toEqual([[1 / 16]])
    expect(linalg.lstsq(x, tensor([8])).toArray()).toEqual([-2])
    // exp −4 by Padé of order 13: a few units of what its terms reach, e⁴ of e⁻⁴.
    expect(Math.abs(linalg.expm(x).item() - Math.exp(-4))).toBeLessThanOrEqual(8 * 2 ** -52)
  })

  it('of 0 have a sign of 0, and no rank', () => {
    const none = zeros([1, 1])
    expect(toArrays(linalg.slogdet(none))).toEqual({ sign: 0, logAbsDet: -Infinity })
    expect(toArrays(linalg.svd(none))).toEqual({ u: [[1]], s: [0], v: [[1]] })
    expect(linalg.lstsq(none, tensor([1]), { rankDeficient: 'minimumNorm' }).toArray()).toEqual([0])
    expect(() => linalg.lstsq(none, tensor([1]))).toThrow('column 0 depends on those before it')
    expect(linalg.expm(none).toArray()).toEqual([[1]])
  })
})

describe('a NaN', () => {
  const x = tensor([
    [2, 1],
    [Number.NaN, 3],
  ])

  it('makes NaN of all that it reaches', () => {
    const all = (y: Tensor) => Array.from(y.data).every(Number.isNaN)
    expect(all(linalg.solve(x, tensor([1, 1])))).toBe(true)
    expect(all(linalg.expm(x))).toBe(true)
    expect(all(linalg.eigh(x).values)).toBe(true)
    expect(all(linalg.svd(x).s)).toBe(true)
    expect(all(linalg.lstsq(x, tensor([1, 1])))).toBe(true)
    expect(linalg.qr(x).r.toArray()).toEqual([
      [Number.NaN, Number.NaN],
      [0, Number.NaN],
    ])
    expect(linalg.slogdet(x).logAbsDet.item()).toBeNaN()
    expect(linalg.logDeterminant(x).item()).toBeNaN()
    expect(all(linalg.eigh(full([2, 2], Infinity)).values)).toBe(true)
  })

  it('stays in its matrix, and in the triangle that is read', () => {
    const batch = tensor([x.toArray(), eye(2).toArray()])
    expect(Array.from(linalg.eigh(batch).values.data).slice(2)).toEqual([1, 1])
    expect(linalg.logDeterminant(batch).toArray()).toEqual([Number.NaN, 0])
    const above = tensor([
      [2, Number.NaN],
      [1, 3],
    ])
    expect(Array.from(linalg.eigh(above).values.data).every(Number.isFinite)).toBe(true)
    expect(linalg.logDeterminant(above).item()).toBeCloseTo(Math.log(5), 14)
  })
})

describe('matrices of very different sizes', () => {
  const turn = tensor([
    [0.6, -0.8],
    [0.8, 0.6],
  ])
  const largest = (x: Tensor) => max(abs(x)).item()

  it('do not depend on the unit', () => {
    for (const unit of [2 ** -560, 2 ** 560]) {
      const x = mul(turn, unit) as Tensor
      expect(div(linalg.svd(x).s, unit).toArray()).toEqual(linalg.svd(turn).s.toArray())
      expect(linalg.svd(x).u.toArray()).toEqual(linalg.svd(turn).u.toArray())
      expect(div(linalg.qr(x).r, unit).toArray()).toEqual(linalg.qr(turn).r.toArray())
      expect(div(linalg.eigh(x).values, unit).toArray()).toEqual(linalg.eigh(turn).values.toArray())
      expect(mul(linalg.solve(x, tensor([1, 2])), unit).toArray()).toEqual(
        linalg.solve(turn, tensor([1, 2])).toArray(),
      )
      // The determinant is out of range, its logarithm is not.
      const log = linalg.slogdet(x).logAbsDet.item()
      expect(Math.abs(log - 2 * Math.log(unit))).toBeLessThanOrEqual(8 * 2 ** -52 * Math.abs(log))
    }
  })

  it('keep their digits where rows are graded, 1 to 10⁻³⁰⁰', () => {
    const n = 6
    const rows = Array.from({ length: n }, (_, i) => 10 ** (-60 * i))
    const x = tensor(
      rows.map((size, i) => rows.map((_, j) => size * (1 / (1 + i + 2 * j) + (i === j ? 2 : 0)))),
    )
    const want = tensor(rows.map((_, i) => i + 1))
    const got = linalg.solve(x, matmul(x, want))
    // Scaling of rows by itself costs nothing; what is left has a condition below 8.
    expect(largest(sub(got, want))).toBeLessThanOrEqual(3 * n * n * 8 * 2 ** -52 * n)
    const columns = linalg.lstsq(
      tensor(transposedOf(x)),
      tensor(transposedOf(x)[0]!.map((_, i) => transposedOf(x)[i]![0]!)),
    )
    expect(Math.abs(columns.data[0]! - 1)).toBeLessThanOrEqual(64 * 2 ** -52)
    const { q, r } = linalg.qr(tensor(transposedOf(x)))
    expect(largest(sub(matmul(q, q, { transposeA: true }), eye(n)))).toBeLessThanOrEqual(3 * n * n * 2 ** -52)
    // Column by column, to the digits of each.
    const back = matmul(q, r).toArray() as number[][]
    transposedOf(x).forEach((row, i) => {
      row.forEach((v, j) => {
        expect(Math.abs(back[i]![j]! - v)).toBeLessThanOrEqual(64 * 2 ** -52 * rows[j]!)
      })
    })
  })

  it('have an exponential where one entry is far larger than the others', () => {
    // exp [a b; 0 c] has b·(e^a − e^c)/(a − c) beside the diagonal.
    const [a, b, c] = [-1, 1e6, -2]
    const y = linalg
      .expm(
        tensor([
          [a, b],
          [0, c],
        ]),
      )
      .toArray() as number[][]
    const want = (b * (Math.exp(a) - Math.exp(c))) / (a - c)
    // Eighteen squarings, each of which doubles what is off.
    expect(Math.abs(y[0]![1]! - want)).toBeLessThanOrEqual(2 ** 18 * 2 ** -52 * want)
  })
})

const transposedOf = (x: Tensor): number[][] => {
  const rows = x.toArray() as number[][]
  return rows[0]!.map((_, j) => rows.map(row => row[j]!))
}
