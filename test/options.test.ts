// Misspelt options: whatever the package exports refuses them, at compile time and at run time.
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { compile, inspect, loop } from '../src/compile/index.js'
import { printGraph, toDot, toMermaid } from '../src/debug/index.js'
import {
  allClose,
  arange,
  argMax,
  argMin,
  argsort,
  backward,
  crossEntropy,
  cumLogSumExp,
  cummax,
  cummin,
  cumprod,
  cumsum,
  diagonal,
  entropy,
  eye,
  full,
  gather,
  grad,
  linspace,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  mean,
  meshgrid,
  min,
  norm,
  oneHot,
  ones,
  prod,
  random,
  scan,
  scatterAdd,
  softmax,
  sort,
  square,
  std,
  sum,
  type Tensor,
  take,
  tensor,
  topK,
  valueAndGrad,
  variable,
  variance,
  vmap,
  whileLoop,
  zeros,
} from '../src/index.js'
import { fastKernels } from '../src/kernels/index.js'
import * as metrics from '../src/metrics/index.js'
import {
  inferenceOf,
  inferenceOfBlocks,
  linearInference,
  linearRegression,
  logisticRegression,
  poissonInference,
  poissonRegression,
  sampledSoftmaxLoss,
  softmaxInference,
  softmaxRegression,
} from '../src/models/index.js'
import * as ffts from '../src/ops/fft/index.js'
import { cholesky, inverse, logDeterminant, lstsq, solve, solveTriangular } from '../src/ops/linalg/index.js'
import {
  avgPool1d,
  avgPool2d,
  batchNorm,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  gelu,
  layerNorm,
  maxPool1d,
  maxPool2d,
} from '../src/ops/nn/index.js'
import * as stats from '../src/ops/stats/index.js'
import {
  adagrad,
  adam,
  adamw,
  cosineDecay,
  descend,
  earlyStopping,
  exponentialDecay,
  lbfgs,
  leastSquares,
  levenbergMarquardt,
  lion,
  minimize,
  newtonCG,
  owlqn,
  rmsprop,
  sgd,
  stepDecay,
} from '../src/optim/index.js'
import { centralDifference, checkGradientWith } from '../src/testing/index.js'
import { complaintsAt, programOf } from './support/compiler.js'

/** The sources of the package's entries. */
const entries = Object.entries(manifest.exports).flatMap(([name, at]) =>
  typeof at === 'string' ? [] : [{ name, file: at.default.replace('./dist/', '../src/') }],
)

/** A call that ends with options, as text: what is before them is left to the types. */
interface Taker {
  readonly name: string
  readonly entry: string
  readonly call: (options: string) => string
}

/** Everything exported that takes an object of named options, functions and methods, found by the checker. */
function takers(): readonly Taker[] {
  const { program, source } = programOf(
    entries.map(({ file }, i) => `import * as e${i} from '${file}'; export { e${i} }`).join('\n'),
  )
  const checker = program.getTypeChecker()
  const isOptions = (parameter: ts.Symbol): boolean => {
    const own = checker.getTypeOfSymbolAtLocation(parameter, source)
    const type = checker.getNonNullableType(checker.getBaseConstraintOfType(own) ?? own)
    const parts = type.getProperties()
    return (
      (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
      type.getCallSignatures().length === 0 &&
      !checker.isArrayLikeType(type) &&
      parts.length > 0 &&
      (parameter.name === 'options' || parts.every(part => part.flags & ts.SymbolFlags.Optional))
    )
  }
  const found = new Map<string, Taker>()
  const visit = (entry: string, name: string, callee: string, type: ts.Type): void => {
    for (const { parameters } of type.getCallSignatures()) {
      parameters.forEach((parameter, at) => {
        const before = 'null!, '.repeat(at)
        if (isOptions(parameter))
          found.set(name, { name, entry, call: options => `${callee}(${before}${options});` })
      })
    }
  }
  checker.getExportsOfModule(checker.getSymbolAtLocation(source)!).forEach((entry, i) => {
    for (const symbol of checker.getExportsOfModule(checker.getAliasedSymbol(entry))) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      if (target.flags & ts.SymbolFlags.Value)
        visit(
          entries[i]!.name,
          symbol.name,
          `e${i}.${symbol.name}`,
          checker.getTypeOfSymbolAtLocation(target, source),
        )
      if (!(target.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class))) continue
      const type = checker.getDeclaredTypeOfSymbol(target) as ts.InterfaceType
      const holes = (type.typeParameters ?? []).map(() => 'any').join(', ')
      const object = `(null! as e${i}.${symbol.name}${holes && `<${holes}>`})`
      for (const member of type.getProperties()) {
        if (!/^[a-z]/i.test(member.name)) continue
        visit(
          entries[i]!.name,
          `${symbol.name}.${member.name}`,
          `${object}.${member.name}`,
          checker.getTypeOfSymbolAtLocation(member, source),
        )
      }
    }
  })
  return [...found.values()]
}

const all = takers()

/** For each, whether the compiler takes the options given. */
function taken(options: string): readonly string[] {
  const head = entries.map(({ file }, i) => `import * as e${i} from '${file}'; `).join('')
  const refused = new Set(
    complaintsAt([head, ...all.map(({ call }) => call(options))].join('\n')).map(({ line }) => line),
  )
  return all.filter((_, i) => !refused.has(i + 1)).map(({ name }) => name)
}

const names = all.map(({ name }) => name)

describe('misspelt options', () => {
  it('are refused by the compiler, for everything exported', () => {
    expect(names).toEqual(expect.arrayContaining(['mean', 'matmul', 'norm', 'tensor', 'adam', 'Tensor.sum']))
    expect(taken('null!')).toEqual(names)
    expect(taken('{ nonsense: 1 }')).toEqual([])
  })

  const x = tensor([[1, 2]])
  const labels = tensor([0], { dtype: 'int32' })
  const pair = tensor([0, 1])
  const params = { theta: zeros([2, 3]) }
  const stream = random(1)
  const f = (a: Tensor) => a
  const flat = new Float64Array(1)
  const design = { x: new Float64Array([1, 2, 4]), rows: 3, features: 1 }
  const twoClasses = { theta: new Float64Array(2), bias: new Float64Array(2) }
  const [column, numbers] = [tensor([[1], [2], [4]]), tensor([1, 2, 5])]
  const oneScore = { theta: new Float64Array(1), bias: new Float64Array(1) }
  const sample = { classes: labels, probabilities: tensor([1]) }
  /** With the option that pooling cannot do without. */
  const windowed = <T>(o: T): T & { window: number } =>
    typeof o === 'object' ? { window: 2, ...o } : (o as never)
  /**
   * A sound call of each, but for its options. Those of the readers and of the verifier are tested beside them, and
   * `softmaxLoss` is written as a user would write it.
   */
  const calls: Readonly<Record<string, (options: object) => unknown>> = {
    tensor: o => tensor([1, 2], o),
    full: o => full([2], 1, o),
    zeros: o => zeros([2], o),
    ones: o => ones([2], o),
    eye: o => eye(2, o),
    arange: o => arange(0, 2, 1, o),
    linspace: o => linspace(0, 1, 2, o),
    oneHot: o => oneHot(labels, 2, o),
    allClose: o => allClose(x, x, o),
    backward: o => backward(variable(tensor(1)), undefined, o),
    'RandomStream.uniform': o => stream.uniform([2], o),
    'RandomStream.normal': o => stream.normal([2], o),
    sum: o => sum(x, o),
    mean: o => mean(x, o),
    variance: o => variance(x, o),
    max: o => max(x, o),
    min: o => min(x, o),
    prod: o => prod(x, o),
    inverse: o => inverse(eye(2), o),
    cholesky: o => cholesky(eye(2), o),
    logDeterminant: o => logDeterminant(eye(2), o),
    lstsq: o => lstsq(eye(2), eye(2), o),
    solve: o => solve(eye(2), eye(2), o),
    avgPool1d: o => avgPool1d(ones([1, 1, 2]), windowed(o)),
    avgPool2d: o => avgPool2d(ones([1, 1, 2, 2]), windowed(o)),
    batchNorm: o => batchNorm(eye(2), o),
    conv1d: o => conv1d(ones([1, 1, 1]), ones([1, 1, 1]), o),
    conv2d: o => conv2d(ones([1, 1, 1, 1]), ones([1, 1, 1, 1]), o),
    convTranspose1d: o => convTranspose1d(ones([1, 1, 1]), ones([1, 1, 1]), o),
    convTranspose2d: o => convTranspose2d(ones([1, 1, 1, 1]), ones([1, 1, 1, 1]), o),
    gelu: o => gelu(eye(2), o),
    layerNorm: o => layerNorm(eye(2), o),
    maxPool1d: o => maxPool1d(ones([1, 1, 2]), windowed(o)),
    maxPool2d: o => maxPool2d(ones([1, 1, 2, 2]), windowed(o)),
    solveTriangular: o => solveTriangular(eye(2), eye(2), o),
    norm: o => norm(x, o),
    logSumExp: o => logSumExp(x, o),
    entropy: o => entropy(x, o),
    argMax: o => argMax(x, o),
    argMin: o => argMin(x, o),
    cumsum: o => cumsum(x, { axis: 0, ...o }),
    cumprod: o => cumprod(x, { axis: 0, ...o }),
    cummax: o => cummax(x, { axis: 0, ...o }),
    cummin: o => cummin(x, { axis: 0, ...o }),
    cumLogSumExp: o => cumLogSumExp(x, { axis: 0, ...o }),
    std: o => std(x, o),
    scan: o => scan(h => [h, h], tensor(0), x, o),
    whileLoop: o =>
      whileLoop(
        () => false,
        h => h,
        x,
        o,
      ),
    sort: o => sort(x, o),
    argsort: o => argsort(x, o),
    topK: o => topK(x, 1, o),
    diagonal: o => diagonal(x, o),
    meshgrid: o => meshgrid([pair], o),
    median: o => stats.median(x, o),
    quantile: o => stats.quantile(x, 0.5, o),
    searchSorted: o => stats.searchSorted(pair, x, o),
    histogram: o => stats.histogram(x, 2, o),
    cov: o => stats.cov(x, o),
    corrcoef: o => stats.corrcoef(x, o),
    fft: o => ffts.fft(x, o),
    ifft: o => ffts.ifft(x, o),
    rfft: o => ffts.rfft(x, o),
    irfft: o => ffts.irfft(eye(2), o),
    softmax: o => softmax(x, o),
    logSoftmax: o => logSoftmax(x, o),
    compile: o => compile((x: Tensor) => x, o),
    crossEntropy: o => crossEntropy(x, labels, o),
    inspect: o => inspect((x: Tensor) => x, [x], o),
    loop: o => loop((x: Tensor) => [x, x] as const, o),
    gather: o => gather(x, labels, o),
    grad: o => grad((a: Tensor) => sum(a), o)(x),
    valueAndGrad: o => valueAndGrad((a: Tensor) => sum(a), o)(x),
    vmap: o => vmap(f, o)(x),
    take: o => take(x, labels, o),
    scatterAdd: o => scatterAdd(x, labels, tensor([1]), o),
    matmul: o => matmul(x, tensor([[1], [2]]), o),
    printGraph: o => printGraph(x, o),
    toDot: o => toDot(x, o),
    toMermaid: o => toMermaid(x, o),
    fastKernels: o => fastKernels(o),
    sampledSoftmaxLoss: o => sampledSoftmaxLoss(params, x, labels, sample, o),
    softmaxRegression: o => softmaxRegression(o),
    logisticRegression: o => logisticRegression(o),
    linearRegression: o => linearRegression(o),
    poissonRegression: o => poissonRegression(o),
    softmaxInference: o => softmaxInference(design, [0, 1, 0], ['a', 'b'], twoClasses, o),
    linearInference: o => linearInference(design, [1, 2, 4], oneScore, o),
    inferenceOf: o => inferenceOf(linearRegression().fit(column, numbers), column, numbers, o),
    inferenceOfBlocks: o =>
      inferenceOfBlocks(linearRegression().fit(column, numbers), () => [{ x: column, y: numbers }], o),
    poissonInference: o => poissonInference(design, [1, 2, 4], oneScore, o),
    sgd: o => sgd({ learningRate: 1, ...o }),
    adam: o => adam(o),
    adamw: o => adamw(o),
    rmsprop: o => rmsprop(o),
    adagrad: o => adagrad(o),
    lion: o => lion(o),
    stepDecay: o => stepDecay({ rate: 1, every: 1, ...o }),
    exponentialDecay: o => exponentialDecay({ rate: 1, factor: 0.5, ...o }),
    cosineDecay: o => cosineDecay({ rate: 1, steps: 1, ...o }),
    descend: o => descend(({ w }) => sum(w), { w: x }, x, labels, adam(), { epochs: 0, ...o }),
    earlyStopping: o => earlyStopping(o),
    accuracy: o => metrics.accuracy(pair, pair, o),
    averagePrecision: o => metrics.averagePrecision(pair, pair, o),
    averagePrecisionByClass: o => metrics.averagePrecisionByClass(pair, eye(2), o),
    balancedAccuracy: o => metrics.balancedAccuracy(pair, pair, o),
    brier: o => metrics.brier(pair, pair, o),
    calibrationTable: o => metrics.calibrationTable(pair, pair, o),
    chooseByOneStandardError: o => metrics.chooseByOneStandardError([1], [[1, 2]], o),
    classReport: o => metrics.classReport(pair, pair, o),
    confusionMatrix: o => metrics.confusionMatrix(pair, pair, o),
    fitTemperature: o => metrics.fitTemperature(eye(2), pair, o),
    logLoss: o => metrics.logLoss(pair, pair, o),
    meanAbsoluteError: o => metrics.meanAbsoluteError(pair, pair, o),
    meanSquaredError: o => metrics.meanSquaredError(pair, pair, o),
    penalties: o => metrics.penalties(1, o),
    poissonDeviance: o => metrics.poissonDeviance(pair, pair, o),
    precisionRecallCurve: o => metrics.precisionRecallCurve(pair, pair, o),
    r2: o => metrics.r2(pair, pair, o),
    rocAuc: o => metrics.rocAuc(pair, pair, o),
    rocAucByClass: o => metrics.rocAucByClass(pair, eye(2), o),
    rocCurve: o => metrics.rocCurve(pair, pair, o),
    minimize: o => minimize(a => sum(square(a)), x, o),
    leastSquares: o => leastSquares(f, x, o),
    lbfgs: o => lbfgs(() => 0, flat, o),
    newtonCG: o =>
      newtonCG(
        () => 0,
        () => {},
        flat,
        o,
      ),
    owlqn: o => owlqn(() => 0, flat, flat, o),
    levenbergMarquardt: o => levenbergMarquardt(r => ({ residuals: r, jacobian: () => [flat] }), flat, o),
    checkGradientWith: o => checkGradientWith(o)(f, x),
    centralDifference: o => centralDifference(Math.exp, 0, o),
  }

  it('are listed below, each that is called directly', () => {
    const direct = all
      .filter(
        ({ name, entry }) =>
          !/data|verify/.test(entry) &&
          !/^Tensor\.|\.(fit(Blocks)?|path|choosePenalty|start|partialFit)$|^softmaxLoss$/.test(name),
      )
      .map(({ name }) => name)
    expect(Object.keys(calls).sort()).toEqual(direct.sort())
  })

  it.each(Object.keys(calls))('are refused at run time by %s, as is what is no object', name => {
    const op = name.replace(/.*\.|With$/g, '')
    expect(() => calls[name]!({})).not.toThrow()
    expect(() => calls[name]!({ nonsense: 1 })).toThrow(`${op}: has no option 'nonsense'; it has `)
    if (
      ![
        'cumsum',
        'cumprod',
        'cummax',
        'cummin',
        'cumLogSumExp',
        'sgd',
        'descend',
        'stepDecay',
        'exponentialDecay',
        'cosineDecay',
      ].includes(name)
    )
      expect(() => calls[name]!('text' as never)).toThrow(/options come as an object with .*, got "text"/)
  })
})
