// How far exponentials of rows may be from the reference's: the rounding of each step, followed through.
import { type DType, epsilonOf, isFloat, type TypedArray } from '../../../src/dtype.js'
import type { Around } from '../../../src/shape.js'
import { smallest } from './call.js'
import type { Which } from './rows.js'

/** Additions of a stretch in float32, 128 values in four lanes, with those that join the lanes. */
const CHAIN = 32 + 4

/** Of a row: its largest value, the powers e^(x − largest) that the largest do not take part in, and their error. */
function rowOf(x: TypedArray, start: number, { n, inner }: Around, dtype: DType) {
  const [eps, fine] = [epsilonOf(dtype), epsilonOf('float64')]
  let top = Number.NEGATIVE_INFINITY
  for (let j = 0; j < n; j++) top = Math.max(top, x[start + j * inner]!)
  let [rest, off, ties] = [0, 0, 0]
  for (let j = 0; j < n; j++) {
    const below = top - x[start + j * inner]!
    if (below === 0) ties++
    rest += below === 0 ? 0 : Math.exp(-below)
    off += powerError(below, eps)
  }
  // Sums in float32 over a stretch, in float64 over all; what is summed is rounded to the dtype, with the ties.
  off += rest * ((CHAIN * (dtype === 'float32' ? eps : 0)) / 2 + n * fine) + (eps / 2) * (rest + ties)
  return { top, sum: rest + ties, off: off + n * smallest(dtype) }
}

/** e^(−d): 2.5 ulp for the function, and d is rounded, by d·eps/2. An ulp is at most eps times the number. */
const powerError = (below: number, eps: number): number =>
  below < Number.POSITIVE_INFINITY ? Math.exp(-below) * (2.5 + below / 2) * eps : 0

/**
 * Bounds by value. The reference's own steps are the same, in float64, with errors no larger: hence 2 times the whole. A rest
 * in error by δ moves log(sum) by δ/sum and a share p by p·δ/sum.
 */
export function boundOf(
  which: Which,
  dtype: DType,
  x: TypedArray,
  around: Around,
  labels: Int32Array,
  dy: TypedArray,
): ((i: number, want: number) => number) | undefined {
  if (!isFloat(dtype)) return undefined
  const { n, inner } = around
  const eps = epsilonOf(dtype)
  const perLine = which === 'logSumExp' || which === 'crossEntropy'
  let [held, row] = [-1, rowOf(x, 0, { outer: 1, n: 0, inner: 1 }, dtype)]
  return (i, want) => {
    const line = perLine ? i : Math.floor(i / (n * inner)) * inner + (i % inner)
    const start = Math.floor(line / inner) * n * inner + (line % inner)
    if (line !== held) [held, row] = [line, rowOf(x, start, around, dtype)]
    const { top, sum, off } = row
    // Among infinities there are but shares of 1, and nothing is computed.
    if (!Number.isFinite(top)) return 2 * eps * Math.abs(want)
    const at = perLine ? 0 : Math.floor(i / inner) % n
    const below = top - x[start + at * inner]!
    // What is masked is 0 and no more, whatever dy is.
    if (below === Number.POSITIVE_INFINITY && want === 0) return 0
    const share = Math.exp(-below) / sum
    // A share below the smallest normal number is a multiple of the smallest, also where dy makes more of it.
    const shareError = powerError(below, eps) / sum + share * (off / sum + 2 * eps) + smallest(dtype)
    switch (which) {
      case 'softmax':
        return 2 * shareError
      case 'logSumExp':
      case 'logSoftmax':
      case 'crossEntropy':
        // log1p to 2 ulp, and two roundings of what is added to it.
        return 2 * (off / sum + 2 * eps * (Math.log(sum) + Math.abs(want)) + smallest(dtype))
      case 'softmaxTimes':
      case 'slope': {
        // At the label 1 is taken away, or the rest stands for what is left: rounded once, and by the quotient's part of it.
        const own = which === 'slope' && at === labels[line] ? off / sum + 2 * eps * Math.abs(share - 1) : 0
        return 2 * (Math.abs(dy[line]!) * (shareError + own) + smallest(dtype))
      }
    }
  }
}
