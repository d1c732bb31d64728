// Long sums keep their digits: a float32 sum as if in float64, and a float64 sum beside its exact value.
import { describe, expect, it } from 'vitest'
import { epsilonOf } from '../../../src/dtype.js'
import { reference } from '../../../src/kernels/reference.js'
import { SETS } from './sets.js'

const TENTH = Math.fround(0.1)

/** n values. */
const filled = (dtype: 'float32' | 'float64', n: number, value: number) =>
  (dtype === 'float32' ? new Float32Array(n) : new Float64Array(n)).fill(value)

/**
 * Products are added in float32 in stretches of 4096, four lanes of 1024, then in float64. With the lanes and the values
 * behind the last vector that is 1032 roundings at most, each of eps/2 of the sum; so many an equal sum must not exceed.
 */
const CHAIN = 1024 + 8

/** Where exponentials of a confident row keep their digits: the label is the largest by d, beside two others. */
const FAR = [1, 10, 30, 50, 80]

describe('a confident prediction', () => {
  for (const { name, set } of [{ name: 'the reference', set: reference }, ...SETS.slice(0, 2)])
    for (const dtype of ['float32', 'float64'] as const)
      it(`has a loss and a slope at its label with all digits of the small rest, in ${dtype}, by ${name}`, () => {
        const n = 3
        const x = filled(dtype, FAR.length * n, 0)
        for (const [row, d] of FAR.entries()) x.set([-d, 0, -d], row * n)
        const labels = new Int32Array(FAR.length).fill(1)
        const [losses, slopes] = [filled(dtype, FAR.length, 0), filled(dtype, x.length, 0)]
        set.crossEntropy(x, labels, n, losses)
        const around = { outer: FAR.length, n, inner: 1 }
        set.softmaxTimes(x, around, filled(dtype, FAR.length, 2), labels, slopes)
        FAR.forEach((d, row) => {
          const rest = 2 * Math.exp(-d)
          // In units of eps: 2.5 of the exponential, 2 of log1p, and a sum and a quotient; a product with 2 is exact.
          const within = 6 * epsilonOf(dtype)
          expect(Math.abs(losses[row]! / Math.log1p(rest) - 1)).toBeLessThanOrEqual(within)
          expect(Math.abs(slopes[row * n + 1]! / ((-2 * rest) / (1 + rest)) - 1)).toBeLessThanOrEqual(within)
        })
      })
})

describe('parts of a long float32 sum are added in float64', () => {
  /**
   * 2²⁴, which a float32 sum cannot add 1 to, and smaller numbers, each in a stretch of its own and one at the very end. The
   * sum is even, and without any of them rounds to another.
   */
  const k = 4 * 4096 + 96
  const terms = [
    [0, 2 ** 24],
    [4096, 1],
    [8192, 1],
    [12288, 1],
    [k - 1, 3],
  ] as const
  const want = 2 ** 24 + 6

  // 24 rows of float32 make blocks of 682, two to a stretch, so that the last stretch is not full.
  for (const { name, set } of [{ name: 'the reference', set: reference }, ...SETS.slice(0, 2)])
    for (const [m, n] of [
      [1, 1],
      [2, 1],
      [3, 16],
      [24, 2],
      [2, 24],
      [17, 18],
    ] as const)
      for (const flags of [0, 1, 2, 3])
        it(`in products [${m}, k]·[k, ${n}] stored ${flags}, by ${name}`, () => {
          const [transposeA, transposeB] = [flags % 2 > 0, flags > 1]
          const a = new Float32Array(m * k)
          for (let i = 0; i < m; i++) for (const [p, v] of terms) a[transposeA ? p * m + i : i * k + p] = v
          const out = new Float32Array(m * n)
          const plan = { m, k, n, transposeA, transposeB, startsA: [0], startsB: [0] }
          set.matmul(a, filled('float32', k * n, 1), plan, out)
          expect([...out]).toEqual(new Array(m * n).fill(want))
        })

  for (const { name, set } of [{ name: 'the reference', set: reference }, ...SETS.slice(0, 2)])
    it(`in rows added by index and in sums, by ${name}`, () => {
      // One more than may be added in float32, and many more.
      for (const ones of [8, 9, 40]) {
        const x = filled('float32', 2 * (ones + 1), 1)
        x.fill(2 ** 24, 0, 2)
        const out = new Float32Array(4)
        set.scatterAdd(x, { outer: 1, n: 2, inner: 2 }, new Int32Array(ones + 1).fill(1), false, out)
        expect([...out]).toEqual([0, 0, ...new Array(2).fill(Math.fround(2 ** 24 + ones))])
        const total = new Float32Array(2)
        set.reduce('sum', x, { outer: 1, n: ones + 1, inner: 2 }, total)
        expect([...total]).toEqual(new Array(2).fill(Math.fround(2 ** 24 + ones)))
      }
    })
})

// The third set differs from the first in its thresholds alone.
for (const { name, set } of SETS.slice(0, 2))
  describe(name, () => {
    it('sums a million tenths in float32 as if in float64, rounded once', () => {
      const n = 1_000_000
      const x = filled('float32', n, 0.1)
      const [whole, columns] = [new Float32Array(1), new Float32Array(4)]
      set.reduce('sum', x, { outer: 1, n, inner: 1 }, whole)
      expect(whole[0]).toBe(Math.fround(n * TENTH))
      set.reduce('sum', x, { outer: 1, n: n / 4, inner: 4 }, columns)
      expect([...columns]).toEqual(new Array(4).fill(Math.fround((n / 4) * TENTH)))
    })

    it('sums ten million tenths in float64 to the digits that blocks of 32 KB leave', () => {
      const n = 10_000_000
      const x = filled('float64', n, 0.1)
      const out = new Float64Array(1)
      set.reduce('sum', x, { outer: 1, n, inner: 1 }, out)
      // 4096 values in eight lanes and their joins, then 2442 blocks, one after the other.
      const roundings = 512 + 8 + 2442
      expect(Math.abs(out[0]! - 1e6)).toBeLessThanOrEqual(((roundings * epsilonOf('float64')) / 2) * 1e6)
    })

    it('sums columns of tenths in float64 to the digits that blocks of 32 KB leave', () => {
      const n = 1_000_000
      const out = new Float64Array(3)
      set.reduce('sum', filled('float64', 3 * n, 0.1), { outer: 1, n, inner: 3 }, out)
      // Rows of three: 1365 a block, 733 blocks.
      const roundings = 1365 + 733
      for (const sum of out)
        expect(Math.abs(sum - 1e5)).toBeLessThanOrEqual(((roundings * epsilonOf('float64')) / 2) * 1e5)
    })

    it('adds a million powers in float32 without losing digits, in a log-sum-exp', () => {
      const n = 1_000_000
      const x = filled('float32', n, -0.1)
      x[n / 2] = 0
      const out = new Float32Array(1)
      set.logSumExp(x, { outer: 1, n, inner: 1 }, out)
      const want = Math.log1p((n - 1) * Math.exp(-TENTH))
      // In units of eps: 2.5 for each power, 36 roundings of ½ over a stretch of 512 bytes in four lanes, 1 for their sum; and
      // half a unit of the result, which lies below 16.
      const bound = (2.5 + 18 + 1 + 4) * epsilonOf('float32')
      expect(Math.abs(out[0]! - want)).toBeLessThanOrEqual(bound)
    })

    for (const [m, n] of [
      [1, 1],
      [2, 1],
      [1, 3],
      [16, 2],
      [17, 18],
    ] as const)
      for (const flags of [0, 1, 2, 3])
        it(`multiplies [${m}, k]·[k, ${n}] in float32 without losing digits with k, stored ${flags}`, () => {
          const k = m === 17 ? 30_000 : 300_000
          const plan = {
            m,
            k,
            n,
            transposeA: flags % 2 > 0,
            transposeB: flags > 1,
            startsA: [0],
            startsB: [0],
          }
          const out = new Float32Array(m * n)
          set.matmul(filled('float32', m * k, 0.1), filled('float32', k * n, 1), plan, out)
          const want = k * TENTH
          const bound = ((CHAIN * epsilonOf('float32')) / 2) * want
          for (const sum of out) expect(Math.abs(sum - want)).toBeLessThanOrEqual(bound)
        })
  })
