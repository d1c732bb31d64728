// Rows of ops that take blocks out and put blocks together.
import fc from 'fast-check'
import type { Range } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import { axisOf, front, grid, listOf, shapes, tensorOf, tensors } from '../../support/arbitrary.js'
import { build, plain, read, total } from '../../support/plain.js'
import { call, type Row, show } from '../row.js'

/** A tensor and an axis of it. */
const withAxis = shapes({ minRank: 1 }).chain(shape => fc.tuple(tensorOf(shape), axisOf(shape.length)))

/** A range of an axis of n values: an index, everything, or bounds and a step of either sign. */
function rangeOf(n: number): fc.Arbitrary<Range> {
  const bound = fc.option(fc.integer({ min: -n, max: n }), { nil: undefined })
  const range = fc.tuple(bound, bound, fc.constantFrom(undefined, 1, 2, 3, -1, -2))
  const everything = fc.constant(undefined)
  return n === 0 ? fc.oneof(everything, range) : fc.oneof(axisOf(n), everything, range)
}

/** The positions that a range names, by counting. */
function positions(range: Range, n: number): number[] {
  if (typeof range === 'number') return [range < 0 ? range + n : range]
  const [from, to, step = 1] = range ?? []
  const place = (at: number) => (at < 0 ? at + n : at)
  const all: number[] = []
  if (step > 0) for (let i = place(from ?? 0); i < place(to ?? n); i += step) all.push(i)
  else
    for (let i = Math.min(n - 1, place(from ?? n - 1)); i > (to === undefined ? -1 : place(to)); i += step)
      all.push(i)
  return all
}

const slices: Row = {
  calls: tensors()
    .chain(x => fc.tuple(fc.constant(x), fc.nat({ max: x.rank }), fc.tuple(...x.shape.map(rangeOf))))
    .map(([x, count, all]) => {
      const ranges = all.slice(0, count)
      return call({
        text: `slice(a, ${show(ranges)})`,
        inputs: [x],
        run: a => ops.slice(a!, ranges),
        naive: () => {
          const picks = x.shape.map((n, axis) => positions(ranges[axis], n))
          const cells = build(
            picks.map(p => p.length),
            index =>
              read(
                plain(x),
                index.map((i, axis) => picks[axis]![i]!),
              ),
          )
          return {
            shape: cells.shape.filter((_, axis) => typeof ranges[axis] !== 'number'),
            values: cells.values,
          }
        },
      })
    }),
}

const flips: Row = {
  calls: withAxis.map(([x, axis]) =>
    call({
      text: `flip(a, ${axis})`,
      inputs: [x],
      run: a => ops.flip(a!, axis),
      naive: () => {
        const at = front(axis, x.rank)
        return build(x.shape, index => read(plain(x), index.with(at, x.shape[at]! - 1 - index[at]!)))
      },
    }),
  ),
}

const pads: Row = {
  calls: tensors({ maxRank: 2 })
    .chain(x => {
      const width = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }))
      return fc.tuple(fc.constant(x), listOf(x.rank, width), fc.option(grid, { nil: undefined }))
    })
    .map(([x, widths, value]) =>
      call({
        text: `pad(a, ${show(widths)}, ${value})`,
        inputs: [x],
        run: a => ops.pad(a!, widths, value),
        naive: () =>
          build(
            x.shape.map((n, axis) => n + widths[axis]![0] + widths[axis]![1]),
            index => {
              const at = index.map((i, axis) => i - widths[axis]![0])
              return at.every((i, axis) => i >= 0 && i < x.shape[axis]!) ? read(plain(x), at) : (value ?? 0)
            },
          ),
      }),
    ),
}

/** Two or three tensors that differ along one axis, which may be empty in some. */
const concats: Row = {
  calls: shapes({ minRank: 1 })
    .chain(shape =>
      fc
        .tuple(axisOf(shape.length), fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }))
        .chain(([axis, lengths]) =>
          fc.tuple(
            fc.constant(axis),
            fc.tuple(...lengths.map(n => tensorOf(shape.with(front(axis, shape.length), n)))),
          ),
        ),
    )
    .map(([axis, inputs]) =>
      call({
        text: `concat([${inputs.map((_, i) => 'abc'[i])}], ${axis})`,
        inputs,
        run: (...all) => ops.concat(all, axis),
        naive: () => {
          const at = front(axis, inputs[0]!.rank)
          const n = total(inputs.map(x => x.shape[at]!))
          return build(inputs[0]!.shape.with(at, n), index => {
            let i = index[at]!
            let k = 0
            while (i >= inputs[k]!.shape[at]!) i -= inputs[k++]!.shape[at]!
            return read(plain(inputs[k]!), index.with(at, i))
          })
        },
      }),
    ),
}

const stacks: Row = {
  calls: fc
    .tuple(shapes({ maxRank: 2 }), fc.integer({ min: 1, max: 3 }))
    .chain(([shape, k]) =>
      fc.tuple(axisOf(shape.length + 1), fc.tuple(...Array.from({ length: k }, () => tensorOf(shape)))),
    )
    .map(([axis, inputs]) =>
      call({
        text: `stack([${inputs.map((_, i) => 'abc'[i])}], ${axis})`,
        inputs,
        run: (...all) => ops.stack(all, axis),
        naive: () => {
          const at = front(axis, inputs[0]!.rank + 1)
          return build(inputs[0]!.shape.toSpliced(at, 0, inputs.length), index =>
            read(plain(inputs[index[at]!]!), index.toSpliced(at, 1)),
          )
        },
      }),
    ),
}

/** One of the parts of a split: equal parts by their number, or parts of given lengths. */
const splits: Row = {
  calls: fc
    .tuple(
      shapes({ minRank: 1 }),
      fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.nat({ max: 2 }),
    )
    .chain(([shape, drawn, equal, pick]) =>
      axisOf(shape.length).chain(axis => {
        const lengths = equal ? drawn.map(() => drawn[0]!) : drawn
        const parts = equal ? lengths.length : lengths
        const x = tensorOf(shape.with(front(axis, shape.length), total(lengths)))
        return fc.tuple(x, fc.constant({ axis, lengths, parts, at: pick % lengths.length }))
      }),
    )
    .map(([x, { axis, lengths, parts, at }]) =>
      call({
        text: `split(a, ${show(parts)}, ${axis})[${at}]`,
        inputs: [x],
        run: a => ops.split(a!, parts, axis)[at]!,
        naive: () => {
          const place = front(axis, x.rank)
          const start = total(lengths.slice(0, at))
          return build(x.shape.with(place, lengths[at]!), index =>
            read(plain(x), index.with(place, index[place]! + start)),
          )
        },
      }),
    ),
}

/** One of the slices along an axis. */
const unstacks: Row = {
  calls: shapes({ minRank: 1, filled: true })
    .chain(shape => fc.tuple(tensorOf(shape), axisOf(shape.length), fc.nat()))
    .map(([x, axis, pick]) => {
      const at = front(axis, x.rank)
      const i = pick % x.shape[at]!
      return call({
        text: `unstack(a, ${axis})[${i}]`,
        inputs: [x],
        run: a => ops.unstack(a!, axis)[i]!,
        naive: () => build(x.shape.toSpliced(at, 1), index => read(plain(x), index.toSpliced(at, 0, i))),
      })
    }),
}

export const blocks = {
  slice: slices,
  flip: flips,
  pad: pads,
  concat: concats,
  stack: stacks,
  split: splits,
  unstack: unstacks,
} satisfies Record<string, Row>
