// Rows of ops that read by index, and of their adjoints that add by index.
import fc from 'fast-check'
import type { Shape, Tensor } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import { axisOf, front, integersOf, shapes, tensorOf } from '../../support/arbitrary.js'
import { build, indicesOf, plain, read, total } from '../../support/plain.js'
import { call, type Row, rounding } from '../row.js'

/** x, an axis, and indices that pick along it: `count` of each line, or a single one with an axis less. */
const picking = shapes({ minRank: 1, filled: true }).chain(shape =>
  fc.tuple(axisOf(shape.length), fc.option(fc.nat({ max: 3 }), { nil: undefined })).chain(([axis, count]) => {
    const at = front(axis, shape.length)
    const part = count === undefined ? shape.toSpliced(at, 1) : shape.with(at, count)
    return fc.record({
      x: tensorOf(shape),
      axis: fc.constant(axis),
      indices: integersOf(part, -shape[at]!, shape[at]! - 1),
      updates: tensorOf(part),
    })
  }),
)

/** Where the value at `index` of the indices is read in x. */
function source(x: Shape, axis: number, indices: Tensor, index: readonly number[]): number[] {
  const at = front(axis, x.length)
  const pick = read(plain(indices), index)
  const i = pick < 0 ? pick + x[at]! : pick
  return indices.rank === x.length ? index.with(at, i) : index.toSpliced(at, 0, i)
}

const gathers: Row = {
  calls: picking.map(({ x, axis, indices }) =>
    call({
      text: `gather(a, ${indices}, { axis: ${axis} })`,
      inputs: [x],
      run: a => ops.gather(a!, indices, { axis }),
      naive: () => build(indices.shape, index => read(plain(x), source(x.shape, axis, indices, index))),
    }),
  ),
}

const scatters: Row = {
  calls: picking.map(({ x, axis, indices, updates }) =>
    call({
      text: `scatterAdd(a, ${indices}, b, { axis: ${axis} })`,
      inputs: [x, updates],
      run: (a, b) => ops.scatterAdd(a!, indices, b!, { axis }),
      naive: () => ({
        ...build(x.shape, at =>
          indicesOf(indices.shape)
            .filter(index => String(source(x.shape, axis, indices, index)) === String(at))
            .reduce((sum, index) => sum + read(plain(updates), index), read(plain(x), at)),
        ),
        within: rounding(updates.size + 1, 4),
      }),
    }),
  ),
}

const takes: Row = {
  calls: shapes({ minRank: 1, maxRank: 2, filled: true })
    .chain(shape => fc.tuple(fc.constant(shape), axisOf(shape.length), shapes({ maxRank: 2 })))
    .chain(([shape, axis, part]) => {
      const n = shape[front(axis, shape.length)]!
      return fc.tuple(tensorOf(shape), fc.constant(axis), integersOf(part, -n, n - 1))
    })
    .map(([x, axis, indices]) =>
      call({
        text: `take(a, ${indices}, { axis: ${axis} })`,
        inputs: [x],
        run: a => ops.take(a!, indices, { axis }),
        naive: () => {
          const at = front(axis, x.rank)
          return build(x.shape.toSpliced(at, 1, ...indices.shape), index => {
            const pick = read(plain(indices), index.slice(at, at + indices.rank))
            const i = pick < 0 ? pick + x.shape[at]! : pick
            return read(plain(x), index.toSpliced(at, indices.rank, i))
          })
        },
      }),
    ),
}

const segments: Row = {
  calls: fc
    .tuple(shapes({ minRank: 1, filled: true }), fc.integer({ min: 1, max: 4 }))
    .chain(([shape, count]) =>
      fc.tuple(tensorOf(shape), integersOf(shape.slice(0, 1), -count, count - 1), fc.constant(count)),
    )
    .map(([x, segments, count]) =>
      call({
        text: `segmentSum(a, ${segments}, ${count})`,
        inputs: [x],
        run: a => ops.segmentSum(a!, segments, count),
        naive: () => ({
          ...build(x.shape.with(0, count), ([s, ...rest]) =>
            total(
              Array.from(segments.data).map((segment, i) =>
                (segment + count) % count === s ? read(plain(x), [i, ...rest]) : 0,
              ),
            ),
          ),
          within: rounding(x.shape[0]!, 4),
        }),
      }),
    ),
}

/** Labels as a user may have them: whole numbers, in float64 here. As float64, indicators would look like slopes to differences. */
const indicators: Row = {
  calls: fc
    .tuple(
      shapes({ maxRank: 2 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('int32' as const, 'bool' as const),
    )
    .chain(([shape, classes, dtype]) =>
      fc.tuple(integersOf(shape, 0, classes - 1), fc.constant(classes), fc.constant(dtype)),
    )
    .map(([labels, classes, dtype]) =>
      call({
        text: `oneHot(a, ${classes}, { dtype: '${dtype}' })`,
        inputs: [ops.cast(labels, 'float64')],
        dtype,
        run: a => ops.oneHot(a!, classes, { dtype }),
        naive: () =>
          build([...labels.shape, classes], index =>
            read(plain(labels), index.slice(0, -1)) === index.at(-1) ? 1 : 0,
          ),
      }),
    ),
}

export const indexing = {
  gather: gathers,
  scatterAdd: scatters,
  take: takes,
  segmentSum: segments,
  oneHot: indicators,
} satisfies Record<string, Row>
