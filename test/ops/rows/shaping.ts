// Rows of ops that give values another shape, order or dtype.
import fc from 'fast-check'
import type { Tensor } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import { axisOf, front, listOf, shapes, stretching, tensorOf, tensors } from '../../support/arbitrary.js'
import { build, indicesOf, largest, plain, read, total } from '../../support/plain.js'
import { call, type Row, rounding, show } from '../row.js'

const stretches: Row = {
  calls: shapes()
    .chain(common => stretching(common).chain(shape => fc.tuple(tensorOf(shape), fc.constant(common))))
    .map(([x, common]) =>
      call({
        text: `broadcastTo(a, ${show(common)})`,
        inputs: [x],
        run: a => ops.broadcastTo(a!, common),
        naive: () => build(common, index => read(plain(x), index)),
      }),
    ),
}

const sums: Row = {
  calls: shapes()
    .chain(common => fc.tuple(tensorOf(common), stretching(common)))
    .map(([x, shape]) =>
      call({
        text: `sumTo(a, ${show(shape)})`,
        inputs: [x],
        run: a => ops.sumTo(a!, shape),
        naive: () => {
          const cells = build(shape, at => {
            const lands = (index: readonly number[]) =>
              shape.every((n, axis) => n === 1 || index[index.length - shape.length + axis] === at[axis])
            return total(
              indicesOf(x.shape)
                .filter(lands)
                .map(index => read(plain(x), index)),
            )
          })
          return { ...cells, within: rounding(x.size, largest(plain(x))) }
        },
      }),
    ),
}

/** A shape of the same size, with one extent perhaps left to be inferred. */
function reshapesOf(size: number): fc.Arbitrary<readonly number[]> {
  if (size === 0) return fc.constantFrom([0], [0, 3], [2, 0], [-1])
  const divisors = Array.from({ length: size }, (_, i) => i + 1).filter(n => size % n === 0)
  return fc
    .tuple(fc.constantFrom(...divisors), fc.boolean(), fc.integer({ min: 0, max: 3 }))
    .map(([n, hole, kind]) => {
      const m = hole ? -1 : size / n
      return [[n, m], [m, n], [1, n, m], hole ? [-1] : [size]][kind]!
    })
}

const reshapes: Row = {
  calls: tensors()
    .chain(x => fc.tuple(fc.constant(x), reshapesOf(x.size)))
    .map(([x, shape]) =>
      call({
        text: `reshape(a, ${show(shape)})`,
        inputs: [x],
        run: a => ops.reshape(a!, shape),
        naive: () => {
          const known = shape.filter(n => n >= 0).reduce((p, n) => p * n, 1)
          return { shape: shape.map(n => (n < 0 ? x.size / known : n)), values: Array.from(x.data) }
        },
      }),
    ),
}

const transposes: Row = {
  calls: tensors()
    .chain(x =>
      fc.tuple(
        fc.constant(x),
        fc.option(
          fc.shuffledSubarray(
            x.shape.map((_, i) => i),
            { minLength: x.rank },
          ),
          { nil: undefined },
        ),
        listOf(x.rank, fc.boolean()),
      ),
    )
    .map(([x, axes, back]) => {
      const order = axes ?? x.shape.map((_, i) => x.rank - 1 - i)
      const named = axes?.map((axis, i) => (back[i] ? axis - x.rank : axis))
      return call({
        text: `transpose(a, ${show(named)})`,
        inputs: [x],
        run: a => (named === undefined ? ops.transpose(a!) : ops.transpose(a!, named)) as Tensor,
        naive: () =>
          build(
            order.map(axis => x.shape[axis]!),
            index =>
              read(
                plain(x),
                x.shape.map((_, axis) => index[order.indexOf(axis)]!),
              ),
          ),
      })
    }),
}

const newAxes: Row = {
  calls: tensors()
    .chain(x => fc.tuple(fc.constant(x), axisOf(x.rank + 1)))
    .map(([x, axis]) =>
      call({
        text: `expandDims(a, ${axis})`,
        inputs: [x],
        run: a => ops.expandDims(a!, axis),
        naive: () => ({
          shape: x.shape.toSpliced(front(axis, x.rank + 1), 0, 1),
          values: Array.from(x.data),
        }),
      }),
    ),
}

const squeezes: Row = {
  calls: shapes({ maxRank: 2 })
    .chain(shape =>
      axisOf(shape.length + 1).chain(axis =>
        fc.tuple(
          tensorOf(shape.toSpliced(front(axis, shape.length + 1), 0, 1)),
          fc.option(fc.constant(axis), { nil: undefined }),
        ),
      ),
    )
    .map(([x, axis]) =>
      call({
        text: `squeeze(a, ${show(axis)})`,
        inputs: [x],
        run: a => ops.squeeze(a!, axis),
        naive: () => ({
          shape: x.shape.filter((n, i) => (axis === undefined ? n !== 1 : i !== front(axis, x.rank))),
          values: Array.from(x.data),
        }),
      }),
    ),
}

/** float32 holds the grid; whole numbers and masks have no derivative. */
const casts: Row = {
  calls: fc
    .constantFrom('float32' as const, 'int32' as const, 'bool' as const)
    .chain(dtype => fc.tuple(tensors(), fc.constant(dtype)))
    .map(([x, dtype]) =>
      call({
        text: `cast(a, '${dtype}')`,
        inputs: [x],
        dtype,
        run: a => ops.cast(a!, dtype),
        naive: () =>
          build(x.shape, index => {
            const v = read(plain(x), index)
            return dtype === 'bool' ? Number(v !== 0) : dtype === 'int32' ? Math.trunc(v) : v
          }),
      }),
    ),
}

export const shaping = {
  broadcastTo: stretches,
  sumTo: sums,
  reshape: reshapes,
  transpose: transposes,
  expandDims: newAxes,
  squeeze: squeezes,
  cast: casts,
} satisfies Record<string, Row>
