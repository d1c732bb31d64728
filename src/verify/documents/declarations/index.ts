// The face of declarations: the given block that a document lacks, drafted.
export { type Draft, draftOf } from './draft.js'
