// Random problems of softmax regression whose parts fit together, and that shrink together: a row at a time, then a value.
import fc from 'fast-check'
import { fromData } from '../../src/create.js'
import type { Tensor } from '../../src/index.js'
import type { SoftmaxParams } from '../../src/models/index.js'
import type { Flat } from './closedForm.js'

/** Features, parameters and labels of n rows, d features and k classes. */
export interface Problem {
  /** n rows of d */
  readonly x: readonly (readonly number[])[]
  /** d rows of k */
  readonly theta: readonly (readonly number[])[]
  /** k, or none */
  readonly bias: readonly number[] | undefined
  /** A class for each row, or a row of k weights. */
  readonly labels: readonly number[] | readonly (readonly number[])[]
  readonly l2: number
}

/** What may be drawn. */
export interface ProblemOptions {
  /** hard: classes; soft: weights that sum to 1; free: weights ≥ 0 that sum to anything. All unless given. */
  readonly labels?: readonly ('hard' | 'soft' | 'free')[]
  /** The largest extent; 13 unless given. */
  readonly most?: number
  /** Times which θ is taken: 16 makes scores of about 700, where exp ends, and 256 of about 1e4. 1, 16, 256 unless given. */
  readonly scales?: readonly number[]
  readonly l2?: boolean
}

/** Extents that differ in pairs, so that 1/n is never mistaken for 1/d or 1/k. */
const PRIMES = [2, 3, 5, 7, 11, 13]

class Problems extends fc.Arbitrary<Problem> {
  constructor(private readonly options: ProblemOptions) {
    super()
  }

  generate(random: fc.Random): fc.Value<Problem> {
    const { labels = ['hard', 'soft', 'free'], most = 13, scales = [1, 16, 256], l2 = true } = this.options
    const integer = (low: number, high: number) => random.nextInt(low, high)
    const pick = <T>(list: readonly T[]): T => list[integer(0, list.length - 1)]!
    const list = <T>(length: number, value: (i: number) => T) => Array.from({ length }, (_, i) => value(i))
    const primes = PRIMES.filter(p => p <= most)
    const [n, d, k] = list(3, () => primes.splice(integer(0, primes.length - 1), 1)[0]!) as [
      number,
      number,
      number,
    ]
    const scale = pick(scales)
    // A third of the values are 0 in some problems: ties and rows that nothing tells apart.
    const sparse = integer(0, 3) === 0
    const grid = () => (sparse && integer(0, 2) === 0 ? 0 : integer(-64, 64) / 16)
    const kind = pick(labels)
    const weights = (): number[] => {
      if (kind === 'free') return list(k, () => integer(0, 32) / 16)
      const cuts = [0, ...list(k - 1, () => integer(0, 16)).sort((a, b) => a - b), 16]
      return list(k, c => (cuts[c + 1]! - cuts[c]!) / 16)
    }
    const problem: Problem = {
      x: list(n, () => list(d, grid)),
      theta: list(d, () => list(k, () => scale * grid())),
      bias: integer(0, 2) === 0 ? undefined : list(k, () => scale * grid()),
      labels: kind === 'hard' ? list(n, () => integer(0, k - 1)) : list(n, weights),
      l2: l2 && integer(0, 1) === 1 ? integer(1, 32) / 16 : 0,
    }
    return new fc.Value(problem, undefined)
  }

  canShrinkWithoutContext(_value: unknown): _value is Problem {
    return false
  }

  shrink(problem: Problem): fc.Stream<fc.Value<Problem>> {
    return fc.stream(simpler(problem)).map(value => new fc.Value(value, undefined))
  }
}

/** Random problems on a grid of sixteenths. */
export const problems = (options: ProblemOptions = {}): fc.Arbitrary<Problem> => new Problems(options)

const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at)
const isHard = (labels: Problem['labels']): labels is readonly number[] => typeof labels[0] === 'number'
const set = <T>(list: readonly T[], at: number, value: T): T[] =>
  list.map((old, i) => (i === at ? value : old))

/** Problems a step simpler, the largest steps first. */
function* simpler(p: Problem): Generator<Problem> {
  const [n, d, k] = [p.x.length, p.theta.length, p.theta[0]!.length]
  const { labels } = p
  if (p.bias !== undefined) yield { ...p, bias: undefined }
  if (p.l2 !== 0) yield { ...p, l2: 0 }
  if (p.l2 !== 0 && p.l2 !== 1) yield { ...p, l2: 1 }
  if (!isHard(labels)) yield { ...p, labels: labels.map(row => row.indexOf(Math.max(...row))) }
  if (p.theta.some(row => row.some(v => v !== 0))) yield { ...p, theta: p.theta.map(row => row.map(() => 0)) }
  if (p.x.some(row => row.some(v => v !== 1))) yield { ...p, x: p.x.map(row => row.map(() => 1)) }
  for (let i = 0; n > 1 && i < n; i++) {
    const rest = isHard(labels) ? without(labels, i) : without(labels, i)
    yield { ...p, x: without(p.x, i), labels: rest }
  }
  for (let j = 0; d > 1 && j < d; j++)
    yield { ...p, x: p.x.map(row => without(row, j)), theta: without(p.theta, j) }
  for (let c = 0; k > 2 && c < k; c++) {
    yield {
      ...p,
      theta: p.theta.map(row => without(row, c)),
      bias: p.bias === undefined ? undefined : without(p.bias, c),
      labels: isHard(labels)
        ? labels.map(y => (y === c ? 0 : y > c ? y - 1 : y))
        : labels.map(row => without(row, c)),
    }
  }
  // Parameters go toward 0, features toward 1, so that no step ever leads back.
  const toward = (v: number): number[] =>
    [0, Math.sign(v), Math.trunc(v)].filter(s => Math.abs(s) < Math.abs(v))
  const towardOne = (v: number): number[] =>
    v === 1 ? [] : v === 0 ? [1] : [1, ...toward(v).filter(s => s !== 1)]
  for (const [name, steps] of [
    ['theta', toward],
    ['x', towardOne],
  ] as const) {
    for (const [i, row] of p[name].entries()) {
      for (const [j, v] of row.entries())
        for (const s of steps(v)) yield { ...p, [name]: set(p[name], i, set(row, j, s)) }
    }
  }
  for (const [c, v] of (p.bias ?? []).entries())
    for (const s of toward(v)) yield { ...p, bias: set(p.bias!, c, s) }
  if (isHard(labels)) {
    for (const [i, y] of labels.entries()) if (y > 0) yield { ...p, labels: set(labels, i, 0) }
  }
}

const matrix = (rows: readonly (readonly number[])[]): Tensor<readonly [number, number]> =>
  fromData(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length] as const)

/** The problem as tensors: parameters, features [n, d], labels int32 [n] or float64 [n, k]. */
export function tensorsOf(p: Problem): { params: SoftmaxParams; x: Tensor; y: Tensor; l2: number } {
  const theta = matrix(p.theta)
  const bias = p.bias && fromData(Float64Array.from(p.bias), [p.bias.length] as const)
  return {
    params: bias === undefined ? { theta } : { theta, bias },
    x: matrix(p.x),
    y: isHard(p.labels) ? fromData(Int32Array.from(p.labels), [p.labels.length] as const) : matrix(p.labels),
    l2: p.l2,
  }
}

/** The problem as flat arrays, hard labels as rows with one 1. */
export function flatOf(p: Problem): Flat {
  const k = p.theta[0]!.length
  const { labels } = p
  const rows = isHard(labels)
    ? labels.map(y => Array.from({ length: k }, (_, c) => (c === y ? 1 : 0)))
    : labels
  return {
    n: p.x.length,
    d: p.theta.length,
    k,
    x: Float64Array.from(p.x.flat()),
    theta: Float64Array.from(p.theta.flat()),
    bias: p.bias && Float64Array.from(p.bias),
    y: Float64Array.from(rows.flat()),
    l2: p.l2,
  }
}
