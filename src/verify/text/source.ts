// Places in a formula's text, and errors that point at them.
import { ArgumentError, ChainruleError } from '../../errors.js'

/** A stretch of the source: from `start` up to, not including, `end`, in UTF-16 units. */
export interface Span {
  /** Its first character. */
  readonly start: number
  /** The first character behind it. */
  readonly end: number
}

/** A change of a text: what stands at a span of it is replaced. */
export interface TextEdit {
  /** What is replaced. Where it is empty, the text is inserted. */
  readonly span: Span
  /** What stands there instead. */
  readonly text: string
}

/** A text with changes made; what is inserted where another one starts comes before it. Throws where they overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let [result, at] = ['', 0]
  const inOrder = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
  for (const { span, text: written } of inOrder) {
    const { start, end } = span
    if (!(at <= start && start <= end && end <= text.length))
      throw new ArgumentError(
        'edited',
        start < at
          ? `changes overlap: one ends at ${at}, and one starts at ${start}`
          : `the span from ${start} to ${end} is not within a text of ${text.length}`,
      )
    result += text.slice(at, start) + written
    at = end
  }
  return result + text.slice(at)
}

/** From the start of one stretch to the end of another. */
export const across = (from: Span, to: Span): Span => ({ start: from.start, end: to.end })

/**
 * What kind of trouble a text is in. `shape` says that shapes do not fit, so that a claim is false; all others say that
 * it cannot be read: it breaks the grammar, names what is not declared, means more than one thing, uses what is not
 * supported, stands in a given block that is wrong, or differentiates what has no derivative.
 */
export type Trouble = 'syntax' | 'name' | 'ambiguous' | 'unsupported' | 'shape' | 'context' | 'calculus'

/** The troubles that decide a claim. This set stays small: whatever else stops a reader leaves the claim unread. */
const DECIDING: ReadonlySet<Trouble> = new Set(['shape'])

/** Whether an error within a claim refutes it, because its shapes do not fit; if not, the claim was not understood. */
export const isMisfit = (error: unknown): error is LanguageError =>
  // What is wrong with a definition has a source of its own, and is not the claim's fault.
  error instanceof LanguageError && DECIDING.has(error.trouble) && error.source === ''

/** A text of the claim language that cannot be understood, with its place and the ways to say it clearly. */
export class LanguageError extends ChainruleError {
  override readonly name = 'LanguageError'
  constructor(
    /** What kind of trouble it is. */
    readonly trouble: Trouble,
    /** What is wrong, in a sentence without its place. */
    readonly reason: string,
    /** Where in `source`. */
    readonly span: Span,
    /** Ways to say it clearly. */
    readonly ways: readonly string[] = [],
    /** The text that `span` speaks of. */
    readonly source = '',
    /** What may be read in as many ways as there are `ways`, where a reader may try each of them. */
    readonly choice?: string,
  ) {
    super(
      [reason, ...ways.map(way => `  ${way}`), ...(source === '' ? [] : ['', underlined(source, span)])].join(
        '\n',
      ),
    )
  }

  /** The same error in a known text. */
  in(source: string): LanguageError {
    return this.source === ''
      ? new LanguageError(this.trouble, this.reason, this.span, this.ways, source, this.choice)
      : this
  }
}

/** What a reader gives; what is wrong with a text is said with the text. */
export function inSource<T>(source: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof LanguageError ? error.in(source) : error
  }
}

/** What a rule gives, or nothing where the language refuses. */
export function attempt<T>(rule: () => T): T | undefined {
  try {
    return rule()
  } catch (error) {
    if (error instanceof LanguageError) return undefined
    throw error
  }
}

/** More of a line than this is not shown. */
const WIDTH = 100

/** The line of the source that holds the start of the span, and carets under the span. */
export function underlined(source: string, { start, end }: Span): string {
  const from = source.lastIndexOf('\n', start - 1) + 1
  const next = source.indexOf('\n', start)
  const to = next < 0 ? source.length : next
  // A long line is shown about the span only.
  const left = start - from > WIDTH - 20 ? start - 20 : from
  const right = Math.min(to, left + WIDTH)
  const before = left > from ? '…' : ''
  const line = `${before}${source.slice(left, right)}${right < to ? '…' : ''}`
  const indent = columns(before + source.slice(left, start))
  const carets = Math.max(1, columns(source.slice(start, Math.min(end, right))))
  return `${line.replace(/\t/g, ' ')}\n${' '.repeat(indent)}${'^'.repeat(carets)}`
}

/** How many columns a text takes in a terminal: combining marks take none. */
const columns = (text: string): number => [...text.replace(/\p{M}/gu, '')].length
