// The square root.
import { add, equal, mul, pow, sqrt as sqrtOf, where } from '../../../ops/index.js'
import { sqrt as digits } from '../../numbers/doubleDouble/index.js'
import type { FunctionTerm } from '../term.js'

/** d√x = dx/(2√x) */
export const sqrt: FunctionTerm = {
  names: ['sqrt'],
  interchanged: true,
  type: ([x]) => ({ ...x!, sort: 'real' }),
  value([x]) {
    const { c, scale, error } = x!
    const root = sqrtOf(c)
    // About 0 the root of the error itself is what rounding may come to.
    const moved =
      error &&
      where(equal(c, 0), sqrtOf(error), where(equal(root, 0), 0, mul(0.5, mul(error, pow(root, -1)))))
    return { c: root, scale: scale && mul(scale, 0.5), error: moved && add(moved, root) }
  },
  digits: entry => digits(entry(0)),
}
