// Repairs taken over into a paper's files: each is kept only if, checked anew, its claim holds there and nothing is lost.
import { edited, type TextEdit } from '../text/index.js'
import type { CheckedPaper } from './checkPaper.js'

/** A repair that was taken over. */
export interface Mend {
  /** Which of the paper's claims it is of, from 0. */
  readonly claim: number
  /** Which of the claim's equalities, from 0. */
  readonly step: number
  /** The file, where it is one that the paper includes. */
  readonly file: string | undefined
  /** The change of the file. */
  readonly edit: TextEdit
  /** What was wrong: a sentence. */
  readonly message: string
  /** What stood there. */
  readonly original: string
  /** What stands there now. */
  readonly replacement: string
  /** The claim as it is with the repair. */
  readonly patched: string
  /** The line where it was, before it was changed, from 1. */
  readonly line: number
  /** The column, from 1. */
  readonly column: number
  /** The cell of a notebook. */
  readonly cell: number | undefined
}

/** The texts of a paper's files by their names; the paper's own by `undefined`. */
export type Texts = ReadonlyMap<string | undefined, string>

/** A paper with repairs taken over. */
export interface MendedPaper {
  /** Its report as it is now. */
  readonly paper: CheckedPaper
  /** What was changed. */
  readonly mends: readonly Mend[]
  /** The texts of its files as they are now. */
  readonly texts: Texts
}

/** One repair makes place for the next: so often at most. */
const MOST_ROUNDS = 50

/** Takes over what can be; `check` checks the paper with other texts in place of its files. */
export function mended(before: CheckedPaper, check: (texts: Texts) => CheckedPaper): MendedPaper {
  let state: MendedPaper = { paper: before, mends: [], texts: textsOf(before) }
  const refused = new Set<string>()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const wanted = apart(repairsIn(state.paper).filter(mend => !refused.has(nameOf(mend))))
    let next = tried(state, wanted, check)
    // All together will not do: one after the other, then.
    for (const mend of next === undefined ? wanted : []) {
      if (wanted.length > 1) next = tried(state, [mend], check)
      if (next !== undefined) break
      refused.add(nameOf(mend))
    }
    if (next === undefined) return state
    state = next
  }
  return state
}

const nameOf = ({ claim, patched, message }: Mend): string => JSON.stringify([claim, patched, message])

const textsOf = ({ text, included }: CheckedPaper): Texts =>
  new Map([[undefined, text], ...included.map(({ file, text }) => [file, text] as const)])

/** For each claim that is refuted, and meant to hold, the likeliest repair of its first broken step. */
function repairsIn({ claims }: CheckedPaper): readonly Mend[] {
  return claims.flatMap(({ report, expected, map, file, cell }, claim) => {
    const step = report?.steps.findIndex(({ verdict }) => verdict === 'refuted') ?? -1
    const [likeliest] = report?.steps[step]?.diagnoses ?? []
    const { repair, message = '' } = likeliest ?? {}
    if (repair === undefined || (expected !== undefined && expected !== 'holds')) return []
    const { original, replacement, patched } = repair
    const edit = map.editFor(repair.span, replacement)
    const { line, column } = map.positionOf(repair.span.start)
    return [{ claim, step, file, edit, message, original, replacement, patched, line, column, cell }]
  })
}

/** Those that do not touch what another changes. */
function apart(mends: readonly Mend[]): readonly Mend[] {
  const kept: Mend[] = []
  for (const mend of mends) {
    const { start, end } = mend.edit.span
    const isFree = kept.every(
      ({ file, edit: { span } }) => file !== mend.file || end < span.start || span.end < start,
    )
    if (isFree) kept.push(mend)
  }
  return kept
}

/** The paper with repairs in it, if they do what they should. */
function tried(
  { paper, mends, texts }: MendedPaper,
  wanted: readonly Mend[],
  check: (texts: Texts) => CheckedPaper,
): MendedPaper | undefined {
  if (wanted.length === 0) return undefined
  const files = new Map(texts)
  for (const file of new Set(wanted.map(({ file }) => file))) {
    const edits = wanted.filter(mend => mend.file === file).map(({ edit }) => edit)
    files.set(file, edited(texts.get(file) ?? '', edits))
  }
  const after = check(files)
  return isBetter(paper, after, wanted)
    ? { paper: after, mends: [...mends, ...wanted], texts: files }
    : undefined
}

/** Whether each repaired step holds, as it was meant, and whatever held before still does. */
function isBetter(before: CheckedPaper, after: CheckedPaper, wanted: readonly Mend[]): boolean {
  if (after.trouble?.reason !== before.trouble?.reason || after.claims.length !== before.claims.length)
    return false
  return before.claims.every((claim, i) => {
    const now = after.claims[i]!
    const mend = wanted.find(({ claim }) => claim === i)
    const steps = now.report?.steps ?? []
    const kept = (claim.report?.steps ?? []).every(
      ({ verdict }, s) => verdict !== 'holds' || steps[s]?.verdict === 'holds',
    )
    if (mend === undefined) return kept && now.source === claim.source
    return kept && bare(now.source) === bare(mend.patched) && steps[mend.step]?.verdict === 'holds'
  })
}

/** Without white space, which is laid out anew where a macro gives way to what it stands for. */
const bare = (text: string): string => text.replace(/\s+/g, '')
