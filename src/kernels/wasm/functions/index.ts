// Every rule that has vector code, by the name of its op. Ops bring their own, so that a page has what it uses; this is for who needs all.
import { erf } from './erf.js'
import { exp, expm1 } from './exponential.js'
import { log, log1p } from './logarithm.js'
import type { VectorFunction, VectorPair } from './parts.js'
import * as plain from './plain.js'
import { pow } from './power.js'
import {
  logSigmoid,
  sechSquared,
  sigmoid,
  softplus,
  tanh,
  timesSechSquared,
  timesSigmoidSlope,
} from './sigmoid.js'
import { cos, sin } from './trigonometry.js'

export type { VectorFunction, VectorPair } from './parts.js'

const { neg, abs, square, sqrt, floor, ceil, round, relu, sign } = plain

/** Functions of single values. */
export const FUNCTIONS: { readonly [op: string]: VectorFunction } = {
  exp,
  expm1,
  log,
  log1p,
  sigmoid,
  softplus,
  logSigmoid,
  tanh,
  sechSquared,
  sin,
  cos,
  erf,
  neg,
  abs,
  square,
  sqrt,
  floor,
  ceil,
  round,
  relu,
  sign,
}

const { add, sub, mul, mulNoNan, div, maximum, minimum, share, timesStep } = plain

/** Functions of pairs. */
export const PAIRS: { readonly [op: string]: VectorPair } = {
  add,
  sub,
  mul,
  mulNoNan,
  div,
  maximum,
  minimum,
  share,
  pow,
  timesSechSquared,
  timesSigmoidSlope,
  timesStep,
}

const { equal, notEqual, greater, greaterEqual, less, lessEqual } = plain

/** Comparisons, which give masks. */
export const COMPARISONS: { readonly [op: string]: VectorPair } = {
  equal,
  notEqual,
  greater,
  greaterEqual,
  less,
  lessEqual,
}
