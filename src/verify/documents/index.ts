// The face of documents: files checked, and changed where a repair is taken.
export { type BlockAt, blockAt } from './blockAt.js'
export {
  type CheckedPaper,
  checkPaper,
  type Engine,
  type PaperOptions,
  paperSteps,
  unavailable,
} from './checkPaper.js'
export type { CheckedClaim } from './claims.js'
export type { SourceMap } from './sourceMap.js'
