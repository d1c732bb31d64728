// Rows of functions of single values. How exact they are, literal tables say in accuracy.test.ts.
import fc from 'fast-check'
import * as ops from '../../../src/ops/index.js'
import { awayFromZero, eighths, positive } from '../../support/arbitrary.js'
import { type Row, unaryRow } from '../row.js'

/** ln and 1 + eˣ by their textbook forms lose an ulp of 1 on the grid, where |x| ≤ 4; with a few operations, 4. */
const textbook = 4 * 2 ** -52

export const elementwise = {
  abs: unaryRow('abs', ops.abs, { value: awayFromZero, naive: x => (x < 0 ? -x : x) }),
  sign: unaryRow('sign', ops.sign, { value: awayFromZero, flat: true, naive: x => (x < 0 ? -1 : 1) }),
  floor: unaryRow('floor', ops.floor, { value: eighths, flat: true, naive: x => x - (((x % 1) + 1) % 1) }),
  ceil: unaryRow('ceil', ops.ceil, { value: eighths, flat: true, naive: x => x + (((-x % 1) + 1) % 1) }),
  round: unaryRow('round', ops.round, {
    value: eighths.filter(x => Math.abs(x % 1) !== 0.5),
    flat: true,
    naive: x => Math.floor(x + 0.5),
  }),
  square: unaryRow('square', ops.square, { naive: x => x * x }),
  sqrt: unaryRow('sqrt', ops.sqrt, { value: positive, naive: Math.sqrt }),
  exp: unaryRow('exp', ops.exp),
  expm1: unaryRow('expm1', ops.expm1),
  log: unaryRow('log', ops.log, { value: positive }),
  log1p: unaryRow('log1p', ops.log1p, { value: fc.integer({ min: -12, max: 64 }).map(k => k / 16) }),
  sin: unaryRow('sin', ops.sin),
  cos: unaryRow('cos', ops.cos),
  tanh: unaryRow('tanh', ops.tanh),
  erf: unaryRow('erf', ops.erf),
  sigmoid: unaryRow('sigmoid', ops.sigmoid, { naive: x => 1 / (1 + Math.exp(-x)), within: textbook }),
  softplus: unaryRow('softplus', ops.softplus, {
    naive: x => Math.log(1 + Math.exp(x)),
    within: 4 * textbook,
  }),
  logSigmoid: unaryRow('logSigmoid', ops.logSigmoid, {
    naive: x => -Math.log(1 + Math.exp(-x)),
    within: 4 * textbook,
  }),
  relu: unaryRow('relu', ops.relu, { value: awayFromZero, naive: x => Math.max(x, 0) }),
} satisfies Record<string, Row>
