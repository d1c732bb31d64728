// A given block that was drafted, in words: what it leaves open, and what rests on that.
import { safe } from './excerpt.js'
import type { Assumed, PaperClaim, Question } from './report.js'

/** What is open, in a sentence: which declaration is assumed, and what would fit as well. */
export const questionText = ({ text, chosen, candidates, line }: Question): string => {
  const others = candidates.filter(candidate => candidate !== chosen)
  return safe(`${text} (line ${line}) assumed: ${chosen}; as well: ${others.join('; ')}`)
}

/** Everything that a drafted block leaves open, a line each. */
export const openIn = ({ questions, lost, unread }: Assumed): readonly string[] => [
  ...questions.map(questionText),
  ...lost.map(name => safe(`nothing says enough of ${name}: claims that need it are not read`)),
  ...unread.map(({ line, reason }) => safe(`the display in line ${line} could not be used: ${reason}`)),
]

/** What a claim's verdict is under: the assumed block, and the questions that it rests on. */
export function assumptionOf(claim: PaperClaim, assumed: Assumed | undefined): string | undefined {
  if (assumed === undefined || claim.report === undefined) return undefined
  const resting = assumed.questions.filter(({ name }) => claim.restsOn?.includes(name))
  if (resting.length === 0) return undefined
  const given = resting.map(({ chosen }) => chosen).join(' and ')
  return claim.report.verdict === 'holds'
    ? `only if ${given}: that is an open question`
    : `only if ${given}: under another answer to that question it may come out otherwise`
}
