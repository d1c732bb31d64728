// Which dtype an op answers with, for each dtype that it gets: found by running it.
import { ChainruleError, type DType, isTensor, ones, random, type Tensor, tensor } from '../../src/index.js'
import * as fft from '../../src/ops/fft/index.js'
import * as ops from '../../src/ops/index.js'
import * as linalg from '../../src/ops/linalg/index.js'
import * as nn from '../../src/ops/nn/index.js'
import * as special from '../../src/ops/special/index.js'
import * as stats from '../../src/ops/stats/index.js'

/** An op by its name. */
export type OpName =
  | keyof typeof ops
  | keyof typeof linalg
  | keyof typeof nn
  | keyof typeof special
  | keyof typeof stats
  | keyof typeof fft

const byName: Readonly<Record<string, unknown>> = { ...ops, ...linalg, ...nn, ...special, ...stats, ...fft }

/** One image of one value. */
const image = (x: Tensor, axes: 1 | 2): Tensor => ops.reshape(x, axes === 1 ? [1, 1, 1] : [1, 1, 1, 1])

const index = tensor([0], { dtype: 'int32' })

/** Complex numbers from a matrix of one. */
const pairs = (x: Tensor): Tensor => ops.concat([x, x], 1)

/** Calls of ops that take more than tensors, for a matrix of ones. */
const calls: { readonly [K in OpName]?: (x: Tensor) => unknown } = {
  broadcastTo: x => ops.broadcastTo(x, [2, 1, 1]),
  sumTo: x => ops.sumTo(ops.broadcastTo(x, [2, 1, 1]), [1, 1]),
  where: x => ops.where(tensor(true), x, x),
  clip: x => ops.clip(x, 0, 1),
  cumsum: x => ops.cumsum(x, { axis: 0 }),
  cumprod: x => ops.cumprod(x, { axis: 0 }),
  cummax: x => ops.cummax(x, { axis: 0 }),
  cummin: x => ops.cummin(x, { axis: 0 }),
  cumLogSumExp: x => ops.cumLogSumExp(x, { axis: 0 }),
  reshape: x => ops.reshape(x, [1]),
  expandDims: x => ops.expandDims(x, 0),
  squeeze: x => ops.squeeze(x),
  slice: x => ops.slice(x, [0]),
  flip: x => ops.flip(x, 0),
  pad: x =>
    ops.pad(x, [
      [1, 0],
      [0, 0],
    ]),
  concat: x => ops.concat([x, x]),
  stack: x => ops.stack([x, x]),
  split: x => ops.split(x, 1),
  einsum: x => ops.einsum('ij->', x),
  gather: x => ops.gather(x, index),
  take: x => ops.take(x, index),
  scatterAdd: x => ops.scatterAdd(x, index, ops.reshape(x, [1])),
  segmentSum: x => ops.segmentSum(x, index, 1),
  oneHot: x => ops.oneHot(x, 2),
  cross: x => linalg.cross(ops.broadcastTo(x, [1, 3]), ops.broadcastTo(x, [1, 3])),
  matrixPower: x => linalg.matrixPower(x, 2),
  conv1d: x => nn.conv1d(image(x, 1), image(x, 1)),
  conv2d: x => nn.conv2d(image(x, 2), image(x, 2)),
  convTranspose1d: x => nn.convTranspose1d(image(x, 1), image(x, 1)),
  convTranspose2d: x => nn.convTranspose2d(image(x, 2), image(x, 2)),
  maxPool1d: x => nn.maxPool1d(image(x, 1), { window: 1 }),
  maxPool2d: x => nn.maxPool2d(image(x, 2), { window: 1 }),
  avgPool1d: x => nn.avgPool1d(image(x, 1), { window: 1 }),
  avgPool2d: x => nn.avgPool2d(image(x, 2), { window: 1 }),
  batchNorm: x => nn.batchNorm(x).y,
  dropout: x => nn.dropout(x, 0.5, random(0)),
  embedding: x => nn.embedding(x, index),
  embeddingRows: x => nn.embeddingRows(x, index).rows,
  replaceRows: x => nn.replaceRows(x, index, x),
  topK: x => ops.topK(x, 1),
  roll: x => ops.roll(x, 1),
  meshgrid: x => ops.meshgrid([ops.reshape(x, [1])]),
  quantile: x => stats.quantile(x, 0.5),
  searchSorted: x => stats.searchSorted(ops.reshape(x, [1]), x),
  fft: x => fft.fft(pairs(x)),
  ifft: x => fft.ifft(pairs(x)),
  irfft: x => fft.irfft(pairs(x), { n: 1 }),
  complexMul: x => fft.complexMul(pairs(x), pairs(x)),
  polygamma: x => special.polygamma(1, x),
  crossEntropy: x => ops.crossEntropy(x, index),
}

/**
 * In one phrase, such as `keeps`, or `→ bool`; `undefined` where the op refuses all. Where no call is known, the op is
 * called with tensors for its required arguments.
 */
export function dtypesOf(name: OpName, required: number): string | undefined {
  if (name === 'cast') return 'as asked'
  const op = byName[name] as (...inputs: Tensor[]) => unknown
  const call = calls[name] ?? ((x: Tensor) => op(...Array.from({ length: required }, () => x)))
  const all: readonly DType[] = ['float64', 'float32', 'int32', 'bool']
  const results = all.map(dtype => resultOf(call, ones([1, 1], { dtype })))
  if (results.every(r => r === undefined)) return undefined
  const [first] = results
  if (results.every(r => r === first)) return `→ ${first}`
  if (results.join() === 'float64,float32,float64,float64') return 'float'
  const others = all.flatMap((dtype, i) =>
    results[i] === dtype ? [] : [`${dtype} → ${results[i] ?? 'refused'}`],
  )
  return ['keeps', ...others].join('; ')
}

/** The dtype of a result; `undefined` where the op refuses. */
function resultOf(call: (x: Tensor) => unknown, x: Tensor): DType | undefined {
  try {
    const result = call(x)
    // Of several tensors, the first.
    const first: unknown = isTensor(result) ? result : Object.values(result as object)[0]
    return isTensor(first) ? first.dtype : undefined
  } catch (error) {
    if (error instanceof ChainruleError) return undefined
    throw error
  }
}
