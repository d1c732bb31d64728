// The kernels to call, by name: `import * as kernels`, and bundlers leave out what is not used.
import { kernel } from './current.js'
import * as plain from './plain.js'
import * as strided from './strided.js'
import * as fast from './wasm/fast.js'

export const map = /* @__PURE__ */ kernel('map', plain.map, fast.map)
export const zip = /* @__PURE__ */ kernel('zip', plain.zip, fast.zip)
export const compare = /* @__PURE__ */ kernel('compare', plain.compare, fast.compare)
export const select = /* @__PURE__ */ kernel('select', plain.select, fast.select)
export const copy = /* @__PURE__ */ kernel('copy', strided.copy)
export const addInto = /* @__PURE__ */ kernel('addInto', strided.addInto)
export const reduce = /* @__PURE__ */ kernel('reduce', plain.reduce, fast.reduce)
export const argMax = /* @__PURE__ */ kernel('argMax', plain.argMax)
export const cumsum = /* @__PURE__ */ kernel('cumsum', plain.cumsum)
export const matmul = /* @__PURE__ */ kernel('matmul', plain.matmul, fast.matmul)
export const logSumExp = /* @__PURE__ */ kernel('logSumExp', plain.logSumExp, fast.logSumExp)
export const softmax = /* @__PURE__ */ kernel('softmax', plain.softmax, fast.softmax)
export const logSoftmax = /* @__PURE__ */ kernel('logSoftmax', plain.logSoftmax, fast.logSoftmax)
export const crossEntropy = /* @__PURE__ */ kernel('crossEntropy', plain.crossEntropy, fast.crossEntropy)
export const softmaxTimes = /* @__PURE__ */ kernel('softmaxTimes', plain.softmaxTimes, fast.softmaxTimes)
export const gather = /* @__PURE__ */ kernel('gather', plain.gather, fast.gather)
export const scatterAdd = /* @__PURE__ */ kernel('scatterAdd', plain.scatterAdd, fast.scatterAdd)
