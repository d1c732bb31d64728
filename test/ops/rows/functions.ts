// Rows of trigonometric, hyperbolic and logarithmic functions. How exact they are, literal tables say in ../functions.
import fc from 'fast-check'
import * as ops from '../../../src/ops/index.js'
import { awayFromZero, broadcasting, grid, positive } from '../../support/arbitrary.js'
import { call, type Row, unaryRow } from '../row.js'

const sixteenths = (min: number, max: number) => fc.integer({ min, max }).map(k => k / 16)

/** Sixteenths at least 3/16 away from the poles of the tangent, where its second derivative is 150 times what it is between. */
const awayFromPoles = sixteenths(-64, 64).filter(x => Math.abs(Math.cos(x)) > 0.18)

export const functions = {
  tan: unaryRow('tan', ops.tan, { value: awayFromPoles }),
  asin: unaryRow('asin', ops.asin, { value: sixteenths(-14, 14) }),
  acos: unaryRow('acos', ops.acos, { value: sixteenths(-14, 14) }),
  atan: unaryRow('atan', ops.atan),
  sinh: unaryRow('sinh', ops.sinh),
  cosh: unaryRow('cosh', ops.cosh),
  asinh: unaryRow('asinh', ops.asinh),
  acosh: unaryRow('acosh', ops.acosh, { value: sixteenths(18, 80) }),
  atanh: unaryRow('atanh', ops.atanh, { value: sixteenths(-14, 14) }),
  log2: unaryRow('log2', ops.log2, { value: positive }),
  log10: unaryRow('log10', ops.log10, { value: positive }),
  log1mexp: unaryRow('log1mexp', ops.log1mexp, { value: sixteenths(-80, -2) }),
  // Away from the negative half of the axis, where the angle jumps by 2π.
  atan2: {
    calls: broadcasting(awayFromZero, grid).map(([y, x]) =>
      call({ text: 'atan2(a, b)', inputs: [y!, x!], run: (y, x) => ops.atan2(y!, x!) }),
    ),
  },
  logAddExp: {
    calls: broadcasting(grid, grid).map(([a, b]) =>
      call({ text: 'logAddExp(a, b)', inputs: [a!, b!], run: (a, b) => ops.logAddExp(a!, b!) }),
    ),
  },
} satisfies Record<string, Row>
