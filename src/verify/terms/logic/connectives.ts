// And, or, not, and what is chosen by a condition.
import { cast, logicalAnd, logicalNot, logicalOr } from '../../../ops/index.js'
import type { Tensor } from '../../../tensor.js'
import { chosen, exact, type Scaled } from '../../numbers/index.js'
import { isTrue, truth } from '../entries.js'
import type { Operator } from '../term.js'

const asBool = ({ c }: Scaled): Tensor => cast(c, 'bool')

export const and: Operator = {
  value: ([a, b], { bounded }) => exact(cast(logicalAnd(asBool(a!), asBool(b!)), 'float64'), bounded),
  digits: entry => truth(isTrue(entry(0)) && isTrue(entry(1))),
}

export const or: Operator = {
  value: ([a, b], { bounded }) => exact(cast(logicalOr(asBool(a!), asBool(b!)), 'float64'), bounded),
  digits: entry => truth(isTrue(entry(0)) || isTrue(entry(1))),
}

export const not: Operator = {
  value: ([a], { bounded }) => exact(cast(logicalNot(asBool(a!)), 'float64'), bounded),
  digits: entry => truth(!isTrue(entry(0))),
}

/** The first where the second is true, and the third where it is not. */
export const select: Operator = {
  kinks: true,
  value: ([then, asked, otherwise]) => chosen(asBool(asked!), then!, otherwise!),
  digits: entry => (isTrue(entry(1)) ? entry(0) : entry(2)),
}
