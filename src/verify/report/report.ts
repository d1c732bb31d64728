// What the verifier says, as data: made once, and shown as text, Markdown or JSON.
import type { LanguageError, Related, Span, Trouble } from '../text/index.js'
import type { DiagnosisKind, Rule } from './slips.js'

/** What became of a claim. */
export type Verdict =
  /** Every case agreed, to the last digits that float64 can tell. */
  | 'holds'
  /** An inequality that no case fails: none was found, and nothing is proven. */
  | 'unrefuted'
  /** A case fails, and more digits say so too; or the sides have different shapes. */
  | 'refuted'
  /** The oracles disagree among themselves, or nothing could be computed: the claim is not to blame. */
  | 'inconclusive'
  /** It only fails where the function has a kink, and there is no derivative to be right about. */
  | 'nonsmooth'

/** A case in which two sides differ, as small as it could be made. */
export interface Counterexample {
  /** The size of each dimension. */
  readonly sizes: Readonly<Record<string, number>>
  /** The symbols that were drawn, as nested arrays; classes count from 1. */
  readonly values: Readonly<Record<string, unknown>>
  /** Values of definitions that the step mentions, to follow the arithmetic. */
  readonly derived: Readonly<Record<string, unknown>>
  /** Which entry: a number from 1 for each label, and for row and column where the sides are vectors or matrices. */
  readonly at: Readonly<Record<string, number>>
  /** What the step claims: its right side. */
  readonly claimed: number
  /** What is true: its left side. */
  readonly actual: number
  /** claimed − actual. */
  readonly difference: number
  /** Whether 30 digits confirmed it. */
  readonly confirmed: boolean
  /** fast-check's seed and path, to find the same case again. */
  readonly seed: number
  /** fast-check's path, to find the case again. */
  readonly path: string
}

/** A formula that is right instead, and how little was changed. */
export interface Repair {
  /** What is replaced, in the claim's source. An empty span is a place to insert at. */
  readonly span: Span
  /** What stood there. */
  readonly original: string
  /** What belongs there. */
  readonly replacement: string
  /** The claim's source with the replacement in it. */
  readonly patched: string
}

/** What is wrong, in words: printed only when it was verified on shapes that were not used to find it. */
export interface Diagnosis {
  /** The kind of mistake, or of two. */
  readonly kind: DiagnosisKind
  /** The rule that is broken, where it can be told. */
  readonly rule: Rule | undefined
  /** A sentence: "replace 1/n by 1/m". */
  readonly message: string
  /** What would be right, where that was found. */
  readonly repair: Repair | undefined
}

/** One equality of a claim: sides i and i + 1 of a chain. */
export interface StepReport {
  /** What became of it. */
  readonly verdict: Verdict
  /** How its sides are claimed to be related, where they are not claimed to be equal. */
  readonly relation?: Related
  /** The places of both sides in the claim's source. */
  readonly left: Span
  /** The right side, in the source. */
  readonly right: Span
  /** Why, where the verdict is not `holds`; and where it does not hold everywhere, such as at a kink. */
  readonly reason: string | undefined
  /** What to look at in the source, where that is known: the offending part. */
  readonly blame: Span | undefined
  /** The smallest case that fails, where one does. */
  readonly counterexample: Counterexample | undefined
  /** All minimal explanations that were verified, the likeliest first. */
  readonly diagnoses: readonly Diagnosis[]
  /** The smallest relative mistake that would have been caught. */
  readonly resolution: number
  /** Cases that were compared, and entries in them. */
  readonly cases: number
  /** How many entries were compared. */
  readonly entries: number
}

/** One claim: an equation, a chain of them, an update. */
export interface ClaimReport {
  /** The text of the claim. */
  readonly source: string
  /** Where it starts in the text that it was read from. */
  readonly start: number
  /** How it was read: "for all i ≤ m, q ≤ k: …". */
  readonly reading: string
  /** The sizes that it takes for all that it reads to be there, such as "n ≥ 2" where it reads x_2; absent where any will do. */
  readonly sizes?: string
  /** What became of it. */
  readonly verdict: Verdict
  /** Its equalities, in order. */
  readonly steps: readonly StepReport[]
  /** The first step that is broken, and what follows from it: a sentence. */
  readonly broken: number | undefined
  /** What follows from the broken step, in a sentence. */
  readonly consequence: string | undefined
  /** The worst of the steps' resolutions. */
  readonly resolution: number
  /** What drew the cases. */
  readonly seed: number
  /** How long it took. */
  readonly milliseconds: number
  /** The whole report as text, as a terminal without colours would show it. */
  readonly message: string
}

/** A text that could not be understood. */
export interface Misreading {
  /** What kind of trouble it is. */
  readonly trouble: Trouble
  /** Why, in a sentence. */
  readonly reason: string
  /** Where it is. */
  readonly span: Span
  /** Ways to say it clearly. */
  readonly ways: readonly string[]
}

/** One of several claims of a text, which could not be read. */
export interface UnreadClaim {
  /** The text of the claim. */
  readonly source: string
  /** Where it starts in the text that it was read from. */
  readonly start: number
  /** Why, with its place in that text. */
  readonly error: LanguageError
}

/** A place in a file. In a notebook, the line and the column are those within the cell. */
export interface Place {
  /** The file, where it is not the paper's own but one that it includes, as the paper calls it. */
  readonly file?: string
  /** The number of the cell, counted from 1; absent in files that have none. */
  readonly cell?: number
  /** The line, counted from 1. */
  readonly line: number
  /** The column, counted from 1. */
  readonly column: number
}

/** A place in a file, with its offset. */
export interface Position extends Place {
  /** In the text of the file, in UTF-16 units from 0. */
  readonly offset: number
}

/** Trouble with its place in a file; the span is in the file's text. */
export interface PlacedMisreading extends Misreading, Place {}

/** A claim of a paper, with the place where its source starts; `unread` where it could not be understood. */
export interface PaperClaim extends Position {
  /** The claim's number or name, from \tag{…}. */
  readonly tag: string | undefined
  /** What the paper says will become of it: a mark for papers with known mistakes. */
  readonly expected: Verdict | undefined
  /** The text of the claim. */
  readonly source: string
  /** What was decided, where it could be read. */
  readonly report: ClaimReport | undefined
  /** Why it could not be understood, where it could not. */
  readonly unread: Misreading | undefined
  /** The symbols with an open question that it rests on, where the given block is assumed. */
  readonly restsOn?: readonly string[]
}

/** A formula that is seen and not checked, with its place. */
export interface UncheckedFormula extends Position {
  /** Why: it stands in a line of text, it is a display that states no relation, or a mark says to leave it out. */
  readonly kind: 'inline' | 'display' | 'skipped'
  /** Its text. */
  readonly source: string
}

/** What a drafted given block leaves open: which of several declarations is meant. */
export interface Question {
  /** The symbol. */
  readonly name: string
  /** In words. */
  readonly text: string
  /** The declaration that is assumed. */
  readonly chosen: string
  /** All declarations under which the formulas fit, the one that is assumed first. */
  readonly candidates: readonly string[]
  /** The line of the file that it is about. */
  readonly line: number
}

/** A given block that nobody wrote: drafted from the file, and assumed. */
export interface Assumed {
  /** Its lines, each with a comment that says where it comes from. */
  readonly block: string
  /** What it leaves open. */
  readonly questions: readonly Question[]
  /** Symbols of which nothing says what they are: claims that need them are not read. */
  readonly lost: readonly string[]
  /** Displays that could not be used, by their lines. */
  readonly unread: readonly {
    /** The line of the display. */
    readonly line: number
    /** Why it could not be used. */
    readonly reason: string
  }[]
}

/** Everything about one file. */
export interface PaperReport {
  /** The name of the file. */
  readonly file: string
  /** What drew the cases. */
  readonly seed: number
  /** The claims, in the order of the file. */
  readonly claims: readonly PaperClaim[]
  /** Lines of the given block that could not be read: claims that need them are unread. */
  readonly given: readonly PlacedMisreading[]
  /** Formulas that are seen and not checked, in the order of the file. */
  readonly unchecked: readonly UncheckedFormula[]
  /** Whether formulas that are not checked count as a failure. */
  readonly strict: boolean
  /** The given block that was drafted, where the file has none. */
  readonly assumed?: Assumed
  /** Trouble with the file as a whole, with the line and column of its place. */
  readonly trouble: PlacedMisreading | undefined
  /** 0 all as it should be, 1 something is refuted, 2 something is inconclusive or nonsmooth, 3 something could not be read. */
  readonly exitCode: 0 | 1 | 2 | 3
  /** How long it took. */
  readonly milliseconds: number
}
