// The public face of chainrule: tensors, ops, and functions of functions. It has no side effects and needs no host API.
export { type BackwardOptions, backward, Gradients, variable } from './backward.js'
export { allClose, arrayEqual } from './compare.js'
export {
  arange,
  eye,
  full,
  linspace,
  oneHot,
  ones,
  onesLike,
  type TensorOptions,
  tensor,
  zeros,
  zerosLike,
} from './create.js'
export type { DType, TypedArray } from './dtype.js'
export {
  AnomalyError,
  ArgumentError,
  ChainruleError,
  DataError,
  DifferentiationError,
  DTypeError,
  IndexError,
  ShapeError,
} from './errors.js'
export type { Operand, ShapeOfOperand } from './op.js'
export { type CustomOp, customOp } from './ops/custom.js'
export type { PositionOptions } from './ops/extremum.js'
export * from './ops/index.js'
export type { Reduction } from './ops/loss.js'
export type { MatmulOptions } from './ops/matmul.js'
export type { ReduceOptions } from './ops/reduce.js'
export type { Range } from './ops/slice.js'
export { type RandomStream, random } from './random.js'
export type { Broadcast, Nested, NestedOf, Shape, ShapeOf } from './shape.js'
export {
  type Differential,
  isTensor,
  isTracked,
  stopGradient,
  type Tensor,
  type TensorData,
} from './tensor.js'
export * from './transforms/index.js'
