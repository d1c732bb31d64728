// What a paper's report looks like as JSON.
import type { Span, Trouble } from '../language/source.js'
import type { Repair, Verdict } from '../report.js'

/** A number; what JSON has no number for is its name. */
export type NumberJSON = number | 'NaN' | 'Infinity' | '-Infinity'

/** A number, or nested arrays of numbers. */
export type ValueJSON = NumberJSON | string | boolean | null | readonly ValueJSON[]

/** A file's report. What is absent is `null`, so that every key is always there. */
export interface PaperJSON {
  readonly file: string
  /** The seed that all cases came from. */
  readonly seed: number
  /** 0 all as it should be, 1 something is refuted, 2 something is inconclusive or nonsmooth, 3 something was not read. */
  readonly exitCode: number
  readonly milliseconds: number
  /** What is wrong with the file itself; its span is in the file's text. */
  readonly trouble: (UnreadJSON & { readonly line: number; readonly column: number }) | null
  readonly claims: readonly ClaimJSON[]
}

/** Why something could not be read. */
export interface UnreadJSON {
  readonly trouble: Trouble
  readonly reason: string
  readonly span: Span
  /** Ways to say it so that it can be read. */
  readonly ways: readonly string[]
}

/** One claim of the file. Spans are in its `source`, in UTF-16 units. */
export interface ClaimJSON {
  /** Where the source starts in the file, from 1. */
  readonly line: number
  readonly column: number
  /** The same in UTF-16 units from 0. */
  readonly offset: number
  readonly tag: string | null
  readonly source: string
  /** How it was read. */
  readonly reading: string | null
  readonly verdict: Verdict | 'unread'
  /** What a mark in the file says will become of it. */
  readonly expected: Verdict | null
  /** Each equality of a chain. */
  readonly steps: readonly StepJSON[]
  /** The first step that is broken, from 0, and what follows from it. */
  readonly broken: number | null
  readonly consequence: string | null
  /** The smallest relative mistake that would have been caught; `'Infinity'` where nothing was compared. */
  readonly resolution: NumberJSON | null
  readonly milliseconds: number | null
  readonly unread: UnreadJSON | null
}

/** One equality of a claim. */
export interface StepJSON {
  readonly verdict: Verdict
  readonly left: Span
  readonly right: Span
  readonly reason: string | null
  readonly blame: Span | null
  readonly counterexample: CounterexampleJSON | null
  /** What would be right, the likeliest first. */
  readonly diagnoses: readonly {
    readonly kind: string
    readonly message: string
    readonly repair: Repair | null
  }[]
  readonly resolution: NumberJSON
  readonly cases: number
  readonly entries: number
}

/** A case in which the sides differ. */
export interface CounterexampleJSON {
  readonly sizes: Readonly<Record<string, NumberJSON>>
  readonly values: Readonly<Record<string, ValueJSON>>
  readonly derived: Readonly<Record<string, ValueJSON>>
  readonly at: Readonly<Record<string, NumberJSON>>
  readonly claimed: NumberJSON
  readonly actual: NumberJSON
  readonly difference: NumberJSON
  readonly confirmed: boolean
  readonly seed: number
  readonly path: string
}
