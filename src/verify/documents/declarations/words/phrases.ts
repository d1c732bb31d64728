// What clauses say of symbols: "A is symmetric", "an m × n matrix X", "vectors x and y of length n", "N samples x^{(i)}".
import type { Declarator } from '../../../given/index.js'
import { ClauseReader } from './clause.js'
import { classesIn, countsIn } from './counts.js'
import { type Description, descriptionAt, STOPS } from './description.js'
import type { Fact, Rank, Said } from './fact.js'
import * as words from './lexicon.js'
import { membershipsIn } from './membership.js'
import type { Clause, Placed } from './prose.js'

/** What all clauses and formulas say. */
export function saidIn(clauses: readonly Clause[], formulas: readonly Placed[]): Said {
  const facts: (Fact & { readonly at: number })[] = []
  const ranges = new Map<string, string>()
  let classes: string | undefined
  const noteFormula = ({ source, line, offset }: Placed): void => {
    const found = membershipsIn(source)
    facts.push(...found.facts.map(fact => ({ ...fact, line, at: offset })))
    for (const [label, dim] of found.ranges) if (!ranges.has(label)) ranges.set(label, dim)
  }
  formulas.forEach(noteFormula)
  for (const clause of clauses) {
    for (const item of clause) if (item.is === 'math' && item.math.kind === 'name') noteFormula(item.math)
    const heard = heardIn(new ClauseReader(clause))
    facts.push(...heard.facts.map(fact => ({ ...fact, at: Number.POSITIVE_INFINITY })))
    for (const [label, dim] of heard.ranges) if (!ranges.has(label)) ranges.set(label, dim)
    classes ??= heard.classes
  }
  return { facts, ranges, classes }
}

/** What one clause says. */
function heardIn(clause: ClauseReader): ReturnType<typeof countsIn> {
  const counted = countsIn(clause)
  const facts = [...counted.facts, ...classesIn(clause)]
  for (let at = 0; at < clause.items.length; ) {
    const found = descriptionAt(clause, at)
    if (found !== undefined) facts.push(...told(clause, found, facts.at(-1)?.name))
    at = Math.max(found?.to ?? 0, at + 1)
  }
  return { ...counted, facts }
}

/** Says what a description says of the names that it goes with: those behind it, else those in front. */
function told(
  clause: ClauseReader,
  { kind, rank, axes: own, square, from, to }: Description,
  last: Declarator | undefined,
): readonly Fact[] {
  let axes = own
  let names = clause.namesAt(to)
  // "the vector of weights w", "a matrix W of weights"
  if (
    names.length === 0 &&
    rank !== undefined &&
    clause.is(to, /^(of|von)$/) &&
    clause.word(to + 1) !== undefined
  )
    names = clause.namesAt(to + 2)
  if (
    names.length === 0 &&
    rank !== undefined &&
    clause.word(to) !== undefined &&
    !STOPS.test(clause.word(to)!) &&
    !words.COPULA.test(clause.word(to)!)
  )
    names = clause.namesAt(to + 1)
  if (names.length > 0) {
    // "vectors x and y of length n"
    if (axes === undefined) axes = clause.sizeBehind(clause.namesEnd(to, names))
  } else names = clause.subject(from, last)
  if (names.length === 0) return []
  const shaped = rank ?? (kind !== undefined && MATRICES.has(kind) ? 2 : undefined)
  const one = axes?.length === 1 && (shaped === 2 || square)
  const sizes = one ? [axes![0], axes![0]] : axes
  const count = sizes === undefined ? shaped : (Math.min(2, sizes.length) as Rank)
  const line = clause.items[from]!.line
  const isMatrix = (kind !== undefined && MATRICES.has(kind)) || square
  return names.map(name => ({
    name,
    line,
    kind: kind === 'probability' && count === 1 ? 'distribution' : kind,
    rank: isMatrix ? 2 : count,
    axes: sizes,
  }))
}

const MATRICES: ReadonlySet<string> = new Set(['symmetric', 'positive definite', 'orthogonal', 'invertible'])
