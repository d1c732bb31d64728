// Tensors larger than scratch memory, which is 16 MB: beside a plain loop, at places all over them.
import { describe, expect, it } from 'vitest'
import type { TypedArray } from '../../src/dtype.js'
import { reference } from '../../src/kernels/reference.js'
import { add, exp, mul } from '../../src/kernels/wasm/functions/codes.js'
import { fastKernels } from '../../src/kernels/wasm/index.js'

const set = fastKernels()

/** Sixteenths from −4 to 4, whose sums and products are exact here; the step is prime, so no block looks like another. */
const fill = <T extends TypedArray>(x: T, step = 7919): T => {
  for (let i = 0, k = 0; i < x.length; i++, k = (k + step) % 129) x[i] = (k - 64) / 16
  return x
}

/** About a thousand places: regular ones, the last ones, and such as end or start blocks of 16 to 64 KB. */
function* places(count: number): Generator<number> {
  for (let i = 0; i < count; i += Math.ceil(count / 500)) yield i
  for (let i = 0; i < count; i += 8192 * Math.ceil(count / 8192 / 200)) yield* [Math.max(0, i - 1), i]
  for (let i = Math.max(0, count - 5); i < count; i++) yield i
}

const FIVE_MILLION = 5_000_000

describe('values one by one, 40 MB of them', () => {
  const x = fill(new Float64Array(FIVE_MILLION))

  it("takes the exponential of each, to 2.5 ulp and the 2 of the host's own", () => {
    const out = new Float64Array(x.length)
    set.map('exp', Math.exp, x, out, exp)
    for (const i of places(x.length)) {
      const want = Math.exp(x[i]!)
      expect(Math.abs(out[i]! - want)).toBeLessThanOrEqual(4.5 * 2 ** -52 * want)
    }
  })

  it('adds two', () => {
    const y = fill(new Float64Array(FIVE_MILLION), 31)
    const out = new Float64Array(x.length)
    set.zip('add', (a, b) => a + b, x, y, out, undefined, add)
    for (const i of places(x.length)) expect(out[i]).toBe(x[i]! + y[i]!)
  })

  it('multiplies by a row of 2.5 million, and by a column', () => {
    const [row, column] = [fill(new Float64Array(FIVE_MILLION / 2), 5), new Float64Array([3, -0.5])]
    const out = new Float64Array(x.length)
    const shape = [2, FIVE_MILLION / 2]
    const stridesA = [FIVE_MILLION / 2, 1]
    set.zip('mul', (a, b) => a * b, x, row, out, { shape, stridesA, stridesB: [0, 1] }, mul)
    for (const i of places(x.length)) expect(out[i]).toBe(x[i]! * row[i % row.length]!)
    set.zip('mul', (a, b) => a * b, x, column, out, { shape, stridesA, stridesB: [1, 0] }, mul)
    for (const i of places(x.length)) expect(out[i]).toBe(x[i]! * column[Math.floor(i / row.length)]!)
  })

  it('sums all, and columns of two millions and a half', () => {
    const [all, columns] = [new Float64Array(1), new Float64Array(FIVE_MILLION / 2)]
    set.reduce('sum', x, { outer: 1, n: x.length, inner: 1 }, all)
    expect(all[0]).toBe(x.reduce((sum, v) => sum + v, 0))
    set.reduce('sum', x, { outer: 1, n: 2, inner: FIVE_MILLION / 2 }, columns)
    for (const i of places(columns.length)) expect(columns[i]).toBe(x[i]! + x[i + columns.length]!)
  })
})

describe('rows of exponentials', () => {
  /** An exponential is off by 2.5 ulp, the sum of n of them in blocks by less than 1 more, and as much for the reference. */
  const UNITS = 8
  const cases = [
    ['float64, one of 24 MB, which no region holds', Float64Array, 1, 3_000_000],
    ['float64, of 4.8 MB', Float64Array, 2, 600_000],
    ['float64, of 4 MB, which a region just holds', Float64Array, 2, 2 ** 19],
    ['float32, of 2.4 MB', Float32Array, 2, 600_000],
    ['float32, of 4 MB and 4 bytes', Float32Array, 1, 2 ** 20 + 1],
  ] as const
  for (const [name, Type, outer, n] of cases)
    it(`has a log-sum-exp and a softmax of rows of ${name}`, () => {
      const eps = Type === Float32Array ? 2 ** -23 : 2 ** -52
      const x = fill(new Type(outer * n))
      const around = { outer, n, inner: 1 }
      const [got, want, shares] = [new Type(outer), new Type(outer), new Type(outer * n)]
      set.logSumExp(x, around, got)
      reference.logSumExp(x, around, want)
      set.softmax(x, around, shares)
      for (const [o, v] of want.entries()) {
        // The reference adds n powers one after the other, which may cost n·2⁻⁵³ of the sum.
        expect(Math.abs(got[o]! - v)).toBeLessThanOrEqual(UNITS * eps * Math.abs(v) + n * 2 ** -53)
        for (const i of places(n)) {
          const share = Math.exp(x[o * n + i]! - v)
          // v is rounded to its dtype, which moves the share by as much again as v has digits before the point.
          const bound = (UNITS + Math.abs(v)) * eps + n * 2 ** -53
          expect(Math.abs(shares[o * n + i]! - share)).toBeLessThanOrEqual(bound * share)
        }
      }
    })
})

describe('products', () => {
  /** [m, k, n]: many rows and few columns, and the reverse, with long rows either way. */
  const shapes = [
    [300_000, 16, 3],
    [3, 16, 300_000],
    [3, 300_000, 5],
    [300_000, 3, 5],
    [300_000, 1, 16],
  ] as const
  /** Past the edges of blocks: two and more across, and along sums that go on, or are made of stretches. */
  const blocks = [
    [21, 1100, 1030],
    [125, 4200, 21],
    [125, 9000, 18],
  ] as const
  const cases = [
    ...shapes.map(shape => [Float64Array, shape] as const),
    ...blocks.flatMap(shape => [[Float32Array, shape] as const, [Float64Array, shape] as const]),
  ]
  for (const [Type, [m, k, n]] of cases)
    for (const flags of [0, 1, 2, 3])
      it(`multiplies [${m}, ${k}]·[${k}, ${n}] in ${Type.name}, stored ${flags}`, () => {
        const [transposeA, transposeB] = [flags % 2 > 0, flags > 1]
        const [a, b] = [fill(new Type(m * k)), fill(new Type(k * n), 31)]
        const out = new Type(m * n)
        set.matmul(a, b, { m, k, n, transposeA, transposeB, startsA: [0], startsB: [0] }, out)
        for (const place of places(m * n)) {
          const [i, j] = [Math.floor(place / n), place % n]
          let want = 0
          for (let p = 0; p < k; p++)
            want += a[transposeA ? p * m + i : i * k + p]! * b[transposeB ? j * k + p : p * n + j]!
          expect(out[place]).toBe(want)
        }
      })
})
