// Rows of ops that sort, move and read by place: sort, argsort, topK; triangles and diagonals; roll, meshgrid.
import fc from 'fast-check'
import type { Tensor } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import { axisOf, distinctOf, front, listOf, shapes, tensorOf } from '../../support/arbitrary.js'
import { alongAxis, build, plain, read } from '../../support/plain.js'
import { call, type Row, show } from '../row.js'

/** Values that all differ, and an axis. */
const lines = shapes({ minRank: 1 }).chain(shape =>
  fc.record({ x: distinctOf(shape), axis: axisOf(shape.length), descending: fc.boolean() }),
)

/** Where the values of a line stand in order, by counting those that come before. */
const orderOf = (line: readonly number[], descending: boolean): number[] =>
  line
    .map((v, i) => ({ i, before: line.filter(w => (descending ? w > v : w < v)).length }))
    .reduce<number[]>((order, { i, before }) => order.with(before, i), [...line])

const sorts: Row = {
  calls: lines.map(({ x, axis, descending }) =>
    call({
      text: `sort(a, ${show({ axis, descending })})`,
      inputs: [x],
      run: a => ops.sort(a!, { axis, descending }),
      naive: () =>
        alongAxis(plain(x), front(axis, x.rank), line => orderOf(line, descending).map(i => line[i]!)),
    }),
  ),
}

const argsorts: Row = {
  calls: lines.map(({ x, axis, descending }) =>
    call({
      text: `argsort(a, ${show({ axis, descending })})`,
      inputs: [x],
      dtype: 'int32',
      run: a => ops.argsort(a!, { axis, descending }),
      naive: () => alongAxis(plain(x), front(axis, x.rank), line => orderOf(line, descending)),
    }),
  ),
}

const tops: Row = {
  calls: fc.tuple(lines, fc.nat()).map(([{ x, axis }, pick]) => {
    const at = front(axis, x.rank)
    const k = pick % (x.shape[at]! + 1)
    return call({
      text: `topK(a, ${k}, { axis: ${axis} }).values`,
      inputs: [x],
      run: a => ops.topK(a!, k, { axis }).values,
      naive: () => {
        const sorted = alongAxis(plain(x), at, line => orderOf(line, true).map(i => line[i]!))
        return build(x.shape.with(at, k), index => read(sorted, index))
      },
    })
  }),
}

const matrices = fc.record({
  x: shapes({ minRank: 2 }).chain(shape => tensorOf(shape)),
  k: fc.integer({ min: -4, max: 4 }),
})

const triangles = (name: 'tril' | 'triu', op: (x: Tensor, k: number) => Tensor): Row => ({
  calls: matrices.map(({ x, k }) =>
    call({
      text: `${name}(a, ${k})`,
      inputs: [x],
      run: a => op(a!, k),
      naive: () =>
        build(x.shape, index => {
          const [row, column] = [index.at(-2)!, index.at(-1)!]
          return (name === 'tril' ? column <= row + k : column >= row + k) ? read(plain(x), index) : 0
        }),
    }),
  ),
})

const diagonals: Row = {
  calls: matrices
    .chain(({ x, k }) =>
      fc.tuple(
        fc.constant({ x, k }),
        fc.shuffledSubarray(
          x.shape.map((_, i) => i),
          { minLength: 2, maxLength: 2 },
        ),
      ),
    )
    .map(([{ x, k }, [axis1, axis2]]) =>
      call({
        text: `diagonal(a, ${show({ offset: k, axis1, axis2 })})`,
        inputs: [x],
        run: a => ops.diagonal(a!, { offset: k, axis1: axis1!, axis2: axis2! }),
        naive: () => {
          const others = x.shape.filter((_, i) => i !== axis1 && i !== axis2)
          const places = Array.from({ length: x.shape[axis1!]! }, (_, row) => row).filter(
            row => row + k >= 0 && row + k < x.shape[axis2!]!,
          )
          return build([...others, places.length], index => {
            const rest = [...index.slice(0, -1)]
            const row = places[index.at(-1)!]!
            return read(
              plain(x),
              x.shape.map((_, i) => (i === axis1 ? row : i === axis2 ? row + k : rest.shift()!)),
            )
          })
        },
      }),
    ),
}

const diags: Row = {
  calls: fc
    .record({
      x: shapes({ minRank: 1, maxRank: 2 }).chain(shape => tensorOf(shape)),
      k: fc.integer({ min: -3, max: 3 }),
    })
    .map(({ x, k }) =>
      call({
        text: `diag(a, ${k})`,
        inputs: [x],
        run: a => ops.diag(a!, k),
        naive: () => {
          if (x.rank === 2) {
            const rows = Array.from({ length: x.shape[0]! }, (_, row) => row)
            const places = rows.filter(row => row + k >= 0 && row + k < x.shape[1]!)
            return build([places.length], ([i]) => read(plain(x), [places[i!]!, places[i!]! + k]))
          }
          const n = x.size + Math.abs(k)
          return build([n, n], ([i, j]) => (j! - i! === k ? x.data[Math.min(i!, j!)]! : 0))
        },
      }),
    ),
}

const rolls: Row = {
  calls: shapes({ minRank: 1 })
    .chain(shape => {
      const shift = fc.integer({ min: -7, max: 7 })
      const axes = fc.array(axisOf(shape.length), { maxLength: 3 })
      return fc.tuple(
        tensorOf(shape),
        fc.oneof(
          shift.map(shift => ({ shift, axis: undefined })),
          fc.record({ shift, axis: axisOf(shape.length) }),
          axes.chain(axis => fc.record({ shift: listOf(axis.length, shift), axis: fc.constant(axis) })),
        ),
      )
    })
    .map(([x, { shift, axis }]) =>
      call({
        text: `roll(a, ${show(shift)}, ${show(axis)})`,
        inputs: [x],
        run: a => ops.roll(a!, shift, axis),
        naive: () => {
          const ring = (at: number, n: number) => ((at % n) + n) % n
          if (axis === undefined)
            return {
              shape: x.shape,
              values: plain(x).values.map((_, i) => x.data[ring(i - (shift as number), x.size)]!),
            }
          return build(x.shape, index => {
            const from = [...index]
            ;[axis].flat().forEach((axis, i) => {
              const at = front(axis, x.rank)
              from[at] = ring(from[at]! - [shift].flat()[i]!, x.shape[at]!)
            })
            return read(plain(x), from)
          })
        },
      }),
    ),
}

const grids: Row = {
  calls: fc
    .tuple(
      fc.shuffledSubarray([1, 2, 3, 0], { minLength: 1, maxLength: 3 }),
      fc.constantFrom('xy' as const, 'ij' as const),
    )
    .chain(([sizes, indexing]) => fc.tuple(fc.tuple(...sizes.map(n => tensorOf([n]))), fc.constant(indexing)))
    .map(([vectors, indexing]) =>
      call({
        text: `stack(meshgrid([a, …], { indexing: '${indexing}' }))`,
        inputs: vectors,
        run: (...all) => ops.stack(ops.meshgrid(all, { indexing })),
        naive: () => {
          const order = vectors.map((_, i) => (indexing === 'xy' && vectors.length > 1 && i < 2 ? 1 - i : i))
          return build(
            [vectors.length, ...order.map(i => vectors[i]!.size)],
            ([which, ...place]) => vectors[which!]!.data[place[order.indexOf(which!)]!]!,
          )
        },
      }),
    ),
}

export const ordering = {
  sort: sorts,
  argsort: argsorts,
  topK: tops,
  tril: triangles('tril', ops.tril),
  triu: triangles('triu', ops.triu),
  diagonal: diagonals,
  diag: diags,
  roll: rolls,
  meshgrid: grids,
} satisfies Record<string, Row>
