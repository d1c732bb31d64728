// A condition that is true where another is not.
import type { Comparison, Condition } from '../tree.js'

const OTHER: Readonly<Record<Comparison, Comparison>> = {
  '=': '≠',
  '≠': '=',
  '<': '≥',
  '≥': '<',
  '>': '≤',
  '≤': '>',
}

/** Its negation. */
export function negated(condition: Condition): Condition {
  switch (condition.kind) {
    case 'compare':
      return { ...condition, op: OTHER[condition.op] }
    case 'member':
      return { ...condition, negative: !condition.negative }
    case 'and':
      return { ...condition, kind: 'or', parts: condition.parts.map(negated) }
    case 'or':
      return { ...condition, kind: 'and', parts: condition.parts.map(negated) }
  }
}
