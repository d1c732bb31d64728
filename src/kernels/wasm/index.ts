// The fast kernels: WebAssembly SIMD where the host has it and the work is worth it, the plain kernels for all else.

import type { TypedArray } from '../../dtype.js'
import { checkOptions } from '../../errors.js'
import type { Kernels, MatmulPlan } from '../kernels.js'
import { reference } from '../reference.js'
import { elementwise } from './elementwise.js'
import { Declined, type Engine, type EngineOptions, lanesOf, startEngine } from './engine.js'
import { gemm, type Product } from './gemm.js'
import { indexed } from './indexed.js'
import { rows } from './rows.js'
import { skinny } from './skinny.js'
import { sums } from './sums.js'

/** Those that are fast on an engine, each with a kernel's own arguments; `false` declines the work. */
function fast(engine: Engine) {
  const [general, few] = [gemm(engine), skinny(engine)]
  return {
    ...elementwise(engine),
    ...sums(engine),
    ...rows(engine),
    ...indexed,
    matmul(
      a: TypedArray,
      b: TypedArray,
      { m, k, n, transposeA, transposeB, startsA, startsB }: MatmulPlan,
      out: TypedArray,
    ): boolean {
      const lanes = lanesOf(a, out, b)
      if (lanes === undefined || k === 0 || m * k * n < engine.least.matmul) return false
      startsA.forEach((startA, batch) => {
        const product: Product = {
          a: { data: a, start: startA, stride: transposeA ? m : k, transposed: transposeA },
          b: { data: b, start: startsB[batch]!, stride: transposeB ? k : n, transposed: transposeB },
          c: { data: out, start: batch * m * n, stride: n },
          m,
          k,
          n,
        }
        if (!few(lanes, product)) general(lanes, product)
      })
      return true
    },
  }
}

/**
 * A set of fast kernels. The engine starts with the first work; where there is none, and for what it declines, the set is
 * the reference.
 */
/* @__NO_SIDE_EFFECTS__ */
export function fastKernels(options: EngineOptions = {}): Kernels {
  checkOptions('fastKernels', options, ['fma', 'least', 'host'])
  let started: ReturnType<typeof fast> | undefined
  let refused = false
  const running = () => {
    if (started === undefined && !refused) {
      const engine = startEngine(options)
      refused = engine === undefined
      started = engine && fast(engine)
    }
    return started
  }
  const quick = (name: Quick) => {
    const plain: Run<void> = reference[name]
    return (...args: never[]): void => {
      const kernels = running()
      try {
        const kernel: Run<boolean> | undefined = kernels?.[name]
        if (kernel?.(...args)) return
      } catch (error) {
        if (!(error instanceof Declined)) throw error
      }
      plain(...args)
    }
  }
  return { ...reference, ...Object.fromEntries(QUICK.map(name => [name, quick(name)])), name: 'wasm' }
}

type Run<R> = (...args: never[]) => R

/** The kernels that are fast. */
const QUICK = [
  'map',
  'zip',
  'reduce',
  'matmul',
  'logSumExp',
  'softmax',
  'logSoftmax',
  'crossEntropy',
  'softmaxTimes',
  'gather',
  'scatterAdd',
] as const satisfies readonly (keyof ReturnType<typeof fast>)[]

type Quick = (typeof QUICK)[number]
