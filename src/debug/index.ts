// Entry `chainrule/debug`: look into a computation.
export { detectAnomalies } from './anomaly.js'
export { type GraphOptions, printGraph, toDot, toMermaid } from './graph.js'
