// The public face of chainrule: tensors, ops, and functions of functions. It has no side effects and needs no host API.
export type { Inserted, Reduced, Replaced, Without } from './axes.js'
export { type BackwardOptions, backward, Gradients, variable } from './backward.js'
export { allClose, arrayEqual } from './compare.js'
export { type NumericArray, reviveTensor, type TensorOptions, tensor } from './create.js'
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
export { arange, eye, full, linspace, ones, onesLike, zeros, zerosLike } from './fill.js'
export type { Differential } from './graph/index.js'
export type { BinaryOp } from './ops/arithmetic.js'
export type { BesideCheck, Joined, Stacked } from './ops/concat.js'
export type { RunningOptions } from './ops/cumulative.js'
export {
  type ChangeOf,
  type CustomDifferential,
  type CustomOp,
  type CustomOutput,
  customOp,
} from './ops/custom.js'
export type { Einsum } from './ops/einsum/shape.js'
export type { PositionOptions } from './ops/extremum.js'
export * from './ops/index.js'
export type { Reduction } from './ops/loss.js'
export type { MatmulOptions, Product, ProductCheck } from './ops/matmul.js'
export type { Operand, ShapeOfOperand } from './ops/operand.js'
export type { DiagonalOptions } from './ops/order/diagonal.js'
export type { MeshgridOptions } from './ops/order/meshgrid.js'
export type { SortOptions, TopK, TopKOptions } from './ops/order/sort.js'
export type { Axes, ReduceOptions, Reducer } from './ops/reduce.js'
export type { Inferred, Permuted, Transposed } from './ops/reshape.js'
export type { Parts, Range, SliceCheck, Sliced } from './ops/slice.js'
export type { UnaryOp } from './ops/unary.js'
export { type RandomStream, random } from './random.js'
export type { Broadcast, BroadcastCheck, Nested, NestedNumbers, NestedOf, Shape, ShapeOf } from './shape.js'
export {
  isTensor,
  isTracked,
  stopGradient,
  type Tensor,
  type TensorData,
  type TensorJSON,
} from './tensor.js'
export * from './transforms/index.js'
