// The rules as the authors of documents name them, and which of the verifier's names say the same.
import type { Rule } from '../../../../src/verify/index.js'

/** A path that is lost may be told by the rule of the operation that joins the paths. */
const PATHS: readonly Rule[] = ['paths', 'sum', 'product', 'quotient', 'chain']

const NAMES: Readonly<Record<string, readonly Rule[]>> = {
  sign: ['sign', 'chain'],
  transposition: ['transposition'],
  condition: ['case'],
  case: ['case'],
  index: ['index', 'case'],
  sum: ['sum', 'paths'],
  term: ['sum', 'paths', 'product'],
  product: ['product', 'paths'],
  quotient: ['quotient'],
  chain: ['chain', 'paths', 'power', 'function'],
  'sum over paths': PATHS,
  paths: PATHS,
  power: ['power', 'constant'],
  function: ['function'],
  constant: ['constant', 'power'],
  definition: ['constant', 'power', 'function'],
}

/** Whether a rule is what an author means; any is, where the author names none. */
export const isMeant = (rule: Rule, by: string | undefined): boolean =>
  by === undefined || (NAMES[by]?.includes(rule) ?? false)
