// Kernel sets, for those who want another than the one that is chosen for them.
export type { TypedArray } from '../dtype.js'
export type { Around } from '../shape.js'
export { withKernels } from './current.js'
export type { Code, Fold, Kernels, Layout, MatmulPlan, Stretch } from './kernels.js'
export { reference } from './reference.js'
export type { EngineOptions, Host } from './wasm/engine.js'
export { fastKernels } from './wasm/index.js'
export type { Thresholds } from './wasm/thresholds.js'
