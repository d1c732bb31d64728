// Rows of statistics: order statistics, covariances, and what counts values.
import fc from 'fast-check'
import { fromData } from '../../../src/create.js'
import * as stats from '../../../src/ops/stats/index.js'
import { axesOf, distinctOf, fromFront, grid, shapes, tensorOf } from '../../support/arbitrary.js'
import { build, plain, read, reduced, total } from '../../support/plain.js'
import { call, given, type Row, rounding, show } from '../row.js'

/** Values that all differ, and axes with values to choose from. */
const choices = shapes({ filled: true }).chain(shape =>
  fc.record({ x: distinctOf(shape), axis: axesOf(shape.length), keepdims: fc.boolean() }),
)

const quantileOf = (line: readonly number[], q: number): number => {
  const sorted = line.toSorted((a, b) => a - b)
  const place = q * (line.length - 1)
  const t = place % 1
  return (1 - t) * sorted[Math.floor(place)]! + t * sorted[Math.ceil(place)]!
}

/** Of values up to 8 in size, between two of which five roundings lie at most. */
const within = rounding(2, 8)

const quantiles: Row = {
  calls: fc.tuple(choices, fc.integer({ min: 0, max: 10 })).map(([{ x, axis, keepdims }, tenths]) => {
    const q = tenths / 10
    const options = given({ axis, keepdims })
    return call({
      text: `quantile(a, ${q}, ${show(options)})`,
      inputs: [x],
      run: a => stats.quantile(a!, q, options),
      naive: () => ({
        ...reduced(plain(x), fromFront(axis, x.rank), keepdims, line => quantileOf(line, q)),
        within,
      }),
    })
  }),
}

const medians: Row = {
  calls: choices.map(({ x, axis, keepdims }) => {
    const options = given({ axis, keepdims })
    return call({
      text: `median(a, ${show(options)})`,
      inputs: [x],
      run: a => stats.median(a!, options),
      naive: () => ({
        ...reduced(plain(x), fromFront(axis, x.rank), keepdims, line => quantileOf(line, 0.5)),
        within,
      }),
    })
  }),
}

const observations = fc
  .record({
    variables: fc.integer({ min: 0, max: 4 }),
    n: fc.integer({ min: 3, max: 6 }),
    rowvar: fc.boolean(),
    vector: fc.boolean(),
  })
  .chain(({ variables, n, rowvar, vector }) =>
    fc.tuple(
      tensorOf(vector ? [n] : rowvar ? [variables, n] : [n, variables]),
      fc.constant({ rowvar, variables: vector ? 1 : variables, n }),
    ),
  )

interface Observed {
  readonly rowvar: boolean
  readonly variables: number
  readonly n: number
}

/** Products of centred variables, as two loops say. */
function productsOf(x: Parameters<typeof plain>[0], { rowvar, variables, n }: Observed) {
  const at = (v: number, i: number) => read(plain(x), x.rank === 1 ? [i] : rowvar ? [v, i] : [i, v])
  const all = Array.from({ length: n }, (_, i) => i)
  const centred = (v: number) => {
    const mean = total(all.map(i => at(v, i))) / n
    return all.map(i => at(v, i) - mean)
  }
  return build([variables, variables], ([v, w]) => {
    const [left, right] = [centred(v!), centred(w!)]
    return total(all.map(i => left[i]! * right[i]!))
  })
}

const covariances: Row = {
  calls: fc.tuple(observations, fc.integer({ min: 0, max: 2 })).map(([[x, observed], ddof]) => {
    const { rowvar, n } = observed
    return call({
      text: `cov(a, ${show({ rowvar, ddof })})`,
      inputs: [x],
      run: a => stats.cov(a!, { rowvar, ddof }),
      naive: () => {
        const { shape, values } = productsOf(x, observed)
        return {
          shape: x.rank === 1 ? [] : shape,
          values: values.map(v => v / (n - ddof)),
          // Centred values are 8 at most.
          within: rounding(n, 64),
        }
      },
    })
  }),
}

/** Variables that all vary: values differ. */
const correlations: Row = {
  calls: observations
    .chain(([x, observed]) => fc.tuple(distinctOf(x.shape), fc.constant(observed)))
    .map(([x, observed]) => {
      const { rowvar, variables, n } = observed
      return call({
        text: `corrcoef(a, ${show({ rowvar })})`,
        inputs: [x],
        run: a => stats.corrcoef(a!, { rowvar }),
        naive: () => {
          const products = productsOf(x, observed)
          const own = (v: number) => read(products, [v, v])
          const { values } = build(
            [variables, variables],
            ([v, w]) => read(products, [v!, w!]) / Math.sqrt(own(v!) * own(w!)),
          )
          // Sums of n products that are 256 at most, over a spread of at least (1/8)²·2.
          return {
            shape: x.rank === 1 ? [] : [variables, variables],
            values,
            within: rounding(n, 256) * 32,
          }
        },
      })
    }),
}

/** Places that small changes of a value do not move: values lie between the sixteenths of the line. */
const searches: Row = {
  calls: fc
    .record({
      line: fc.array(grid, { maxLength: 6 }),
      values: shapes().chain(shape => tensorOf(shape)),
      side: fc.constantFrom('left' as const, 'right' as const),
    })
    .map(({ line, values, side }) => {
      const sorted = line.toSorted((a, b) => a - b)
      return call({
        text: `searchSorted([${sorted}], a, { side: '${side}' })`,
        inputs: [values],
        dtype: 'int32',
        run: a => stats.searchSorted(vector(sorted), a!, { side }),
        naive: () =>
          build(values.shape, index => {
            const value = read(plain(values), index)
            return sorted.filter(v => (side === 'left' ? v < value : v <= value)).length
          }),
      })
    }),
}

const vector = (values: readonly number[]) => fromData(Float64Array.from(values), [values.length])

/** What it gives has a shape that values decide, so that it takes no part in traces and batches. */
const uniques: Row = {
  calls: shapes()
    .chain(shape => tensorOf(shape, fc.integer({ min: -2, max: 2 })))
    .map(x =>
      call({
        text: `unique(${x}).counts`,
        inputs: [],
        dtype: 'int32',
        run: () => stats.unique(x).counts,
        naive: () => {
          const values = [...new Set(x.data)].sort((a, b) => a - b)
          return {
            shape: [values.length],
            values: values.map(v => Array.from(x.data).filter(w => w === v).length),
          }
        },
      }),
    ),
}

/** The same holds of it. */
const histograms: Row = {
  calls: fc
    .tuple(
      shapes().chain(shape => tensorOf(shape)),
      fc.uniqueArray(grid, { minLength: 2, maxLength: 5 }),
    )
    .map(([x, drawn]) => {
      const edges = drawn.toSorted((a, b) => a - b)
      return call({
        text: `histogram(${x}, [${edges}]).counts`,
        inputs: [],
        dtype: 'int32',
        run: () => stats.histogram(x, edges).counts,
        naive: () =>
          build([edges.length - 1], ([bin]) => {
            const [from, to] = [edges[bin!]!, edges[bin! + 1]!]
            const isLast = bin === edges.length - 2
            return Array.from(x.data).filter(v => v >= from && (v < to || (isLast && v === to))).length
          }),
      })
    }),
}

export const statistics = {
  quantile: quantiles,
  median: medians,
  cov: covariances,
  corrcoef: correlations,
  searchSorted: searches,
  unique: uniques,
  histogram: histograms,
} satisfies Record<string, Row>
