// The kernels that are fast, each by itself.
export { compare, map, select, zip } from './elementwise.js'
export { gather, scatterAdd } from './indexed.js'
export { matmul } from './matmul.js'
export { crossEntropy, logSoftmax, logSumExp, softmax, softmaxTimes } from './rows.js'
export { reduce } from './sums.js'
