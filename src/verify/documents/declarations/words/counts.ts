// How many there are: "N samples x_i", "the n weights w", "m rows and n columns", "k classes"; and who is one of the classes.
import type { ClauseReader } from './clause.js'
import type { Fact, Rank } from './fact.js'
import * as words from './lexicon.js'

/** What a clause counts. */
interface Counts {
  readonly facts: readonly Fact[]
  /** Over what an index runs. */
  readonly ranges: readonly (readonly [label: string, dim: string])[]
  /** How many classes there are. */
  readonly classes: string | undefined
}

/** "N samples x_n with D features", "θ are the n weights", "k classes", "X has m rows and n columns". */
export function countsIn(clause: ClauseReader): Counts {
  const facts: Fact[] = []
  const ranges: (readonly [string, string])[] = []
  let classes: string | undefined
  for (let at = 0; at < clause.items.length; at++) {
    const size = clause.size(at)
    if (size === undefined) continue
    const { line } = clause.items[at]!
    let next = at + 1
    if (
      clause.is(
        next,
        /^(training|i|data|labelled|labeled|independent|iid|scalar|real|input|target|different|possible|mutually|个|类)$/i,
      )
    )
      next++
    if (clause.is(next, words.CLASSES)) classes ??= size
    const sample =
      clause.is(next, words.SAMPLES) && !clause.is(next, words.ROWS) && !clause.is(next, words.COLUMNS)
    if (sample) {
      const names = clause.namesAt(next + 1)
      const axes = clause.sizeBehind(clause.namesEnd(next + 1, names))
      for (const name of names) {
        const [label] = name.labels
        if (label !== undefined) ranges.push([label, size])
        if (axes !== undefined) facts.push({ name, axes, rank: axes.length as Rank, line })
      }
    }
    // "θ are the n weights", "the m targets t"
    if (
      clause.is(at - 1, /^(the|die|den)$/i) &&
      clause.word(next) !== undefined &&
      /(s|en|e)$/.test(clause.word(next)!) &&
      !words.CLASSES.test(clause.word(next)!)
    ) {
      const behind = clause.namesAt(next + 1)
      const names =
        behind.length > 0
          ? behind
          : clause.is(at - 2, words.COPULA)
            ? clause.namesAt(at - 3)
            : clause.is(at - 2, words.JOINS)
              ? clause.namesAt(at - 3)
              : []
      const proper = names.filter(({ labels, name }) => labels.length === 0 && name !== size)
      for (const name of proper) facts.push({ name, axes: [size], rank: 1, line })
    }
    if (clause.is(at + 1, words.ROWS) || clause.is(at + 1, words.COLUMNS))
      facts.push(...rowsAndColumns(clause, at, size, line))
  }
  return { facts, ranges, classes }
}

function rowsAndColumns(clause: ClauseReader, at: number, size: string, line: number): readonly Fact[] {
  if (!clause.is(at + 1, words.ROWS)) return []
  const subject = clause.items
    .slice(0, at)
    .findLastIndex((_, i) => clause.namesAt(i).length > 0 && clause.math(i) !== undefined)
  const columns = [at + 2, at + 3, at + 4].find(
    i => clause.size(i) !== undefined && clause.is(i + 1, words.COLUMNS),
  )
  const [name] = subject < 0 ? [] : clause.namesAt(subject)
  if (name === undefined || columns === undefined) return []
  return [{ name, axes: [size, clause.size(columns)], rank: 2, line }]
}

/** "the true class c", "y is the index of the correct class", "class label y_i". */
export function classesIn(clause: ClauseReader): readonly Fact[] {
  const facts: Fact[] = []
  for (let at = 0; at < clause.items.length; at++) {
    if (!clause.is(at, words.CLASS)) continue
    const { line } = clause.items[at]!
    const isTrue = clause.is(at - 1, words.TRUE)
    const label = clause.is(at + 1, words.CLASS)
    let names =
      isTrue || clause.is(at, /^(class|klasse|类别)$/i) ? clause.namesAt(label ? at + 2 : at + 1) : []
    if (names.length === 0 && isTrue && clause.is(at + 1, words.COPULA)) names = clause.namesAt(at + 2)
    if (names.length === 0 && (isTrue || clause.is(at + 1, /^(of|von|der)$/))) {
      let from = at - (isTrue ? 1 : 0)
      while (clause.is(from - 1, /^(the|index|of|a|an|die|der|den|ist|label)$/i)) from--
      names = clause.subject(from)
    }
    // A class of its own: "class k" of an index is none.
    if (!isTrue && !label) names = names.filter(({ labels }) => labels.length > 0)
    for (const name of names) facts.push({ name, kind: 'class', rank: 0, line })
  }
  return facts
}
