// What a text states, where it may be read in several ways: the one that fits what is declared.
import { type Problem, withDirections } from '../meaning/index.js'
import {
  type Fit,
  inSource,
  LanguageError,
  onlyReading,
  parseStatements,
  type Statement,
} from '../text/index.js'
import { readClaim } from './claim.js'
import { paired } from './pairing.js'

/**
 * What a text states. Where it may be read in several ways, the only one that fits what is declared is meant. A text that begins with a
 * relation goes on from
 * what was said before it.
 */
export const statementsIn = (source: string, problem: Problem): readonly Statement[] =>
  inSource(source, () => {
    const statements = onlyReading(
      choices => parseStatements(source, problem.names, choices, problem.around.before),
      read => fitOf(source, read, problem),
    )
    if (statements.length === 0)
      throw new LanguageError('syntax', 'there is no claim here', { start: 0, end: source.length })
    return statements
  })

/** What statements mean, and whether all sides of each may be equal. */
function fitOf(source: string, statements: readonly Statement[], problem: Problem): Fit {
  const claims = statements.map(statement => readClaim(source, statement, withDirections(problem, statement)))
  const meaning = claims.map(({ sides, conditions }) =>
    [...sides.map(({ node }) => node), ...conditions].map(node => node?.id),
  )
  const even = claims.every(({ sides }) =>
    sides.every((side, i) => i === 0 || paired(problem, sides[i - 1]!, side).kind === 'fit'),
  )
  return { meaning: JSON.stringify(meaning), even }
}
