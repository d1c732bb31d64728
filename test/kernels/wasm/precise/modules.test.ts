// Every module that the fast kernels compile: recorded on its way to the host, valid, and small.
import { describe, expect, it } from 'vitest'
import type { Kernels } from '../../../../src/kernels/kernels.js'
import { type Host, startEngine } from '../../../../src/kernels/wasm/engine.js'
import { COMPARISONS, FUNCTIONS, PAIRS } from '../../../../src/kernels/wasm/functions/index.js'
import { fastKernels } from '../../../../src/kernels/wasm/index.js'
import { host } from './run.js'

/** Chromium before 114 compiled no more than 4 KB at once on a page's main thread. */
const MOST_BYTES = 4096

const FOLDS = ['sum', 'max', 'min'] as const

type Bytes = Uint8Array<ArrayBuffer>

/** A host that keeps the bytes of each module. Where it only pretends to compile them, functions do nothing. */
function recording(pretends: boolean) {
  const modules: Bytes[] = []
  const nothing = new Proxy({}, { get: () => () => {} })
  class Module {
    constructor(bytes: Bytes) {
      modules.push(bytes)
      if (!pretends) Object.assign(this, { own: new host.Module(bytes) })
    }
  }
  class Instance {
    readonly exports: unknown
    constructor(module: object, imports: object) {
      this.exports = pretends ? nothing : new host.Instance((module as { own: object }).own, imports).exports
    }
  }
  const wrapped: Host = {
    validate: pretends ? () => true : host.validate,
    Module,
    Instance,
    Memory: host.Memory,
  }
  return { host: wrapped, modules }
}

const plain = () => expect.fail('the plain rule ran')
const around = { outer: 3, n: 5, inner: 1 }

/** What makes kernels of every family compile, by name: each kind of work of a set, with arrays of one dtype. */
function works(kernels: Kernels, zeros: (n: number) => Float32Array | Float64Array) {
  const [x, y, labels] = [zeros(15), zeros(15), new Int32Array(3)]
  const product = (m: number, k: number, n: number, transposeA: boolean, transposeB: boolean) => () => {
    const plan = { m, k, n, transposeA, transposeB, startsA: [0], startsB: [0] }
    kernels.matmul(zeros(m * k), zeros(k * n), plan, zeros(m * n))
  }
  const few = Array.from({ length: 16 }, (_, i) => i + 1)
  return Object.entries({
    ...Object.fromEntries(
      Object.keys(FUNCTIONS).map(op => [op, () => kernels.map(op, plain, x, y, FUNCTIONS[op])]),
    ),
    ...Object.fromEntries(
      Object.keys(PAIRS).map(op => [op, () => kernels.zip(op, plain, x, x, y, undefined, PAIRS[op])]),
    ),
    ...Object.fromEntries(
      Object.keys(COMPARISONS).map(op => [
        op,
        () => kernels.compare(op, plain, x, x, new Uint8Array(15), undefined, COMPARISONS[op]),
      ]),
    ),
    select: () => kernels.select(new Uint8Array(15), x, x, y),
    ...Object.fromEntries(FOLDS.map(fold => [`fold ${fold}`, () => kernels.reduce(fold, x, around, y)])),
    softmax: () => kernels.softmax(x, around, y),
    'softmax of columns': () => kernels.softmax(x, { outer: 1, n: 3, inner: 5 }, y),
    logSoftmax: () => kernels.logSoftmax(x, around, y),
    logSumExp: () => kernels.logSumExp(x, around, zeros(3)),
    crossEntropy: () => kernels.crossEntropy(x, labels, 5, zeros(3)),
    matmul: product(20, 20, 20, false, false),
    ...Object.fromEntries(few.map(n => [`dots of ${n}`, product(20, 4, n, false, false)])),
    ...Object.fromEntries(few.map(n => [`updates of ${n}`, product(20, 4, n, true, false)])),
  })
}

const MODES = [
  { fma: false, pretends: false },
  // Without the instruction the host can neither compile nor validate the modules that use it; their size shows all the same.
  { fma: true, pretends: startEngine()?.fma !== true },
]

describe.each(MODES)('the modules of all kernels, with fma $fma', ({ fma, pretends }) => {
  const { host: wrapped, modules } = recording(pretends)
  const least = { map: 0, zip: 0, reduce: 0, rows: 0, matmul: 0 }
  const kernels = fastKernels({ fma, least, host: wrapped })
  const named: { name: string; bytes: Bytes }[] = []
  for (const dtype of ['float32', 'float64'] as const)
    for (const [name, work] of works(kernels, n =>
      dtype === 'float32' ? new Float32Array(n) : new Float64Array(n),
    )) {
      const before = modules.length
      work()
      for (const bytes of modules.slice(before)) named.push({ name: `${name} ${dtype}`, bytes })
    }

  it('are one or more for each function, each pair, each fold, and both ways of products with few columns', () => {
    const seen = new Set(named.map(({ name }) => name))
    const own = [
      ...Object.keys(FUNCTIONS),
      ...Object.keys(PAIRS),
      ...Object.keys(COMPARISONS),
      ...FOLDS.map(fold => `fold ${fold}`),
      'softmax',
      'matmul',
    ]
    for (const dtype of ['float32', 'float64'])
      for (const name of [...own, 'dots of 1', 'dots of 5', 'updates of 1', 'updates of 5'])
        expect(seen).toContain(`${name} ${dtype}`)
  })

  it.skipIf(pretends)('are valid', () => {
    expect(named.filter(({ bytes }) => !host.validate(bytes)).map(({ name }) => name)).toEqual([])
  })

  it('are small enough that every browser compiles them at once', () => {
    const large = named.filter(({ bytes }) => bytes.length > MOST_BYTES)
    expect(large.map(({ name, bytes }) => `${name}: ${bytes.length} bytes`)).toEqual([])
  })
})
