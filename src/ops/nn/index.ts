// Entry `chainrule/nn`: what networks are made of. Functions of tensors, without layers that remember anything.
export { gelu, silu } from './activations.js'
export { type AvgPoolOptions, avgPool1d, avgPool2d } from './avgPool.js'
export { type ConvOptions, conv1d, conv2d } from './conv.js'
export { type ConvTransposeOptions, convTranspose1d, convTranspose2d } from './convTranspose.js'
export { dropout } from './dropout.js'
export { type EmbeddingRows, embedding, embeddingRows, replaceRows } from './embedding.js'
export { maxPool1d, maxPool2d } from './maxPool.js'
export {
  type BatchNormOptions,
  type BatchNormResult,
  batchNorm,
  type LayerNormOptions,
  layerNorm,
} from './normalize.js'
export type { PoolOptions } from './pool.js'
export type { Padding, PerAxis, WindowOptions } from './window.js'
