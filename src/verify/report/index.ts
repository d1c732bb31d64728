// The face of reports: what they hold, and what shows them.
export { renderClaim } from './claimText.js'
export { paperJSON } from './json.js'
export { renderHandback } from './markdown.js'
export type { Paint, Style } from './paint.js'
export type * from './report.js'
export type * from './schema.js'
export type * from './slips.js'
export { renderPaper, summaryLine } from './terminal.js'
