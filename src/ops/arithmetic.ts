// Arithmetic of two tensors with broadcasting. Each slope is an op of the operands, so derivatives of any order follow.
import { countable, type DType, floatOf } from '../dtype.js'
import { DTypeError } from '../errors.js'
import { apply, type Differential, type Operation } from '../graph/index.js'
import type { VectorPair } from '../kernels/wasm/functions/parts.js'
import * as codes from '../kernels/wasm/functions/plain.js'
import { type Broadcast, type BroadcastCheck, broadcastShapes, type Shape, sizeOf } from '../shape.js'
import { onlyValue, type Tensor, valuesOf } from '../tensor.js'
import type { Operand, ShapeOfOperand } from './operand.js'
import { castResult, storage } from './storage.js'
import { selfAdjoint, unary } from './unary.js'
import { paired, zipped } from './zip.js'

/** A function of two operands that broadcast: tensors, or plain numbers, which take the other's dtype. */
export type BinaryOp = <A extends Operand, B extends Operand>(
  a: A,
  b: B & BroadcastCheck<ShapeOfOperand<A>, ShapeOfOperand<B>>,
) => Tensor<Broadcast<ShapeOfOperand<A>, ShapeOfOperand<B>>>

interface BinaryDefinition {
  readonly name: string
  readonly f: (a: number, b: number) => number
  /** f for vectors, where it has such code. */
  readonly code?: VectorPair | undefined
  /** The dtype to work in, of the common one; the same when absent. */
  readonly dtype?: (common: DType) => DType
  /** What changes nothing beside it, on either side, such as 1 in a·b. */
  readonly unit?: number
  /** Left out where the function is flat almost everywhere, as is that of an operand by which it is flat. */
  readonly differentials?: (
    a: Tensor,
    b: Tensor,
    y: Tensor,
  ) => readonly [Differential, Differential | undefined]
}

/** An op on two operands that broadcast. Its differentials speak of the common shape. */
/* @__NO_SIDE_EFFECTS__ */
export function binary({ name, f, code, dtype, unit, differentials }: BinaryDefinition): BinaryOp {
  /** Whether x is the result beside `other`, so that its values need not be copied. */
  const stays = (x: Tensor, other: Tensor, size: number) =>
    other.size === 1 && onlyValue(other) === unit && x.size === size
  const op: Operation = {
    name,
    shape: ([a, b]) => broadcastShapes(name, a!.shape, b!.shape),
    forward([a, b], _, shape, working) {
      const size = sizeOf(shape)
      if (stays(b!, a!, size)) return valuesOf(b!)
      if (stays(a!, b!, size)) return valuesOf(a!)
      const out = storage(working, size)
      zipped(name, f, a!, b!, shape, out, code)
      return castResult(name, working, out)
    },
    single: f,
    broadcasts: true,
    batch: params => params,
    ...(differentials && {
      differentials: ([a, b]: readonly Tensor[], y: Tensor) => differentials(a!, b!, y),
    }),
  }
  return ((a: Operand, b: Operand) => apply(op, paired(name, a, b, dtype), undefined)) as BinaryOp
}

/** Refuses masks, of which NumPy has no difference either. */
const signed =
  (op: string) =>
  (common: DType): DType => {
    if (common === 'bool')
      throw new DTypeError(op, 'bool has no negatives; use notEqual or logicalNot, or cast to int32 first')
    return common
  }

/**
 * a + b, with broadcasting; "or" for bool.
 *
 * d(a + b) = da + db
 */
export const add: BinaryOp = binary({
  name: 'add',
  code: codes.add,
  f: (a, b) => a + b,
  differentials: () => [selfAdjoint(da => da), selfAdjoint(db => db)],
})

/**
 * a − b, with broadcasting.
 *
 * d(a − b) = da − db
 */
export const sub: BinaryOp = binary({
  name: 'sub',
  code: codes.sub,
  f: (a, b) => a - b,
  dtype: signed('sub'),
  differentials: () => [selfAdjoint(da => da), selfAdjoint(db => neg(db))],
})

/**
 * a · b value by value, with broadcasting; "and" for bool.
 *
 * d(a·b) = da·b + a·db
 */
export const mul: BinaryOp = binary({
  name: 'mul',
  code: codes.mul,
  f: (a, b) => a * b,
  unit: 1,
  differentials: (a, b) => [selfAdjoint(da => mul(da, b)), selfAdjoint(db => mul(a, db))],
})

/**
 * a · b, and 0 where either is 0, whatever the other: a side that was not chosen passes nothing on, not even ∞ or NaN.
 *
 * d(a·b) = da·b + a·db, likewise
 */
export const mulNoNan: BinaryOp = binary({
  name: 'mulNoNan',
  code: codes.mulNoNan,
  f: (a, b) => (a === 0 || b === 0 ? 0 : a * b),
  differentials: (a, b) => [selfAdjoint(da => mulNoNan(da, b)), selfAdjoint(db => mulNoNan(a, db))],
})

/**
 * a / b, with broadcasting; float also for integers. x / 0 is ±∞ or NaN as in JavaScript.
 *
 * d(a/b) = da/b − (a/b)·db/b
 */
export const div: BinaryOp = binary({
  name: 'div',
  code: codes.div,
  f: (a, b) => a / b,
  dtype: floatOf,
  differentials: (_, b, y) => [
    selfAdjoint(da => div(da, b)),
    selfAdjoint(db => neg(mulNoNan(y, div(db, b)))),
  ],
})

/**
 * The remainder a − ⌊a/b⌋·b, with the sign of b, as NumPy's and Python's. Broadcasts.
 *
 * d(a mod b) = da − ⌊a/b⌋·db, where a/b is no whole number
 */
export const mod: BinaryOp = binary({
  name: 'mod',
  f: (a, b) => {
    const rest = a % b
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
  },
  dtype: countable,
  differentials: (a, b, y) => {
    const turns = () => div(sub(y, a), b)
    return [selfAdjoint(da => da), selfAdjoint(db => mulNoNan(turns(), db))]
  },
})

/** 1 where a > b, ½ where they tie, 0 where a < b: how a maximum's change is shared. Flat, so it has no derivative. */
const share = binary({
  name: 'share',
  code: codes.share,
  f: (a, b) => (a > b ? 1 : a === b ? 0.5 : a < b ? 0 : Number.NaN),
})

/**
 * The larger of a and b; NaN where one of them is. Broadcasts.
 *
 * dy = da where a > b, db where b > a, and (da + db)/2 where they tie
 */
export const maximum: BinaryOp = binary({
  name: 'maximum',
  code: codes.maximum,
  f: Math.max,
  differentials: (a, b) => [
    selfAdjoint(da => mulNoNan(share(a, b), da)),
    selfAdjoint(db => mulNoNan(share(b, a), db)),
  ],
})

/**
 * The smaller of a and b; NaN where one of them is. Broadcasts.
 *
 * dy = da where a < b, db where b < a, and (da + db)/2 where they tie
 */
export const minimum: BinaryOp = binary({
  name: 'minimum',
  code: codes.minimum,
  f: Math.min,
  differentials: (a, b) => [
    selfAdjoint(da => mulNoNan(share(b, a), da)),
    selfAdjoint(db => mulNoNan(share(a, b), db)),
  ],
})

/**
 * −x
 *
 * d(−x) = −dx
 */
export const neg: <S extends Shape>(x: Tensor<S>) => Tensor<S> = unary({
  name: 'neg',
  f: x => -x,
  code: codes.neg,
  dtype: signed('neg'),
  differential: () => selfAdjoint(dx => neg(dx)),
})
