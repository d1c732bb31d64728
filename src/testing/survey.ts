// The comparisons that a gradient check makes, and the verdict that follows from them.
import { random } from '../random.js'
import { stridesOf } from '../shape.js'
import { blame } from './blame.js'
import { type Comparison, compare } from './compare.js'
import { centralDifference } from './differences.js'
import type { Finding, Survey, Verdict } from './report.js'
import type { Line, Subject } from './subject.js'

/** What was compared, and what it amounts to. */
export interface Surveyed extends Omit<Survey, 'seed' | 'evaluations'> {
  readonly findings: readonly Finding[]
}

/** Random directions where there are too many entries. A wrong derivative escapes all of them with chance (0.8·τ/‖error‖)⁸. */
const DIRECTIONS = 8
/** Where an error of this share of the gradient would pass, differences settle nothing. */
const COARSEST = 1 / 16

/** Compares every entry if there are no more than `most`, else random directions, and narrows a wrong one down to an entry. */
export function surveyOf(subject: Subject, seed: number, points: number, most: number): Surveyed {
  const { size, leaves } = subject
  const [value, again] = subject.values
  const method = size <= most ? 'entries' : 'directions'
  const nothing = { method, entries: size, checked: 0, wrong: 0, resolution: Infinity, findings: [] } as const
  if (value !== again || !Number.isFinite(value) || size === 0) return nothing
  const stream = random(seed + 1)
  let noise = 0

  const threeWays = (v: Float64Array, line: Line): Comparison => {
    const magnitude = Math.max(noise, line.noise) / 2 ** -52
    const differences = centralDifference(line.f, line.at, { points, scale: line.scale, magnitude })
    const [reverse, forward] = [subject.reverse(v), subject.forward(v)]
    return compare(reverse.value, forward.value, differences, reverse.rounding + forward.rounding)
  }
  /** Gaussian numbers for the entries from a to b, as large as the tensors that they are in, but at least 1. */
  const along = (a: number, b: number): Finding => {
    const normal = stream.normal([b - a]).data
    const v = new Float64Array(size)
    for (const { x, start } of leaves) {
      const scale =
        x.data.length === 0 ? 1 : Math.max(1, ...Array.from(x.data, Math.abs).filter(Number.isFinite))
      const rounded = x.dtype === 'float32' ? Math.fround : Number
      for (let i = Math.max(a, start); i < Math.min(b, start + x.size); i++)
        v[i] = rounded(scale * normal[i - a]!)
    }
    return { input: undefined, index: [], ...threeWays(v, subject.along(v)) }
  }
  const entry = (i: number): Finding => {
    const { path, x, start } = leaves[leaves.findLastIndex(leaf => leaf.start <= i)]!
    const v = new Float64Array(size)
    v[i] = 1
    let rest = i - start
    const index = stridesOf(x.shape).map(stride => {
      const at = Math.floor(rest / stride)
      rest -= at * stride
      return at
    })
    return { input: path, index, ...threeWays(v, subject.entry(i)) }
  }

  const first = along(0, size)
  // Noise above rounding, such as float32 inside an op, shows best along a direction that moves everything.
  if (first.differences.kind === 'smooth' && first.differences.noisy) noise = first.differences.noise
  const range = (n: number) => Array.from({ length: n }, (_, i) => i)
  const main =
    method === 'entries'
      ? range(size).map(entry)
      : [first, ...range(DIRECTIONS - 1).map(() => along(0, size))]
  const extra = method === 'entries' ? [first] : main.some(isWrong) ? [narrowed(size, along, entry)] : []
  const smooth = main.filter(({ differences }) => differences.kind === 'smooth')
  const largest = Math.max(
    ...smooth.filter(says).map(({ reverse, forward }) => Math.max(Math.abs(reverse), Math.abs(forward))),
  )
  return {
    method,
    entries: size,
    checked: main.length,
    wrong: main.filter(isWrong).length,
    resolution: largest > 0 ? Math.max(...smooth.map(({ bound }) => bound)) / largest : Infinity,
    findings: [...main, ...extra],
  }
}

const isWrong = ({ outcome }: Finding): boolean => outcome === 'differ'

/** Whether a derivative is more than its own rounding. */
const says = ({ reverse, forward, rounding }: Finding): boolean =>
  Math.max(Math.abs(reverse), Math.abs(forward)) > rounding

/** How far beyond its bound an error is; NaN is beyond all. */
function excess({ error, bound }: Finding): number {
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

/** What the findings amount to; a wrong gradient is traced to an op. */
export function verdictOf(subject: Subject, { findings }: Surveyed, seed: number, points: number): Verdict {
  const [value, again] = subject.values
  const inconclusive = (reason: string, worst?: Finding): Verdict => ({
    verdict: 'inconclusive',
    reason,
    worst,
  })
  if (subject.size === 0) return inconclusive('The inputs hold no values')
  if (!Object.is(value, again) && value !== again)
    return inconclusive(
      `f is not deterministic: for the same inputs it gave ${value}, then ${again}. Draw random numbers outside of it`,
    )
  if (!Number.isFinite(value)) return inconclusive(`f is ${value} at these inputs`)
  const worstOf = (outcome: Comparison['outcome']): Finding | undefined =>
    findings
      .filter(finding => finding.outcome === outcome)
      // An entry says more than a direction, so it goes first where both are wrong.
      .sort(
        (p, q) => Number(p.input === undefined) - Number(q.input === undefined) || excess(q) - excess(p),
      )[0]
  const wrong = worstOf('differ')
  const lost = worstOf('undefined')
  if (wrong !== undefined) {
    const { culprit, kink, edge } = blame(subject.path, seed + 2, points)
    if (culprit !== undefined || (kink === undefined && lost === undefined))
      return { verdict: 'refuted', worst: wrong, culprit, edge }
    if (kink !== undefined) return { verdict: 'nonsmooth', worst: wrong, kink }
  }
  if (lost !== undefined)
    return inconclusive(
      lost.differences.kind === 'undefined'
        ? lost.differences.reason
        : 'f is a staircase: it has one slope within a step, which is the gradient, and another over many steps',
      lost,
    )
  const kinked = worstOf('nonsmooth')
  if (kinked !== undefined) return { verdict: 'nonsmooth', worst: kinked, kink: undefined }
  const worst = worstOf('agree')!
  const steepest = Math.max(...findings.filter(says).map(({ reverse }) => Math.abs(reverse)))
  const coarse = findings.find(({ differences: d }) => d.kind === 'smooth' && d.bound > COARSEST * steepest)
  if (coarse !== undefined && steepest > 0)
    return inconclusive(
      'f is too noisy for differences: an error as large as the gradient could hide in it',
      coarse,
    )
  return { verdict: 'holds', worst }
}
