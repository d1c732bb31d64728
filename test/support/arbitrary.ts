// How random arguments are drawn: readable numbers on a grid, shapes whose extents differ, operands that fit together.
import fc from 'fast-check'
import { fromData } from '../../src/create.js'
import { random, type Shape, type Tensor } from '../../src/index.js'
import { sizeOf } from '../../src/shape.js'

/** Sixteenths from −4 to 4: sums and products of a few of them are exact, and a counterexample can be read. */
export const grid = fc.integer({ min: -64, max: 64 }).map(k => k / 16)

/** Sixteenths at least 1/8 away from 0. */
export const awayFromZero = fc.integer({ min: -62, max: 62 }).map(k => (k >= 0 ? k + 2 : k - 2) / 16)

/** Sixteenths from 1/4 to 4. */
export const positive = fc.integer({ min: 4, max: 64 }).map(k => k / 16)

/** Multiples of 1/4: at least 1/8 away from every `eighths`. */
export const quarters = fc.integer({ min: -16, max: 16 }).map(k => k / 4)

/** Odd multiples of 1/8. */
export const eighths = fc.integer({ min: -16, max: 15 }).map(k => (2 * k + 1) / 8)

/** All characters but halves of pairs. fast-check has them as 'binary', and looks them up in a table that takes a second to fill. */
export const anyCharacter = fc.integer({ min: 0, max: 0x10f7ff }).map(
  k => String.fromCodePoint(k < 0xd800 ? k : k + 0x800),
  text => {
    const code = typeof text === 'string' ? text.codePointAt(0) : undefined
    if (code === undefined || text !== String.fromCodePoint(code) || (code >= 0xd800 && code < 0xe000))
      throw new RangeError(`wanted a character, got ${String(text)}`)
    return code < 0xd800 ? code : code - 0x800
  },
)

export interface ShapeOptions {
  readonly minRank?: number
  readonly maxRank?: number
  /** Leave out extents of 0. */
  readonly filled?: boolean
}

/** Mostly extents that all differ, so that no axis can be taken for another; sometimes equal ones, 1 and 0. */
export function shapes({ minRank = 0, maxRank = 3, filled = false }: ShapeOptions = {}): fc.Arbitrary<Shape> {
  const different = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: minRank, maxLength: maxRank })
  const any = fc.array(fc.integer({ min: filled ? 1 : 0, max: 3 }), {
    minLength: minRank,
    maxLength: maxRank,
  })
  return fc.oneof({ weight: 3, arbitrary: different }, { weight: 1, arbitrary: any })
}

/** A tensor of a shape. */
export const tensorOf = (shape: Shape, value: fc.Arbitrary<number> = grid): fc.Arbitrary<Tensor> =>
  listOf(sizeOf(shape), value).map(values => fromData(Float64Array.from(values), shape))

/** A tensor of a drawn shape. */
export const tensors = ({
  value = grid,
  ...options
}: ShapeOptions & { readonly value?: fc.Arbitrary<number> } = {}): fc.Arbitrary<Tensor> =>
  shapes(options).chain(shape => tensorOf(shape, value))

/** A tensor whose values all differ by 1/8 or more, from −8 to 8: nothing ties, and small changes make no ties. */
export const distinctOf = (shape: Shape): fc.Arbitrary<Tensor> =>
  fc
    .uniqueArray(fc.integer({ min: -64, max: 64 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map(values =>
      fromData(
        Float64Array.from(values, k => k / 8),
        shape,
      ),
    )

/** Exactly n values. */
export const listOf = <T>(n: number, value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(value, { minLength: n, maxLength: n, size: 'max' })

/** Whole numbers as int32, or 0 and 1 as bool. */
export const integersOf = (
  shape: Shape,
  min: number,
  max: number,
  dtype: 'int32' | 'bool' = 'int32',
): fc.Arbitrary<Tensor> =>
  listOf(sizeOf(shape), fc.integer({ min, max })).map(values =>
    fromData(dtype === 'bool' ? Uint8Array.from(values) : Int32Array.from(values), shape),
  )

/** A shape that stretches to `common`: leading axes left out, others brought to extent 1. */
export const stretching = (common: Shape): fc.Arbitrary<Shape> =>
  fc
    .tuple(fc.nat({ max: common.length }), listOf(common.length, fc.integer({ min: 0, max: 2 })))
    .map(([lead, ones]) => common.map((n, axis) => (ones[axis] === 0 ? 1 : n)).slice(lead))

/** Tensors that broadcast with one another, one for each kind of value. */
export const broadcasting = (...values: readonly fc.Arbitrary<number>[]): fc.Arbitrary<Tensor[]> =>
  shapes().chain(common =>
    fc.tuple(...values.map(value => stretching(common).chain(shape => tensorOf(shape, value)))),
  )

/** An axis of a shape, counted from the front or from the end. */
export const axisOf = (rank: number): fc.Arbitrary<number> => fc.integer({ min: -rank, max: rank - 1 })

/** Axes to reduce over: left out, one of them, or several in any order. */
export const axesOf = (rank: number): fc.Arbitrary<number | readonly number[] | undefined> =>
  fc.oneof(
    fc.constant(undefined),
    ...(rank > 0 ? [axisOf(rank)] : []),
    fc
      .shuffledSubarray(Array.from({ length: rank }, (_, i) => i))
      .chain(axes =>
        listOf(axes.length, fc.boolean()).map(back => axes.map((a, i) => (back[i] ? a - rank : a))),
      ),
  )

/** `axesOf` as positions from the front, in ascending order. */
export const fromFront = (axis: number | readonly number[] | undefined, rank: number): number[] =>
  (axis === undefined ? Array.from({ length: rank }, (_, i) => i) : [axis].flat())
    .map(a => (a < 0 ? a + rank : a))
    .sort((a, b) => a - b)

/** An axis counted from the front. */
export const front = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis)

/** A seed for `directions`: fast-check prints it with the rest of a counterexample. */
export const seeds = fc.nat({ max: 2 ** 31 - 1 })

/** Gaussian directions of the shapes and dtypes of given tensors, from one seed. */
export function directions(seed: number, like: readonly Tensor[]): Tensor[] {
  const stream = random(seed)
  return like.map(({ shape, dtype }) => stream.normal(shape, { dtype }))
}
