// The oracle: every kernel as its plainest loop. Sums run in float64 whatever the dtype, and are rounded once. kernels.ts says what each does.
import type { TypedArray } from '../dtype.js'
import type { Around } from '../shape.js'
import type { Fold, Layout, MatmulPlan, Stretch } from './kernels.js'

export function map(_op: string, f: (x: number) => number, x: TypedArray, out: TypedArray): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i]!)
}

export function zip(
  _op: string,
  f: (a: number, b: number) => number,
  a: TypedArray,
  b: TypedArray,
  out: TypedArray,
  stretch?: Stretch,
): void {
  if (stretch === undefined) {
    for (let i = 0; i < out.length; i++) out[i] = f(a[i]!, b[i]!)
  } else if (b.length === 1) {
    for (let i = 0; i < out.length; i++) out[i] = f(a[i]!, b[0]!)
  } else if (a.length === 1) {
    for (let i = 0; i < out.length; i++) out[i] = f(a[0]!, b[i]!)
  } else {
    const { shape, stridesA, stridesB } = stretch
    const last = shape.length - 1
    const n = shape[last]!
    const [stepA, stepB] = [stridesA[last]!, stridesB[last]!]
    const index = new Array<number>(last).fill(0)
    for (let i = 0, atA = 0, atB = 0; i < out.length; ) {
      for (let j = 0; j < n; j++) out[i++] = f(a[atA + j * stepA]!, b[atB + j * stepB]!)
      for (let axis = last - 1; axis >= 0; axis--) {
        atA += stridesA[axis]!
        atB += stridesB[axis]!
        if (++index[axis]! < shape[axis]!) break
        index[axis] = 0
        atA -= stridesA[axis]! * shape[axis]!
        atB -= stridesB[axis]! * shape[axis]!
      }
    }
  }
}

export function compare(
  op: string,
  f: (a: number, b: number) => boolean,
  a: TypedArray,
  b: TypedArray,
  out: TypedArray,
  stretch?: Stretch,
): void {
  zip(op, (a, b) => (f(a, b) ? 1 : 0), a, b, out, stretch)
}

export function select(condition: TypedArray, a: TypedArray, b: TypedArray, out: TypedArray): void {
  const [stepA, stepB] = [a, b].map(x => (x.length === 1 ? 0 : 1)) as [number, number]
  for (let i = 0; i < out.length; i++) out[i] = condition[i] !== 0 ? a[i * stepA]! : b[i * stepB]!
}

export function copy(x: TypedArray, layout: Layout, out: TypedArray): void {
  walk(layout, out.length, (i, at) => {
    out[i] = x[at]!
  })
}

export function addInto(x: TypedArray, layout: Layout, out: TypedArray): void {
  // Many values may land on one: gather their sums in float64.
  const sums = out instanceof Float64Array ? out : new Float64Array(out)
  walk(layout, x.length, (i, at) => {
    sums[at]! += x[i]!
  })
  if (sums !== out) out.set(sums)
}

export function reduce(fold: Fold, x: TypedArray, { outer, n, inner }: Around, out: TypedArray): void {
  for (let o = 0, i = 0; o < outer; o++) {
    for (let c = 0; c < inner; c++, i++) {
      const start = o * n * inner + c
      let value = fold === 'sum' ? 0 : x[start]!
      if (fold === 'sum') for (let j = 0; j < n; j++) value += x[start + j * inner]!
      else if (fold === 'max') for (let j = 1; j < n; j++) value = Math.max(value, x[start + j * inner]!)
      else for (let j = 1; j < n; j++) value = Math.min(value, x[start + j * inner]!)
      out[i] = value
    }
  }
}

export function argMax(x: TypedArray, { outer, n, inner }: Around, sign: 1 | -1, out: TypedArray): void {
  for (let o = 0, i = 0; o < outer; o++) {
    for (let c = 0; c < inner; c++, i++) {
      const start = o * n * inner + c
      let best = 0
      for (let j = 1; j < n; j++) {
        const held = x[start + best * inner]!
        const value = x[start + j * inner]!
        if (!Number.isNaN(held) && (Number.isNaN(value) || sign * value > sign * held)) best = j
      }
      out[i] = best
    }
  }
}

export function cumsum(x: TypedArray, { outer, n, inner }: Around, reverse: boolean, out: TypedArray): void {
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < inner; c++) {
      const start = o * n * inner + c
      let sum = 0
      for (let j = 0; j < n; j++) {
        const at = start + (reverse ? n - 1 - j : j) * inner
        sum += x[at]!
        out[at] = sum
      }
    }
  }
}

export function matmul(
  a: TypedArray,
  b: TypedArray,
  { m, k, n, transposeA, transposeB, startsA, startsB }: MatmulPlan,
  out: TypedArray,
): void {
  const [rowA, stepA] = transposeA ? [1, m] : [k, 1]
  const [rowB, stepB] = transposeB ? [1, k] : [n, 1]
  const row = new Float64Array(n)
  for (let batch = 0; batch < startsA.length; batch++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) row[j] = 0
      for (let p = 0; p < k; p++) {
        const left = a[startsA[batch]! + i * rowA + p * stepA]!
        const start = startsB[batch]! + p * rowB
        for (let j = 0; j < n; j++) row[j]! += left * b[start + j * stepB]!
      }
      for (let j = 0, to = (batch * m + i) * n; j < n; j++) out[to + j] = row[j]!
    }
  }
}

export function logSumExp(x: TypedArray, around: Around, out: TypedArray): void {
  lines(x, around, (line, _start, o) => {
    const { top, rest, ties } = peak(line)
    out[o] = Number.isFinite(top) ? top + Math.log1p(rest + (ties - 1)) : top
  })
}

export function softmax(x: TypedArray, around: Around, out: TypedArray): void {
  const { inner } = around
  lines(x, around, (line, start) => {
    const { top, rest, ties } = peak(line)
    for (let j = 0, at = start; j < line.length; j++, at += inner) {
      if (Number.isFinite(top)) out[at] = Math.exp(line[j]! - top) / (rest + ties)
      else if (top === -Infinity) out[at] = 0
      else out[at] = Number.isNaN(top) ? NaN : line[j] === top ? 1 / ties : 0
    }
  })
}

export function logSoftmax(x: TypedArray, around: Around, out: TypedArray): void {
  const { inner } = around
  lines(x, around, (line, start) => {
    const { top, rest, ties } = peak(line)
    const log = Math.log1p(rest + (ties - 1))
    for (let j = 0, at = start; j < line.length; j++, at += inner) {
      if (Number.isFinite(top)) out[at] = line[j]! - top - log
      else if (top === -Infinity) out[at] = -Infinity
      else out[at] = Number.isNaN(top) ? NaN : line[j] === top ? 0 - Math.log(ties) : -Infinity
    }
  })
}

export function crossEntropy(x: TypedArray, labels: Int32Array, n: number, out: TypedArray): void {
  lines(x, { outer: labels.length, n, inner: 1 }, (line, _start, o) => {
    const { top, rest, ties } = peak(line)
    const own = line[labels[o]!]!
    // Where the label is one of the largest, only the others count, also among +∞; all −∞ costs +∞.
    if (Number.isFinite(top)) out[o] = Math.log1p(rest + (ties - 1)) + (top - own)
    else out[o] = Number.isNaN(top) ? NaN : top > 0 && own === top ? Math.log(ties) : Infinity
  })
}

export function softmaxTimes(
  x: TypedArray,
  around: Around,
  dy: TypedArray,
  labels: Int32Array | undefined,
  out: TypedArray,
): void {
  lines(x, around, (line, start, o) => {
    const { top, rest, ties } = peak(line)
    const sum = rest + ties
    for (let j = 0, at = start; j < line.length; j++, at += around.inner) {
      const here = labels?.[o] === j ? 1 : 0
      let p = NaN
      if (Number.isFinite(top)) {
        // Where the label is the largest, its probability less 1 comes from the rest, which has the digits.
        if (here === 1 && line[j] === top) p = -(rest + (ties - 1)) / sum
        else p = Math.exp(line[j]! - top) / sum - here
      } else if (!Number.isNaN(top)) p = (top > 0 && line[j] === top ? 1 / ties : 0) - here
      // What is masked stays so, whatever dy is.
      out[at] = line[j] === -Infinity && p === 0 ? 0 : dy[o]! * p
    }
  })
}

export function gather(
  x: TypedArray,
  { outer, n, inner }: Around,
  indices: Int32Array,
  along: boolean,
  out: TypedArray,
): void {
  const count = along ? indices.length / Math.max(1, outer * inner) : indices.length
  for (let o = 0, i = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const row = along ? 0 : (o * n + indices[j]!) * inner
      for (let c = 0; c < inner; c++, i++) out[i] = x[along ? (o * n + indices[i]!) * inner + c : row + c]!
    }
  }
}

export function scatterAdd(
  x: TypedArray,
  { outer, n, inner }: Around,
  indices: Int32Array,
  along: boolean,
  out: TypedArray,
): void {
  const sums = out instanceof Float64Array ? out : new Float64Array(out)
  const count = along ? indices.length / Math.max(1, outer * inner) : indices.length
  for (let o = 0, i = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const row = along ? 0 : (o * n + indices[j]!) * inner
      for (let c = 0; c < inner; c++, i++) sums[along ? (o * n + indices[i]!) * inner + c : row + c]! += x[i]!
    }
  }
  if (sums !== out) out.set(sums)
}

/** Visits positions 0 … count − 1 of a strided view with where each lies. */
function walk(
  { shape, strides, offset }: Layout,
  count: number,
  visit: (i: number, at: number) => void,
): void {
  const last = shape.length - 1
  const n = last < 0 ? 1 : shape[last]!
  const step = last < 0 ? 0 : strides[last]!
  const index = new Array<number>(Math.max(0, last)).fill(0)
  for (let i = 0, at = offset; i < count; ) {
    for (let j = 0; j < n; j++) visit(i++, at + j * step)
    for (let axis = last - 1; axis >= 0; axis--) {
      at += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      index[axis] = 0
      at -= strides[axis]! * shape[axis]!
    }
  }
}

/** Visits each line along n as a float64 copy, with where it starts (its values lie `inner` apart) and which line it is. */
function lines(
  x: TypedArray,
  { outer, n, inner }: Around,
  visit: (line: Float64Array, start: number, o: number) => void,
): void {
  const line = new Float64Array(n)
  for (let o = 0, count = 0; o < outer; o++) {
    for (let c = 0; c < inner; c++, count++) {
      const start = o * n * inner + c
      for (let j = 0; j < n; j++) line[j] = x[start + j * inner]!
      visit(line, start, count)
    }
  }
}

/**
 * The largest value, how often it occurs, and Σ exp(x − largest) over the others. Keeping the ones apart from the rest
 * lets log1p see a small rest exactly, so that the loss of a confident prediction keeps its digits.
 */
function peak(line: Float64Array): { top: number; ties: number; rest: number } {
  let top = -Infinity
  for (let j = 0; j < line.length; j++) top = Math.max(top, line[j]!)
  let ties = 0
  let rest = 0
  for (let j = 0; j < line.length; j++) {
    if (line[j] === top) ties++
    else rest += Math.exp(line[j]! - top)
  }
  return { top, ties, rest }
}
