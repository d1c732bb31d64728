// Every op by name: what `chainrule` exports, what methods are made of, and what the tables of tests and docs must cover.
export { cumsum, prod } from './accumulate.js'
export { add, div, maximum, minimum, mod, mul, neg, sub } from './arithmetic.js'
export { broadcastTo, sumTo } from './broadcast.js'
export {
  clip,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
  where,
} from './comparison.js'
export { concat, pad, stack } from './concat.js'
export { cumLogSumExp, cummax, cummin, cumprod } from './cumulative.js'
export { std } from './deviation.js'
export { einsum } from './einsum/einsum.js'
export {
  abs,
  ceil,
  cos,
  erf,
  exp,
  expm1,
  floor,
  log,
  log1p,
  logSigmoid,
  relu,
  round,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  tanh,
} from './elementwise.js'
export { entropy, xlogy } from './entropy.js'
export { argMax, argMin, max, min } from './extremum.js'
export { acosh, asinh, atanh, cosh, sinh } from './functions/hyperbolic.js'
export { log1mexp, log2, log10, logAddExp } from './functions/logarithms.js'
export { acos, asin, atan, atan2, tan } from './functions/trigonometric.js'
export { gather, scatterAdd, segmentSum, take } from './gather.js'
export { oneHot } from './labels.js'
export { logSoftmax, logSumExp, softmax } from './logsumexp.js'
export { crossEntropy } from './loss.js'
export { dot, matmul } from './matmul.js'
export { norm } from './norm.js'
export { diag, diagonal } from './order/diagonal.js'
export { meshgrid } from './order/meshgrid.js'
export { roll } from './order/roll.js'
export { argsort, sort, topK } from './order/sort.js'
export { tril, triu } from './order/triangle.js'
export { pow } from './pow.js'
export { mean, sum, variance } from './reduce.js'
export { cast, expandDims, reshape, squeeze, transpose } from './reshape.js'
export { flip, slice, split, unstack } from './slice.js'
