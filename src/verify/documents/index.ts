// The face of documents: files checked, and changed where a repair is taken.
export { type BlockAt, blockAt } from './blockAt.js'
export {
  type CheckedPaper,
  checkPaper,
  type Declarations,
  type Engine,
  type PaperOptions,
  paperSteps,
  unavailable,
} from './checkPaper.js'
export type { CheckedClaim } from './claims.js'
export { draftOf } from './declarations/index.js'
export { type Drafted, draftGiven } from './draftGiven.js'
export type { FormatName, IncludedFile, ReadFile } from './format.js'
export { filesIncluded } from './formats.js'
export { type Mend, type MendedPaper, mended, type Texts } from './mend.js'
export type { SourceMap } from './sourceMap.js'
