// Rows of ops that bring axes down, or run along one: sums, products, extremes, norms, softmax and its relatives.
import fc from 'fast-check'
import type { ReduceOptions, Shape, Tensor } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import {
  awayFromZero,
  axesOf,
  axisOf,
  distinctOf,
  fromFront,
  integersOf,
  positive,
  shapes,
  tensorOf,
} from '../../support/arbitrary.js'
import { alongAxis, largest, plain, reduced, total } from '../../support/plain.js'
import { call, given, type Row, rounding, show } from '../row.js'

interface Line {
  /** The result of one line of values. */
  readonly f: (line: readonly number[]) => number
  /** The largest number in the sum of n terms that f computes, from the largest |x|: for the tolerance. */
  readonly magnitude: (largest: number, n: number) => number
}

/** Options of every kind: an axis, several, none named; kept or dropped. */
const options = (rank: number): fc.Arbitrary<ReduceOptions> =>
  fc.record({ axis: axesOf(rank), keepdims: fc.constantFrom(undefined, false, true) }).map(given)

/** The row of a reduction. */
function reduction<O extends ReduceOptions>(
  name: string,
  op: (x: Tensor, options: O) => Tensor,
  { f, magnitude }: Line,
  draw: (shape: Shape) => fc.Arbitrary<Tensor> = shape => tensorOf(shape),
  more: fc.Arbitrary<Omit<O, keyof ReduceOptions>> = fc.constant({} as Omit<O, keyof ReduceOptions>),
  filled = false,
): Row {
  return {
    calls: shapes({ filled })
      .chain(shape => fc.tuple(draw(shape), options(shape.length), more))
      .map(([x, over, rest]) =>
        call({
          text: `${name}(a, ${show({ ...over, ...rest })})`,
          inputs: [x],
          run: a => op(a!, { ...over, ...rest } as O),
          naive: () => {
            const axes = fromFront(over.axis, x.rank)
            const n = axes.reduce((product, axis) => product * x.shape[axis]!, 1)
            return {
              ...reduced(plain(x), axes, over.keepdims ?? false, f),
              within: rounding(n, magnitude(largest(plain(x)), n)),
            }
          },
        }),
      ),
  }
}

const mean = (line: readonly number[]) => total(line) / line.length
const logSumExp = (line: readonly number[]) => Math.log(total(line.map(Math.exp)))
const entry = (largest: number) => largest
const exact = () => 0

/** The length of a line, which is nowhere 0. */
const length = (x: readonly number[]) => Math.hypot(...x)

const variances: Row = {
  calls: fc.constantFrom(0, 1).chain(
    ddof =>
      reduction<ReduceOptions & { ddof?: number }>(
        'variance',
        ops.variance,
        {
          f: line => total(line.map(v => (v - mean(line)) ** 2)) / Math.max(0, line.length - ddof),
          // Squares of differences of two values of ≤ 4, and one division by n − 1.
          magnitude: largest => (2 * largest) ** 2,
        },
        undefined,
        fc.constant({ ddof }),
      ).calls,
  ),
}

/** The row of an op that runs along one axis and keeps the shape. */
function running(
  name: string,
  op: (x: Tensor, axis: number | undefined) => Tensor,
  f: (line: readonly number[]) => readonly number[],
  magnitude: (largest: number, n: number) => number,
  draw: (shape: Shape) => fc.Arbitrary<Tensor> = shape => tensorOf(shape),
): Row {
  return {
    calls: shapes({ minRank: 1 })
      .chain(shape => fc.tuple(draw(shape), fc.option(axisOf(shape.length), { nil: undefined })))
      .map(([x, axis]) =>
        call({
          text: `${name}(a, ${show({ axis })})`,
          inputs: [x],
          run: a => op(a!, axis),
          naive: () => {
            const at = fromFront(axis ?? -1, x.rank)[0]!
            const within = rounding(x.shape[at]!, magnitude(largest(plain(x)), x.shape[at]!))
            return { ...alongAxis(plain(x), at, f), within }
          },
        }),
      ),
  }
}

const softmax = (line: readonly number[]) => line.map(v => Math.exp(v) / total(line.map(Math.exp)))

/** The row of what a line comes to so far, from the front or from the back. */
const soFar = (
  name: string,
  op: typeof ops.cumsum,
  { f, magnitude }: Line,
  draw?: (shape: Shape) => fc.Arbitrary<Tensor>,
): Row => ({
  calls: fc.boolean().chain(
    reverse =>
      running(
        reverse ? `${name} in reverse` : name,
        (x, axis) => op(x, { axis: axis ?? -1, reverse }),
        line => line.map((_, i) => f(reverse ? line.slice(i) : line.slice(0, i + 1))),
        magnitude,
        draw,
      ).calls,
  ),
})

const products: Line = {
  f: line => line.reduce((a, b) => a * b, 1),
  magnitude: (top, n) => Math.max(1, top) ** n,
}

/** ln Σ eˣ lies between −4 and 4 + ln n; an ulp of Σ eˣ moves it by one of 1. */
const logSums: Line = { f: logSumExp, magnitude: (top, n) => top + Math.log(n + 1) + 1 }

/** Lines of two values or more, which all differ: nowhere is the deviation 0. */
const deviations: Row = {
  calls: shapes({ minRank: 1, filled: true })
    .chain(shape =>
      fc.tuple(distinctOf(shape.map(n => n + 1)), options(shape.length), fc.constantFrom(0, 1, undefined)),
    )
    .filter(([, { axis }]) => !Array.isArray(axis) || axis.length > 0)
    .map(([x, over, ddof]) =>
      call({
        text: `std(a, ${show({ ...over, ddof })})`,
        inputs: [x],
        run: a => ops.std(a!, given({ ...over, ddof })),
        naive: () => {
          const axes = fromFront(over.axis, x.rank)
          const n = axes.reduce((product, axis) => product * x.shape[axis]!, 1)
          return {
            ...reduced(plain(x), axes, over.keepdims ?? false, line =>
              Math.sqrt(total(line.map(v => (v - mean(line)) ** 2)) / (line.length - (ddof ?? 0))),
            ),
            // Differences of two values, and roots of their squares, none larger than twice the largest value by √n.
            within: rounding(n, 2 * largest(plain(x)) * Math.sqrt(n)),
          }
        },
      }),
    ),
}

function position(name: string, op: typeof ops.argMax, sign: 1 | -1): Row {
  return {
    flat: true,
    calls: shapes({ filled: true })
      .chain(shape =>
        fc.tuple(
          distinctOf(shape),
          fc
            .record({
              axis:
                shape.length === 0
                  ? fc.constant(undefined)
                  : fc.option(axisOf(shape.length), { nil: undefined }),
              keepdims: fc.constantFrom(undefined, false, true),
            })
            .map(given),
        ),
      )
      .map(([x, over]) =>
        call({
          text: `${name}(a, ${show(over)})`,
          inputs: [x],
          dtype: 'int32',
          run: a => op(a!, over),
          naive: () =>
            reduced(plain(x), fromFront(over.axis, x.rank), over.keepdims ?? false, line =>
              line.indexOf(line.reduce((best, v) => (sign * v > sign * best ? v : best))),
            ),
        }),
      ),
  }
}

const norms = fc.constantFrom(1, 2, Number.POSITIVE_INFINITY, undefined).chain(ord => {
  const line: Line =
    ord === 1
      ? { f: x => total(x.map(Math.abs)), magnitude: entry }
      : ord === Number.POSITIVE_INFINITY
        ? { f: x => Math.max(...x.map(Math.abs)), magnitude: exact }
        : { f: length, magnitude: entry }
  return reduction<ReduceOptions & { ord?: number }>(
    'norm',
    ops.norm,
    line,
    // |x| without ties, and 1/8 or more away from 0.
    shape =>
      ord === Number.POSITIVE_INFINITY
        ? distinctOf(shape).map(x => ops.add(x, 8.125))
        : tensorOf(shape, awayFromZero),
    fc.constant(given({ ord })),
    ord === Number.POSITIVE_INFINITY,
  ).calls
})

export const reductions = {
  sum: reduction('sum', (x, o) => ops.sum(x, o), { f: total, magnitude: entry }),
  mean: reduction('mean', (x, o) => ops.mean(x, o), { f: mean, magnitude: entry }),
  prod: reduction('prod', ops.prod, products),
  max: reduction(
    'max',
    ops.max,
    { f: line => Math.max(...line), magnitude: exact },
    distinctOf,
    undefined,
    true,
  ),
  min: reduction(
    'min',
    ops.min,
    { f: line => Math.min(...line), magnitude: exact },
    distinctOf,
    undefined,
    true,
  ),
  variance: variances,
  argMax: position('argMax', ops.argMax, 1),
  argMin: position('argMin', ops.argMin, -1),
  std: deviations,
  cumsum: soFar('cumsum', ops.cumsum, { f: total, magnitude: entry }),
  cumprod: soFar('cumprod', ops.cumprod, products),
  cummax: soFar('cummax', ops.cummax, { f: line => Math.max(...line), magnitude: exact }, distinctOf),
  cummin: soFar('cummin', ops.cummin, { f: line => Math.min(...line), magnitude: exact }, distinctOf),
  cumLogSumExp: soFar('cumLogSumExp', ops.cumLogSumExp, logSums),
  norm: { calls: norms },
  entropy: reduction(
    'entropy',
    ops.entropy,
    // p ≤ 4, and |ln p| ≤ ln 4.
    { f: line => -total(line.map(p => p * Math.log(p))), magnitude: () => 4 * Math.log(4) },
    shape => tensorOf(shape, positive),
  ),
} satisfies Record<string, Row>

export const softmaxes = {
  logSumExp: reduction('logSumExp', ops.logSumExp, logSums),
  softmax: running(
    'softmax',
    (x, axis) => ops.softmax(x, given({ axis })),
    softmax,
    () => 1,
  ),
  logSoftmax: running(
    'logSoftmax',
    (x, axis) => ops.logSoftmax(x, given({ axis })),
    line => line.map(v => v - logSumExp(line)),
    top => 2 * top + 3,
  ),
  crossEntropy: { calls: losses() },
} satisfies Record<string, Row>

/** Soft labels of any weights, and labels by number; the mean, the sum, or each. */
function losses(): Row['calls'] {
  const draw = shapes({ minRank: 1, filled: true }).chain(shape =>
    fc.tuple(
      tensorOf(shape),
      fc.oneof(tensorOf(shape), integersOf(shape.slice(0, -1), 0, shape.at(-1)! - 1)),
      fc.constantFrom('mean' as const, 'sum' as const, 'none' as const),
    ),
  )
  return draw.map(([logits, labels, reduction]) => {
    const hard = labels.dtype === 'int32'
    return call({
      text: hard ? `crossEntropy(a, ${labels}, '${reduction}')` : `crossEntropy(a, b, '${reduction}')`,
      inputs: hard ? [logits] : [logits, labels],
      run: (z, y) => ops.crossEntropy(z!, y ?? labels, { reduction }),
      naive: () => {
        const c = logits.shape.at(-1)!
        const rows = Array.from({ length: logits.size / c }, (_, i) => {
          const z = Array.from(logits.data).slice(i * c, (i + 1) * c)
          const y = hard
            ? z.map((_, k) => Number(k === labels.data[i]))
            : Array.from(labels.data).slice(i * c, (i + 1) * c)
          return -total(y.map((weight, k) => weight * (z[k]! - logSumExp(z))))
        })
        const within = rounding(logits.size, (2 * 4 + 3) * 4)
        if (reduction === 'none') return { shape: logits.shape.slice(0, -1), values: rows, within }
        return { shape: [], values: [total(rows) / (reduction === 'mean' ? rows.length : 1)], within }
      },
    })
  })
}
