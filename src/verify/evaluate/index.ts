// The face of evaluation: values at a point, with tensors and in digits.
export { aligned, indicesAt } from './axes.js'
export { Digits, TooLong } from './digits.js'
export { Evaluation } from './evaluation.js'
export type { Point } from './point.js'
export { positionsOf } from './reading.js'
export { isDoubtful, type Outside, Reads } from './reads.js'
