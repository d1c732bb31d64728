// Functions that have an instruction or a few: arithmetic, parts of numbers, comparisons, choices.
import * as v128 from '../v128.js'
import type { Vector } from '../vector.js'
import type { VectorFunction, VectorPair } from './parts.js'

const direct =
  (name: 'sqrt' | 'floor' | 'ceil' | 'nearest'): VectorFunction =>
  x =>
    x.by(x.writer.lanes[name])

export const neg: VectorFunction = x => x.neg()
export const abs: VectorFunction = x => x.abs()
export const square: VectorFunction = x => x.mul(x)
export const sqrt: VectorFunction = /* @__PURE__ */ direct('sqrt')
export const floor: VectorFunction = /* @__PURE__ */ direct('floor')
export const ceil: VectorFunction = /* @__PURE__ */ direct('ceil')
export const round: VectorFunction = /* @__PURE__ */ direct('nearest')
export const relu: VectorFunction = x => x.with(x.writer.lanes.max, 0)
export const sign: VectorFunction = x => x.abs().gt(0).select(x.and(-0).or(1), x)

export const add: VectorPair = (a, b) => a.add(b)
export const sub: VectorPair = (a, b) => a.sub(b)
export const mul: VectorPair = (a, b) => a.mul(b)
export const div: VectorPair = (a, b) => a.div(b)
export const maximum: VectorPair = (a, b) => a.with(a.writer.lanes.max, b)
export const minimum: VectorPair = (a, b) => a.with(a.writer.lanes.min, b)

const isZero = (x: Vector) => x.eq(0)

/** a·b, and 0 where either is 0 */
export const mulNoNan: VectorPair = (a, b) => a.mul(b).with(v128.andNot, isZero(a).or(isZero(b)))

/** dx where x > 0, the slope of relu times what passes through */
export const timesStep: VectorPair = (dx, x) => x.gt(0).and(dx)

/** 1 where a > b, ½ where they tie, 0 where a < b, NaN where they do not compare */
export const share: VectorPair = (a, b) =>
  a.gt(b).select(1, a.eq(b).select(0.5, a.lt(b).select(0, Number.NaN)))

const compared =
  (name: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'): VectorPair =>
  (a, b) =>
    a.with(a.writer.lanes[name], b)

// Comparisons give masks.
export const equal: VectorPair = /* @__PURE__ */ compared('eq')
export const notEqual: VectorPair = /* @__PURE__ */ compared('ne')
export const greater: VectorPair = /* @__PURE__ */ compared('gt')
export const greaterEqual: VectorPair = /* @__PURE__ */ compared('ge')
export const less: VectorPair = /* @__PURE__ */ compared('lt')
export const lessEqual: VectorPair = /* @__PURE__ */ compared('le')
