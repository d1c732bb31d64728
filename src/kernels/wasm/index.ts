// The fast kernels as a set: WebAssembly SIMD where the host has it and the work is worth it, the plain kernels for all else.
import { checkOptions } from '../../errors.js'
import type { Kernels } from '../kernels.js'
import { reference } from '../reference.js'
import * as strided from '../strided.js'
import type { EngineOptions } from './engine.js'
import * as fast from './fast.js'
import { type Fast, preferring, starter } from './prefer.js'

/**
 * A set of fast kernels. The engine starts with the first work; where there is none, and for what it declines, the set is
 * the reference.
 */
/* @__NO_SIDE_EFFECTS__ */
export function fastKernels(options: EngineOptions = {}): Kernels {
  checkOptions('fastKernels', options, ['fma', 'least', 'host'])
  const engine = starter(options)
  const quick = Object.entries(fast).map(([name, own]) => [
    name,
    preferring(
      own as Fast<never[]>,
      reference[name as keyof typeof fast] as (...args: never[]) => void,
      engine,
    ),
  ])
  return { ...reference, ...strided, ...Object.fromEntries(quick), name: 'wasm' }
}
