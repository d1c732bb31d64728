// Entry `chainrule/verify`: claims about formulas and their derivatives, decided; single ones, and papers of them.

export type { GradientClaim, GradientClaimReport, Inputs } from './code/index.js'
export {
  type CheckedClaim,
  type CheckedPaper,
  type Drafted,
  draftGiven,
  type FormatName,
  filesIncluded,
  type IncludedFile,
  type Mend,
  type MendedPaper,
  mended,
  type PaperOptions,
  type ReadFile,
  type SourceMap,
  type Texts,
  unavailable,
} from './documents/index.js'
export type { Context, Objective } from './given/index.js'
export { type Declaration, declarationsIn, type Look, lookAt } from './look.js'
export type { Budget } from './meaning/index.js'
export { readGiven as given } from './meaning/index.js'
export { Memory } from './memory.js'
export { checkPaper, paperSteps } from './paper.js'
export { isReplayPath } from './points/index.js'
export {
  type Assumed,
  assumptionOf,
  besideOf,
  briefText,
  type ClaimJSON,
  type ClaimReport,
  type Counterexample,
  type CounterexampleJSON,
  type Diagnosis,
  type DiagnosisKind,
  type IncludedText,
  type LocatedClaim,
  type LocatedPaper,
  type Misreading,
  type NumberJSON,
  type OrNull,
  openIn,
  type Paint,
  type PaperClaim,
  type PaperJSON,
  type PaperReport,
  type Place,
  type PlacedMisreading,
  type PlacedUnreadJSON,
  type Position,
  paperJSON,
  type Question,
  type Repair,
  type Rule,
  renderGitHub,
  renderHandback,
  renderPaper,
  type SarifLog,
  type SlipKind,
  type StepJSON,
  type StepReport,
  type Style,
  sarifLog,
  summaryLine,
  type UncheckedFormula,
  type UncheckedJSON,
  type UnreadJSON,
  type ValueJSON,
  type Verdict,
} from './report/index.js'
export { edited, LanguageError, type Span, type TextEdit, type Trouble } from './text/index.js'
export { type VerifyOptions, verify, verifyAll } from './verify.js'
