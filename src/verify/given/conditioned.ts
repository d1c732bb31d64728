// Sets that a condition says: M = \{ i : m_i < 1 \} and Ω = \{ (u, i) : o_{ui} = 1 \}.
import { attempt, LanguageError, tokenize } from '../text/index.js'
import { declarators, settled } from './declarator.js'
import { type Line, separator } from './lines.js'

/** A line that names a set. */
export interface SetLine {
  readonly name: string
  /** What its members are written with: the i, or the u and the i. */
  readonly labels: readonly string[]
  /** The condition as it is written, and where it begins. */
  readonly condition: string
  readonly start: number
  readonly line: Line
}

const SET =
  /^(\s*\\?\{\s*\(?\s*)((?:\p{L}|\\[a-zA-Z]+)(?:\s*,\s*(?:\p{L}|\\[a-zA-Z]+))*)(\s*\)?\s*(?::|\\mid(?![a-zA-Z])|\\colon(?![a-zA-Z])|∣|\|)\s*)(.*?\S)\s*\\?\}\s*$/su

/** The set that a line names; `undefined` where it does something else. */
export function setIn(line: Line): SetLine | undefined {
  const text = line.text.replace(/\\(?:left|right|[bB]igg?[lr]?)\s*(?=\\?[{}])/g, found =>
    ' '.repeat(found.length),
  )
  const cut = attempt(() => separator({ ...line, text }))
  if (cut?.defines !== true) return undefined
  const [, open, inside, behind, condition] = SET.exec(text.slice(cut.at + cut.length)) ?? []
  if (open === undefined || inside === undefined || behind === undefined || condition === undefined)
    return undefined
  const [left, ...others] = declarators(tokenize(text.slice(0, cut.at)))
  const name = left && settled(left, () => false)?.name
  if (name === undefined || others.length > 0) return undefined
  const labels = inside.split(',').map(label => tokenize(label.trim())[0]!.text)
  const twice = labels.find((label, i) => labels.indexOf(label) !== i)
  if (twice !== undefined) throw new LanguageError('context', `the set ${name} has ${twice} twice`, line)
  const start = line.start + cut.at + cut.length + open.length + inside.length + behind.length
  return { name, labels, condition, start, line }
}
