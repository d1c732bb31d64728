// All claims of a text, read.
import { type Claim, readClaim, statementsIn } from '../../../src/verify/decide/index.js'
import type { Problem } from '../../../src/verify/meaning/problem.js'

export const readClaims = (source: string, problem: Problem): readonly Claim[] =>
  statementsIn(source, problem).map(statement => readClaim(source, statement, problem))
