// Which formulas define: a new name on the left that nothing has used yet, or that the prose says is so defined.
import { type Expr, formulasOf, nameOfIndex, print, type Statement, symbolsIn } from '../../text/index.js'
import type { Document } from '../format.js'
import type { Candidate } from './candidates.js'
import type { Reading } from './reading.js'
import type { Stated } from './stated.js'
import type { Said } from './words/fact.js'

/** A symbol that a formula defines. */
export interface Definition {
  readonly name: string
  readonly candidate: Candidate
  /** The letters on the left, those above first. */
  readonly labels: readonly string[]
  readonly right: Expr
  readonly by: Stated
}

/** Words in front of a formula that make it a definition. */
const DEFINING =
  /(?:^|[^\p{L}])(where|let|define[sd]?|defining|denote|set|setting|put|with|writing|write|call|wobei|sei|seien|definiere|setze|mit|其中|令|设|记|定义)[^\p{L}.]*(?:[^.\p{L}]|\p{L}{1,3}(?!\p{L})|also|vector|scalar|matrix|function|loss|the)*$/iu
/** Words in front of a formula that make it a condition, or a conclusion. */
const SUPPOSING =
  /(?:^|[^\p{L}])(if|when|whenever|for|at|unless|then|because|since|hence|thus|so|therefore|gives?|yields?|get|falls|wenn|für|also|当|若|因此|所以|则)[^\p{L}]*$/iu

/** The definitions in a document, in its order. */
export function definitionsIn(
  document: Document,
  { letters, stated }: Reading,
  said: Said,
): readonly Definition[] {
  const found = new Map<string, Definition>()
  const used = new Set<string>()
  for (const one of stated) {
    const { statement, at } = one
    const before = document.text.slice(Math.max(0, at.offset - 60), at.offset).replace(/[$\\(`]+$/, '')
    const said_ = at.kind === 'inline' && DEFINING.test(lastClause(before))
    const isSupposed = at.kind === 'inline' && SUPPOSING.test(before)
    const expects = document.displays.some(
      ({ offset, expected }) => offset === at.offset && expected !== undefined && expected !== 'holds',
    )
    // What a mark says is wrong uses nothing, either: the name may be defined behind it.
    if (expects) continue
    const definition = isSupposed ? undefined : definitionOf(one, letters, said)
    if (
      definition !== undefined &&
      !found.has(definition.name) &&
      (said_ || !used.has(definition.name)) &&
      !isCircular(definition, found)
    )
      found.set(definition.name, definition)
    for (const name of namesIn(statement)) used.add(name)
  }
  return [...found.values()]
}

const lastClause = (text: string): string => text.split(/[.;。；\n]\s/).at(-1)!

const namesIn = (statement: Statement): readonly string[] =>
  formulasOf(statement).flatMap(side => symbolsIn(side).map(({ name }) => name))

function definitionOf(by: Stated, { symbols, dims }: Reading['letters'], said: Said): Definition | undefined {
  const { sides, conditions } = by.statement
  const [left, right] = sides
  if (left === undefined || right === undefined || left.kind !== 'symbol' || conditions.length > 0)
    return undefined
  const candidate = symbols.get(left.name)
  if (candidate === undefined || candidate.index) return undefined
  if (
    said.facts.some(
      ({ name, kind }) =>
        name.name === left.name && (kind === 'class' || kind === 'sign' || kind === 'binary'),
    )
  )
    return undefined
  const labels = left.indices.map(index => nameOfIndex(index))
  const proper = labels.filter(
    label => label !== undefined && !symbols.has(label) && !dims.has(label),
  ) as string[]
  if (proper.length < labels.length || new Set(proper).size < proper.length) return undefined
  // y = 3 chooses a value, and w = w - α g is a step.
  if (right.kind === 'number' || symbolsIn(right).some(({ name }) => name === left.name)) return undefined
  // x_{ij} of a matrix X that is there is an entry of it.
  const capital = left.name.toUpperCase()
  if (
    capital !== left.name &&
    labels.length > 0 &&
    symbols.has(capital) &&
    said.facts.some(({ name }) => name.name === capital) &&
    !said.facts.some(({ name }) => name.name === left.name)
  )
    return undefined
  return { name: left.name, candidate, labels: proper, right, by }
}

/** Whether a definition would need itself. */
function isCircular({ name, right }: Definition, known: ReadonlyMap<string, Definition>): boolean {
  const seen = new Set<string>()
  const reaches = (expr: Expr): boolean =>
    symbolsIn(expr).some(symbol => {
      if (symbol.name === name) return true
      if (seen.has(symbol.name)) return false
      seen.add(symbol.name)
      const next = known.get(symbol.name)
      return next !== undefined && reaches(next.right)
    })
  return reaches(right)
}

/** A definition as a line of a given block. */
export function definitionText(
  { candidate, labels, right, by }: Definition,
  names: Parameters<typeof print>[1]['names'],
): string {
  const above = labels.slice(0, candidate.above.length)
  const below = labels.slice(candidate.above.length)
  const left =
    candidate.written +
    (above.length === 0 ? '' : `^{(${above.join(',')})}`) +
    (below.length === 0 ? '' : `_{${below.join('')}}`)
  const written = by.source.slice(right.span.start, right.span.end)
  const plain = /&|\\\\|%|\n\s*\n|\\begin|#/.test(written)
    ? print(right, { latex: true, names })
    : written.replace(/\s+/g, ' ')
  return `${left} = ${plain.trim()}`
}
