// The face of documents: files checked, and changed where a repair is taken.
export {
  type CheckedClaim,
  type CheckedPaper,
  checkPaper,
  type PaperOptions,
  unavailable,
} from './checkPaper.js'
export { edited, type Position, type SourceMap, type TextEdit } from './sourceMap.js'
