// Loops and branches over tensors, and recomputation: control flow that derivatives go through.
export { checkpoint } from './checkpoint.js'
export { cond } from './cond.js'
export { type Scanned, type ScanOptions, type StepOf, scan, type Unshaped } from './scan.js'
export { type WhileOptions, whileLoop } from './whileLoop.js'
