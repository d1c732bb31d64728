// What a paper's report looks like as JSON.
import type {
  Counterexample,
  Diagnosis,
  Misreading,
  PaperClaim,
  PaperReport,
  Place,
  PlacedMisreading,
  StepReport,
  UncheckedFormula,
  Verdict,
} from './report.js'

/** A number; what JSON has no number for is its name. */
export type NumberJSON = number | 'NaN' | 'Infinity' | '-Infinity'

/** A number, or nested arrays of numbers. */
export type ValueJSON = NumberJSON | string | boolean | null | readonly ValueJSON[]

/** The name and version of what a report looks like: of `schema/check-1.json`. What breaks readers makes a new version. */
export const SCHEMA = 'urn:chainrule:schema:check:1'

/** Fields with `null` for what is absent, so that every key is always there. */
export type OrNull<T> = {
  readonly [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K]
}

/** A file's report. */
export interface PaperJSON extends OrNull<Omit<PaperReport, 'claims'>> {
  /** Which version of this it is. */
  readonly $schema: typeof SCHEMA
  /** The claims, in the order of the file. */
  readonly claims: readonly ClaimJSON[]
}

/** A formula that is seen and not checked. */
export type UncheckedJSON = UncheckedFormula

/** Why something could not be read. */
export type UnreadJSON = Misreading

/** The same with its place. */
export type PlacedUnreadJSON = PlacedMisreading

/** One claim of the file. Spans are in its `source`, in UTF-16 units. What follows from its report is `null` where it is unread. */
export interface ClaimJSON extends Place, OrNull<Omit<PaperClaim, keyof Place | 'report'>> {
  /** How it was read. */
  readonly reading: string | null
  /** What became of it. */
  readonly verdict: Verdict | 'unread'
  /** Each equality of a chain. */
  readonly steps: readonly StepJSON[]
  /** The first step that is broken, from 0. */
  readonly broken: number | null
  /** What follows from the broken step, in a sentence. */
  readonly consequence: string | null
  /** The smallest relative mistake that would have been caught; `'Infinity'` where nothing was compared. */
  readonly resolution: NumberJSON | null
  /** How long it took. */
  readonly milliseconds: number | null
}

/** One equality of a claim. */
export interface StepJSON extends OrNull<Omit<StepReport, 'counterexample' | 'diagnoses' | 'resolution'>> {
  /** The smallest case that fails, where one does. */
  readonly counterexample: CounterexampleJSON | null
  /** What would be right, the likeliest first. */
  readonly diagnoses: readonly OrNull<Diagnosis>[]
  /** The smallest relative mistake that would have been caught. */
  readonly resolution: NumberJSON
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
