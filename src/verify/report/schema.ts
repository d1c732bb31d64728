// What a paper's report looks like as JSON.
import type { Span } from '../text/index.js'
import type {
  Counterexample,
  Misreading,
  Place,
  PlacedMisreading,
  Repair,
  UncheckedFormula,
  Verdict,
} from './report.js'

/** A number; what JSON has no number for is its name. */
export type NumberJSON = number | 'NaN' | 'Infinity' | '-Infinity'

/** A number, or nested arrays of numbers. */
export type ValueJSON = NumberJSON | string | boolean | null | readonly ValueJSON[]

/** The name and version of what a report looks like: of `schema/check-1.json`. What breaks readers makes a new version. */
export const SCHEMA = 'urn:chainrule:schema:check:1'

/** A file's report. What is absent is `null`, so that every key is always there. */
export interface PaperJSON {
  /** Which version of this it is. */
  readonly $schema: typeof SCHEMA
  /** The name of the file. */
  readonly file: string
  /** The seed that all cases came from. */
  readonly seed: number
  /** 0 all as it should be, 1 something is refuted, 2 something is inconclusive or nonsmooth, 3 something was not read. */
  readonly exitCode: number
  /** How long it took. */
  readonly milliseconds: number
  /** Whether formulas that are not checked count as a failure. */
  readonly strict: boolean
  /** What is wrong with the file itself; its span is in the file's text. */
  readonly trouble: PlacedUnreadJSON | null
  /** Lines of the given block that could not be read; spans are in the file's text. */
  readonly given: readonly PlacedUnreadJSON[]
  /** The claims, in the order of the file. */
  readonly claims: readonly ClaimJSON[]
  /** Formulas that are seen and not checked, in the order of the file. */
  readonly unchecked: readonly UncheckedJSON[]
}

/** A formula that is seen and not checked. */
export type UncheckedJSON = UncheckedFormula

/** Why something could not be read. */
export type UnreadJSON = Misreading

/** The same with its place. */
export type PlacedUnreadJSON = PlacedMisreading

/** One claim of the file. Spans are in its `source`, in UTF-16 units. */
export interface ClaimJSON extends Place {
  /** Where the source starts in the file, in UTF-16 units from 0. */
  readonly offset: number
  /** The claim's number or name. */
  readonly tag: string | null
  /** The text of the claim. */
  readonly source: string
  /** How it was read. */
  readonly reading: string | null
  /** What became of it. */
  readonly verdict: Verdict | 'unread'
  /** What a mark in the file says will become of it. */
  readonly expected: Verdict | null
  /** Each equality of a chain. */
  readonly steps: readonly StepJSON[]
  /** The first step that is broken, from 0, and what follows from it. */
  readonly broken: number | null
  /** What follows from the broken step, in a sentence. */
  readonly consequence: string | null
  /** The smallest relative mistake that would have been caught; `'Infinity'` where nothing was compared. */
  readonly resolution: NumberJSON | null
  /** How long it took. */
  readonly milliseconds: number | null
  /** Why it could not be understood, where it could not. */
  readonly unread: UnreadJSON | null
}

/** One equality of a claim. */
export interface StepJSON {
  /** What became of it. */
  readonly verdict: Verdict
  /** The left side, in the source. */
  readonly left: Span
  /** The right side, in the source. */
  readonly right: Span
  /** Why, in a sentence. */
  readonly reason: string | null
  /** The part to look at, in the source. */
  readonly blame: Span | null
  /** The smallest case that fails, where one does. */
  readonly counterexample: CounterexampleJSON | null
  /** What would be right, the likeliest first. */
  readonly diagnoses: readonly {
    /** The kind of mistake. */
    readonly kind: string
    /** In words. */
    readonly message: string
    /** What would be right, where that was found. */
    readonly repair: Repair | null
  }[]
  /** The smallest relative mistake that would have been caught. */
  readonly resolution: NumberJSON
  /** How many cases were compared. */
  readonly cases: number
  /** How many entries were compared. */
  readonly entries: number
}

/** A case in which the sides differ. */
export interface CounterexampleJSON extends Pick<Counterexample, 'confirmed' | 'seed' | 'path'> {
  /** The size of each dimension. */
  readonly sizes: Readonly<Record<string, NumberJSON>>
  /** The symbols that were drawn. */
  readonly values: Readonly<Record<string, ValueJSON>>
  /** Values of definitions. */
  readonly derived: Readonly<Record<string, ValueJSON>>
  /** Which entry, counted from 1. */
  readonly at: Readonly<Record<string, NumberJSON>>
  /** The right side there. */
  readonly claimed: NumberJSON
  /** The left side there. */
  readonly actual: NumberJSON
  /** claimed − actual. */
  readonly difference: NumberJSON
}
