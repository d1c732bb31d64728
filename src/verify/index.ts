// Entry `chainrule/verify`: claims about formulas and their derivatives, decided; single ones, and papers of them.
export type { Budget } from './budget.js'
export type { Context, Objective } from './context/context.js'
export { readGiven as given } from './context/given.js'
export type { CheckedPaper, PaperOptions } from './document/checkPaper.js'
export { renderHandback } from './document/handback.js'
export { paperJSON } from './document/json.js'
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
} from './document/schema.js'
export { renderPaper } from './document/terminal.js'
export type { GradientClaim, GradientClaimReport, Inputs } from './functions.js'
export { LanguageError, type Span, type Trouble } from './language/source.js'
export { checkPaper } from './paper.js'
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
} from './report.js'
export type { Paint, Style } from './shown/paint.js'
export { type VerifyOptions, verify, verifyAll } from './verify.js'
