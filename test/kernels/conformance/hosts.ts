// Hosts with less than all of WebAssembly, and one call of every kernel to try on them.
import { expect } from 'vitest'
import type { Kernels } from '../../../src/kernels/kernels.js'
import type { EngineOptions, Host } from '../../../src/kernels/wasm/engine.js'
import { exp, mul } from '../../../src/kernels/wasm/functions/codes.js'
import { fastKernels } from '../../../src/kernels/wasm/index.js'
import { LEAST_ZERO } from './sets.js'
import { lay, plainValues } from './values.js'

export const whole = (globalThis as unknown as { WebAssembly: Host & { CompileError: ErrorConstructor } })
  .WebAssembly

/** A host whose nth module, and all after it, cannot be made; it counts what it is asked for. */
export function hostFailing(
  from: number,
  error: () => Error,
): Host & { readonly modules: number; readonly memories: number } {
  const host = {
    modules: 0,
    memories: 0,
    validate: (bytes: Uint8Array<ArrayBuffer>) => whole.validate(bytes),
    Instance: whole.Instance,
    Module: class {
      constructor(bytes: Uint8Array<ArrayBuffer>) {
        if (++host.modules >= from) throw error()
        // biome-ignore lint/correctness/noConstructorReturn: a constructor that stands for another's.
        return new whole.Module(bytes)
      }
    },
    Memory: class {
      constructor(pages: { initial: number; maximum: number }) {
        host.memories++
        // biome-ignore lint/correctness/noConstructorReturn: a constructor that stands for another's.
        return new whole.Memory(pages) as { readonly buffer: ArrayBuffer }
      }
      declare readonly buffer: ArrayBuffer
    },
  }
  return host
}

export const sound = () => hostFailing(Number.POSITIVE_INFINITY, () => new Error('not to be reached'))
export const starved = (from: number) =>
  hostFailing(from, () => new RangeError('WebAssembly.Module(): out of memory'))

export const N = 300
export const x = lay('float64', N, plainValues('grid', 1)).values
export const y = lay('float64', N, plainValues('grid', 2)).values
const rows = { outer: 20, n: 15, inner: 1 }
const plan = { m: 15, k: 20, n: 15, transposeA: true, transposeB: false, startsA: [0], startsB: [0] }
const labels = new Int32Array(20).fill(3)

/** One call of each kernel that has fast code, and of two that have not. */
export const WORK: readonly (readonly [
  name: string,
  length: number,
  run: (set: Kernels, out: Float64Array) => void,
])[] = [
  ['map', N, (set, out) => set.map('exp', Math.exp, x, out, exp)],
  ['zip', N, (set, out) => set.zip('mul', (a, b) => a * b, x, y, out, undefined, mul)],
  ['reduce', 20, (set, out) => set.reduce('sum', x, rows, out)],
  ['matmul', 225, (set, out) => set.matmul(x, y, plan, out)],
  ['logSumExp', 20, (set, out) => set.logSumExp(x, rows, out)],
  ['softmax', N, (set, out) => set.softmax(x, rows, out)],
  ['logSoftmax', N, (set, out) => set.logSoftmax(x, rows, out)],
  ['crossEntropy', 20, (set, out) => set.crossEntropy(x, labels, 15, out)],
  ['softmaxTimes', N, (set, out) => set.softmaxTimes(x, rows, y, labels, out)],
  ['cumsum', N, (set, out) => set.cumsum(x, rows, false, out)],
  ['argMax', 20, (set, out) => set.argMax(x, rows, 1, out)],
]

type Work = (typeof WORK)[number]
export function did([, length, run]: Work, set: Kernels): Float64Array {
  const out = new Float64Array(length)
  run(set, out)
  return out
}

/** Fast kernels from size 0 on, so that these small calls reach them. */
export const set = (options: EngineOptions) => fastKernels({ ...options, least: LEAST_ZERO })

/** Relative to the largest: exponentials to 2.5 ulp and the reference's 2, over sums of 15; hundreds of eps are too many. */
export function expectClose(got: Float64Array, want: Float64Array): void {
  const size = want.reduce((top, v) => Math.max(top, Math.abs(v)), 0)
  for (const [i, v] of want.entries()) expect(Math.abs(got[i]! - v)).toBeLessThanOrEqual(32 * 2 ** -52 * size)
}
