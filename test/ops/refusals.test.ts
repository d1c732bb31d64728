// Wrong arguments, in every place of every function of the smaller entries: what comes is an answer, or an error in the function's own name.
import { describe, expect, it } from 'vitest'
import * as distributions from '../../src/distributions/index.js'
import * as core from '../../src/index.js'
import {
  ChainruleError,
  grad,
  random,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vmap,
  zeros,
} from '../../src/index.js'
import * as fft from '../../src/ops/fft/index.js'
import * as linalg from '../../src/ops/linalg/index.js'
import * as nn from '../../src/ops/nn/index.js'
import * as special from '../../src/ops/special/index.js'
import * as stats from '../../src/ops/stats/index.js'

type Call = (...args: never[]) => unknown
const R = (...shape: number[]): Tensor => random(5).normal(shape)
const spd = tensor([
  [2, 1],
  [1, 3],
])
const half = tensor([0.5])
const ids = tensor([0, 1], { dtype: 'int32' })
const same = (x: unknown) => x

const system = { singular: 'nan' }
const window = { window: 2, stride: 1, padding: 1, dilation: 1 }
const line = { stride: 1, padding: 1, dilation: 1, groups: 1, bias: R(2) }
const along = { axis: 0, n: 3, norm: 'ortho' }
const over = { axis: 0, keepdims: true }
const course = { axis: 0, reverse: true }

/** For each function arguments that it takes; the compiler asks for those of a new one. */
const valid: {
  readonly [K in
    | keyof typeof linalg
    | keyof typeof nn
    | keyof typeof special
    | keyof typeof stats
    | keyof typeof fft]: readonly unknown[]
} = {
  cholesky: [spd, { indefinite: 'nan' }],
  cross: [R(3), R(3)],
  determinant: [spd],
  eigh: [spd],
  expm: [spd],
  inverse: [spd, system],
  kron: [spd, spd],
  logDeterminant: [spd],
  lstsq: [R(3, 2), R(3), { rankDeficient: 'throw' }],
  matrixPower: [spd, 2],
  outer: [spd, spd],
  qr: [R(3, 2)],
  slogdet: [spd],
  solve: [spd, R(2), system],
  solveTriangular: [spd, R(2), { lower: true, transposed: false, unitDiagonal: false }],
  svd: [R(3, 2)],
  trace: [spd],
  avgPool1d: [R(1, 2, 5), window],
  avgPool2d: [R(1, 2, 5, 5), window],
  batchNorm: [R(2, 3), { axis: 1, epsilon: 1, scale: R(3), shift: R(3), mean: R(3), variance: R(3) }],
  conv1d: [R(1, 2, 5), R(2, 2, 3), line],
  conv2d: [R(1, 2, 5, 5), R(2, 2, 3, 3), line],
  convTranspose1d: [R(1, 2, 5), R(2, 2, 3), line],
  convTranspose2d: [R(1, 2, 5, 5), R(2, 2, 3, 3), line],
  dropout: [R(2), 0.5, random(3)],
  embedding: [R(3, 2), ids],
  embeddingRows: [R(3, 2), ids],
  gelu: [R(2)],
  layerNorm: [R(2, 3), { axes: -1, epsilon: 1, scale: R(3), shift: R(3) }],
  maxPool1d: [R(1, 2, 5), window],
  maxPool2d: [R(1, 2, 5, 5), window],
  replaceRows: [R(3, 2), ids, R(2, 2)],
  silu: [R(2)],
  beta: [half, half],
  betainc: [half, half, half],
  digamma: [half],
  erfc: [half],
  erfcinv: [half],
  erfinv: [half],
  gammainc: [half, half],
  gammaincc: [half, half],
  i0: [half],
  i0e: [half],
  i1: [half],
  i1e: [half],
  lgamma: [half],
  logBeta: [half, half],
  polygamma: [1, half],
  corrcoef: [R(3, 4), { rowvar: true }],
  cov: [R(3, 4), { rowvar: true, ddof: 1 }],
  histogram: [R(5), 3, { range: [0, 1] }],
  median: [R(3), over],
  quantile: [R(3), 0.5, over],
  searchSorted: [tensor([1, 2]), R(3), { side: 'left' }],
  unique: [R(3)],
  complexMul: [R(3, 2), R(3, 2)],
  fft: [R(3, 2), along],
  ifft: [R(3, 2), along],
  irfft: [R(3, 2), along],
  rfft: [R(4), along],
}

/** The same for what the core has beside its older ops, and for functions of functions. */
const inCore: Readonly<Record<string, readonly [Call, readonly unknown[]]>> = {
  argsort: [core.argsort, [R(3), { axis: 0, descending: true }]],
  cond: [core.cond, [true, same, same, R(3)]],
  cumLogSumExp: [core.cumLogSumExp, [R(3), course]],
  cummax: [core.cummax, [R(3), course]],
  cumprod: [core.cumprod, [R(3), course]],
  cumsum: [core.cumsum, [R(3), course]],
  customOp: [
    (op: never) => core.customOp(op),
    [{ name: 'mine', forward: same, differentials: () => [undefined], batch: same }],
  ],
  diag: [core.diag, [R(3), 1]],
  diagonal: [core.diagonal, [R(3, 3), { offset: 1, axis1: 0, axis2: 1 }]],
  einsum: [core.einsum as Call, ['ij,jk->ik', R(2, 3), R(3, 2)]],
  grad: [(...all: never[]) => (grad as Call)(...all), [sum, { wrt: 0, aux: false }]],
  meshgrid: [core.meshgrid, [[R(3), R(2)], { indexing: 'ij' }]],
  roll: [core.roll, [R(3), 1, 0]],
  scan: [
    core.scan,
    [(h: unknown, x: unknown) => [h, x], R(2), R(3), { axis: 0, outAxis: 0, reverse: false, length: 3 }],
  ],
  sort: [core.sort, [R(3), { axis: 0, descending: true }]],
  std: [core.std, [R(3), { ...over, ddof: 0 }]],
  topK: [core.topK, [R(3), 2, { axis: 0 }]],
  tril: [core.tril, [R(3, 3), 1]],
  unstack: [core.unstack as Call, [R(3, 2), 1]],
  valueAndGrad: [
    (f: never, options: never) =>
      (valueAndGrad as (...all: never[]) => (x: Tensor) => unknown)(f, options)(half),
    [sum, { wrt: 0, aux: false }],
  ],
  vmap: [
    (f: never, options: never, x: never) => vmap(f, options)(x),
    [same, { inAxes: 0, outAxes: 0 }, R(3)],
  ],
  whileLoop: [core.whileLoop, [() => false, same, R(3), { maxIterations: 3 }]],
}

/** Parameters of each distribution, and something to be asked about. */
const parameters: { readonly [K in keyof typeof distributions]: readonly [object, ...Tensor[]] } = {
  bernoulli: [{ logits: 0.5 }],
  beta: [{ a: 1, b: 2 }],
  categorical: [{ logits: R(3) }],
  exponential: [{ rate: 1 }],
  gamma: [{ concentration: 1, rate: 1 }],
  multivariateNormal: [{ mean: R(2), covariance: spd }, R(2)],
  negativeBinomial: [{ mean: 1, concentration: 2 }],
  normal: [{ mean: 0, deviation: 1 }],
  poisson: [{ rate: 2 }],
  uniform: [{ low: 0, high: 1 }],
}

const bad: readonly unknown[] = [
  undefined,
  null,
  'text',
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  20,
  [],
  [null],
  { misspelt: 1 },
  () => 1,
  tensor(1),
  zeros([0, 0]),
  tensor([true, false]),
  new Float64Array(2),
]

const isOptions = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && x.constructor === Object && !('uniform' in x)

/** Each call that has one argument wrong, or one option. */
function* wrongCalls(args: readonly unknown[]): Generator<readonly unknown[]> {
  for (const [i, arg] of args.entries()) {
    const instead = (x: unknown) => args.map((given, j) => (j === i ? x : given))
    for (const x of bad) yield instead(x)
    if (!isOptions(arg)) continue
    for (const name of Object.keys(arg)) for (const x of bad) yield instead({ ...arg, [name]: x })
  }
}

/** What a call says that is no error in its own name. */
function complaints(name: string, call: Call, args: readonly unknown[]): string[] {
  const run = call as (...args: readonly unknown[]) => unknown
  run(...args)
  const found: string[] = []
  for (const wrong of wrongCalls(args)) {
    try {
      run(...wrong)
    } catch (error) {
      if (!(error instanceof ChainruleError && error.message.startsWith(`${name}: `)))
        found.push(`${name}(${wrong.map(String).join(', ')}) → ${error}`)
    }
  }
  return found
}

describe('wrong arguments get an answer, or an error in the name of', () => {
  it('each function of the entries', () => {
    const all = { ...linalg, ...nn, ...special, ...stats, ...fft } as unknown as Record<string, Call>
    expect(Object.entries(valid).flatMap(([name, args]) => complaints(name, all[name]!, args))).toEqual([])
  })

  it('functions of the core, and of functions', () => {
    expect(Object.entries(inCore).flatMap(([name, [call, args]]) => complaints(name, call, args))).toEqual([])
  })

  it('each distribution', () => {
    const all = { ...distributions } as unknown as Record<string, Record<string, Call>>
    const found = Object.entries(parameters).flatMap(([name, [given, x = tensor(1)]]) => {
      const own = all[name]!
      const calls = {
        logProb: [x, given],
        sample: [random(1), [3, ...x.shape], given],
        mean: [given],
        variance: [given],
        entropy: [given],
      }
      return Object.entries(calls).flatMap(([method, args]) =>
        own[method] === undefined ? [] : complaints(name, own[method], args),
      )
    })
    expect(found).toEqual([])
  })

  it('options that are true or false, and are neither', () => {
    const flag = 'no' as unknown as boolean
    expect(() => sum(half, { keepdims: flag })).toThrow('sum: keepdims must be true or false, got "no"')
    expect(() => core.scan((h, x) => [h, x], half, half, { reverse: flag })).toThrow(
      'scan: reverse must be true or false, got "no"',
    )
    expect(() => core.cumsum(half, { axis: 0, reverse: flag })).toThrow('cumsum: reverse must be')
    expect(() => stats.quantile(half, [null as unknown as number])).toThrow('quantile: q is a share')
    expect(() => nn.replaceRows(R(2, 1), tensor([true]), R(1, 1))).toThrow(
      'replaceRows: indices must be int32',
    )
  })
})
