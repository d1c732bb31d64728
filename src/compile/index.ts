// The entry `chainrule/compile`: functions that are traced once and run as one WebAssembly function.
export type { BuildOptions } from './build.js'
export { type CompileOptions, compile } from './compile.js'
export { type Inspection, inspect } from './inspect.js'
export { type LoopProgress, type LoopResult, type LoopRun, loop, type Stacked } from './loop.js'
export type { Program, Step, Value } from './program.js'
export { printProgram, programToDot, programToMermaid } from './show/index.js'
export { WorkerError } from './threads/index.js'
