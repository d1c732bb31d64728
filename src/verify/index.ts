// Entry `chainrule/verify`: claims about formulas and their derivatives, decided; single ones, and papers of them.

export type { GradientClaim, GradientClaimReport, Inputs } from './code/claim.js'
export type { CheckedPaper, PaperOptions } from './documents/checkPaper.js'
export type { Context, Objective } from './given/context.js'
export type { Budget } from './meaning/budget.js'
export { readGiven as given } from './meaning/given.js'
export { checkPaper } from './paper.js'
export { paperJSON } from './report/json.js'
export { renderHandback } from './report/markdown.js'
export type { Paint, Style } from './report/paint.js'
export type {
  ClaimReport,
  Counterexample,
  Diagnosis,
  Misreading,
  PaperClaim,
  PaperReport,
  PlacedMisreading,
  Repair,
  StepReport,
  UncheckedFormula,
  Verdict,
} from './report/report.js'
export type {
  ClaimJSON,
  CounterexampleJSON,
  NumberJSON,
  PaperJSON,
  PlacedUnreadJSON,
  StepJSON,
  UncheckedJSON,
  UnreadJSON,
  ValueJSON,
} from './report/schema.js'
export type { DiagnosisKind, SlipKind } from './report/slips.js'
export { renderPaper } from './report/terminal.js'
export { LanguageError, type Span, type Trouble } from './text/source.js'
export { type VerifyOptions, verify, verifyAll } from './verify.js'
