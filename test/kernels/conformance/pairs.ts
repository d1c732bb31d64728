// Functions of pairs, whole or stretched; and choices between two by a mask.
import fc from 'fast-check'
import { type DType, isFloat } from '../../../src/dtype.js'
import type { Stretch } from '../../../src/kernels/kernels.js'
import { reference } from '../../../src/kernels/reference.js'
import { PAIRS as CODES, COMPARISONS } from '../../../src/kernels/wasm/functions/index.js'
import { broadcastStrides, sizeOf } from '../../../src/shape.js'
import { type Call, unitAt } from './call.js'
import { inTurn, mostlySame, TWO, type Two } from './dtypes.js'
import { property } from './property.js'
import { COMPARED, comparison, PAIRS, pair } from './rules.js'
import { extent, within } from './sizes.js'
import { lay, plainValues, type Values, valuesOf } from './values.js'

interface Spec {
  readonly op: string
  readonly dtypes: Two
  readonly shape: readonly number[]
  /** Which axes each operand has; the others are stretched from extent 1. */
  readonly a: readonly boolean[]
  readonly b: readonly boolean[]
  readonly values: Values
}

/** As src/ops/zip.ts describes operands to a kernel: nothing for two whole ones, no strides beside a single value. */
function stretchOf(
  shape: readonly number[],
  a: readonly number[],
  b: readonly number[],
): Stretch | undefined {
  if (a.every((n, i) => n === b[i])) return undefined
  if (sizeOf(a) === 1 || sizeOf(b) === 1) return { shape: [], stridesA: [], stridesB: [] }
  return { shape, stridesA: broadcastStrides(a, shape), stridesB: broadcastStrides(b, shape) }
}

/**
 * Slopes times what passes through, and in units in the last place how far the slope 1/cosh² may be from the reference's:
 * their tolerances beside each other, as singles.ts has them.
 */
const SLOPES: readonly string[] = ['timesSechSquared', 'timesSigmoidSlope']
const slopeUnits = (dtype: DType): number => (dtype === 'float32' ? 3 : 8.5)

/**
 * Powers, in units in the last place: 1.5 for the set's, beside which a test of its own holds them, and 1 for the host's `**`.
 */
const POWER = 2.5

/**
 * Rules are rounded once, so float32 by way of float64 is the same, and nothing is left to a tolerance; but slopes are off,
 * which is then multiplied, and the two products are each rounded twice at most. What passes through a slope is finite here:
 * 0·∞ is NaN, and whether a tiny slope is 0 differs between float32 and float64.
 */
function call(spec: Spec): Call {
  const { op, dtypes, shape, a, b, values } = spec
  // An axis that neither has is b's, so that the two together have the whole shape.
  const [shapeA, shapeB] = [shape.map((n, i) => (a[i] ? n : 1)), shape.map((n, i) => (b[i] || !a[i] ? n : 1))]
  const sloped = SLOPES.includes(op)
  const left = lay(dtypes[0], sizeOf(shapeA), sloped ? { ...values, kind: 'wide' } : values)
  const right = lay(dtypes[1], sizeOf(shapeB), { ...values, seed: values.seed + 1 })
  const stretch = stretchOf(shape, shapeA, shapeB)
  const length = sizeOf(shape)
  const inputs = [left, right]
  if (COMPARED.includes(op)) {
    const holds = comparison(op)
    const run: Call['run'] = (set, out) =>
      set.compare(op, holds, left.values, right.values, out, stretch, COMPARISONS[op])
    return { inputs, dtype: 'bool', length, run }
  }
  const f = pair(op)
  const dtype = dtypes[2]
  const both = (g: (a: number, b: number) => number) => {
    const out = new Float64Array(sizeOf(shape))
    reference.zip(op, g, left.values, right.values, out, stretch)
    return out
  }
  const [through, slopes] = sloped ? [both(dx => dx), both((_, x) => f(1, x))] : [[], []]
  // A slope beside a power of 2 may be on its other side, where units are twice as large.
  const slopeUnit = (i: number) => slopeUnits(dtype) * unitAt(slopes[i]! * (1 + 2 ** -20), dtype)
  return {
    inputs,
    dtype,
    bound: !isFloat(dtype)
      ? undefined
      : sloped
        ? (i, want) => Math.abs(through[i]!) * slopeUnit(i) + 2 * unitAt(want, dtype)
        : op === 'pow'
          ? (_, want, got) => POWER * Math.max(unitAt(want, dtype), unitAt(got, dtype))
          : undefined,
    signed: true,
    length,
    run: (set, out) => set.zip(op, f, left.values, right.values, out, stretch, CODES[op]),
  }
}

const upToFour = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 4, size: 'max' })

const specs: fc.Arbitrary<Spec> = fc.record({
  op: fc.constantFrom(...PAIRS, ...COMPARED),
  dtypes: mostlySame(TWO),
  shape: upToFour(extent(20000)).map(shape => within(40000, shape)),
  a: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  b: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  values: valuesOf('grid', 'extreme', 'tiny', 'bits'),
})

/** Pairs of axes [row, column] that the operands have. */
const [WHOLE, ROW, COLUMN, ONE] = [
  [true, true],
  [false, true],
  [true, false],
  [false, false],
] as const
const SIDES = [WHOLE, ROW, COLUMN, ONE].flatMap(side => [[WHOLE, side] as const, [side, WHOLE] as const])

export const pairs = property(
  'gives functions of pairs as the reference, exactly but for slopes and powers',
  specs,
  call,
  size => {
    const shapes = [[size], [3, size], [size, 5]]
    // Once, rows that are longer than a block, of 8192 float32 at most.
    if (size === 66) shapes.splice(0, 3, [3, 9000], [2, 8192 + 4096], [9000, 2])
    const sides = [...SIDES, [ROW, COLUMN] as const, [COLUMN, ROW] as const]
    return [...PAIRS, ...COMPARED].flatMap((op, i) =>
      inTurn(TWO, size).flatMap(dtypes =>
        sides.map(([a, b], j) => ({
          op,
          dtypes,
          shape: shapes[(i + j) % 3]!,
          a,
          b,
          values: plainValues('extreme', size),
        })),
      ),
    )
  },
)
