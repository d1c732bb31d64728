// The square root.
import { mul, sqrt as sqrtOf } from '../../../ops/index.js'
import { sqrt as digits } from '../../numbers/doubleDouble/index.js'
import { each } from '../../numbers/index.js'
import type { FunctionTerm } from '../term.js'

/** d√x = dx/(2√x) */
export const sqrt: FunctionTerm = {
  names: ['sqrt'],
  derivative: '1 / (2 sqrt(x))',
  hasSeries: true,
  interchanged: true,
  type: ([x]) => ({ ...x!, sort: 'real' }),
  value([x]) {
    const { c, scale, error } = x!
    const root = sqrtOf(c)
    // About 0 the root of the error itself is what rounding may come to.
    const moved = (e: number, x: number, y: number): number =>
      (x === 0 ? Math.sqrt(e) : y === 0 ? 0 : (0.5 * e) / y) + y
    return { c: root, scale: scale && mul(scale, 0.5), error: error && each(moved, error, c, root) }
  },
  digits: entry => digits(entry(0)),
}
