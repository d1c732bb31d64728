// The comparisons that a gradient check makes: entry by entry, or along random directions.
import { random } from '../random.js'
import type { Tensor } from '../tensor.js'
import { type Comparison, compare } from './compare.js'
import { centralDifference } from './differences.js'
import type { Comparisons, Finding } from './report.js'
import { indexAt, type Line, type Subject } from './subject.js'
import { largest } from './vectors.js'

/** What was compared, and what it amounts to. */
export interface Compared extends Omit<Comparisons, 'seed' | 'evaluations' | 'skipped'> {
  readonly findings: readonly Finding[]
}

/** Compares every entry if there are no more than `most`, else random directions, and narrows a wrong one down to an entry. */
export function comparisonsOf(
  subject: Subject,
  seed: number,
  points: number,
  most: number,
  directions: number,
): Compared {
  const { leaves, movable } = subject
  const size = movable.length
  const [value, again] = subject.values
  const method = size <= most ? 'entries' : 'directions'
  const nothing = {
    method,
    entries: subject.size,
    checked: 0,
    wrong: 0,
    resolution: Infinity,
    findings: [],
  } as const
  if (value !== again || !Number.isFinite(value) || size === 0) return nothing
  const stream = random(seed + 1)
  let noise = 0

  const threeWays = (v: Float64Array, line: Line): Comparison => {
    const magnitude = Math.max(noise, line.noise) / 2 ** -52
    const differences = centralDifference(line.f, line.at, { points, scale: line.scale, magnitude })
    const [reverse, forward] = [subject.reverse(v), subject.forward(v)]
    return compare(reverse.value, forward.value, differences, reverse.rounding + forward.rounding)
  }
  /** Gaussian numbers for the movable entries from a to b, as large as the tensors that they are in, but at least 1. */
  const along = (a: number, b: number): Finding => {
    const normal = stream.normal([b - a]).data
    const v = new Float64Array(subject.size)
    const scales = leaves.map(({ x }) => scaleOf(x))
    for (let k = a, leaf = 0; k < b; k++) {
      const i = movable[k]!
      while (i >= leaves[leaf]!.start + leaves[leaf]!.x.size) leaf++
      const rounded = leaves[leaf]!.x.dtype === 'float32' ? Math.fround : Number
      v[i] = rounded(scales[leaf]! * normal[k - a]!)
    }
    return { input: undefined, index: [], ...threeWays(v, subject.along(v)) }
  }
  const entry = (k: number): Finding => {
    const i = movable[k]!
    const { path, x, start } = leaves[leaves.findLastIndex(leaf => leaf.start <= i)]!
    const v = new Float64Array(subject.size)
    v[i] = 1
    return { input: path, index: indexAt(x, i - start), ...threeWays(v, subject.entry(i)) }
  }

  const first = along(0, size)
  // Noise above rounding, such as float32 inside an op, shows best along a direction that moves everything. A staircase
  // whose steps the gradient follows is no noise.
  const { differences, outcome } = first
  if (differences.kind === 'smooth' && differences.noisy && outcome !== 'undefined') noise = differences.noise
  const range = (n: number) => Array.from({ length: n }, (_, i) => i)
  const main =
    method === 'entries'
      ? range(size).map(entry)
      : [first, ...range(directions - 1).map(() => along(0, size))]
  const extra = method === 'entries' ? [first] : main.some(isWrong) ? [narrowed(size, along, entry)] : []
  const smooth = main.filter(({ differences }) => differences.kind === 'smooth')
  const steepest = largest(
    smooth.filter(says).map(({ reverse, forward }) => largest([reverse, forward].map(Math.abs))),
  )
  return {
    method,
    entries: subject.size,
    checked: main.length,
    wrong: main.filter(isWrong).length,
    resolution: steepest > 0 ? largest(smooth.map(({ bound }) => bound)) / steepest : Infinity,
    findings: [...main, ...extra],
  }
}

const isWrong = ({ outcome }: Finding): boolean => outcome === 'differ'

/** Whether a derivative is more than its own rounding. */
export const says = ({ reverse, forward, rounding }: Finding): boolean =>
  Math.max(Math.abs(reverse), Math.abs(forward)) > rounding

/** The largest finite |x|, at least 1. */
const scaleOf = ({ data }: Tensor): number => largest(Array.from(data, Math.abs).filter(Number.isFinite), 1)

/** How far beyond its bound an error is; NaN is beyond all. */
export function excess({ error, bound }: Finding): number {
  const ratio = error === 0 ? 0 : error / bound
  return Number.isNaN(ratio) ? Infinity : ratio
}

/** Halves the entries, and goes on with the half that looks worse, down to one entry. */
function narrowed(
  size: number,
  along: (a: number, b: number) => Finding,
  entry: (i: number) => Finding,
): Finding {
  let [a, b] = [0, size]
  while (b - a > 1) {
    const middle = (a + b) >> 1
    if (excess(along(a, middle)) >= excess(along(middle, b))) b = middle
    else a = middle
  }
  return entry(a)
}
