// Comparisons: 1 where they are true.
import { cast, equal, greater, greaterEqual, less, lessEqual, notEqual } from '../../../ops/index.js'
import { stopGradient } from '../../../tensor.js'
import { compare as orderOf } from '../../numbers/doubleDouble/index.js'
import { exact, toCommonScale } from '../../numbers/index.js'
import { truth } from '../entries.js'
import type { Operator } from '../term.js'

/** Each relation with tensors, and by the order of two: −1, 0 or 1. */
const RELATIONS = {
  '=': [equal, (o: number) => o === 0],
  '≠': [notEqual, (o: number) => o !== 0],
  '<': [less, (o: number) => o < 0],
  '>': [greater, (o: number) => o > 0],
  '≤': [lessEqual, (o: number) => o <= 0],
  '≥': [greaterEqual, (o: number) => o >= 0],
} as const

/** `a ≤ b`. */
export type Comparison = keyof typeof RELATIONS

export const compare: Operator<{ readonly relation: Comparison }> = {
  value(args, { params, bounded }) {
    const [a, b] = toCommonScale(args)
    const [holds] = RELATIONS[params.relation]
    return exact(cast(holds(stopGradient(a!.c), stopGradient(b!.c)), 'float64'), bounded)
  },
  digits: (entry, { params }) => truth(RELATIONS[params.relation][1](orderOf(entry(0), entry(1)))),
}
