// Entry `chainrule/verify`: claims about formulas and their derivatives, decided.
export type { Context } from './context/context.js'
export { readGiven as given } from './context/given.js'
export { LanguageError, type Span, type Trouble } from './language/source.js'
export type {
  ClaimReport,
  Counterexample,
  Diagnosis,
  Misreading,
  PaperClaim,
  PaperReport,
  Repair,
  StepReport,
  Verdict,
} from './report.js'
export { type VerifyOptions, verify, verifyAll } from './verify.js'
