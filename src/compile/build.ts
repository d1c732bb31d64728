// From a function to machine code: all stages in their order, each of which can be looked at.
import { type EngineOptions, machineryOf } from '../kernels/wasm/engine.js'
import { valuesOf } from '../tensor.js'
import { Executable } from './executable.js'
import { type Split, split } from './hosted.js'
import { type Lowered, lower } from './lower.js'
import { optimized } from './passes/index.js'
import type { Program, Value } from './program.js'
import { Unsupported } from './schedule.js'
import { canShare } from './threads/index.js'
import { type Trace, trace } from './trace.js'
import { basesOf } from './views.js'

/** What code is made for. */
export interface BuildOptions extends Pick<EngineOptions, 'fma' | 'host'> {
  /**
   * How many threads work on a call, 1 unless given: the one that calls, and workers that share its memory, once they are
   * up. Results are the same bits for any number. Where a host has no workers or shares no memory, one thread does it all.
   */
  readonly threads?: number
}

/** What became of a function. */
export interface Built {
  readonly traced: Trace
  /** Its steps on plain numbers apart, where it has such. */
  readonly parts: Split | undefined
  /** The program in simpler ops, and what all passes left of it. */
  readonly simple: Lowered
  readonly lean: Lowered
  /** The machine code, or why there is none. */
  readonly code: Executable | string
}

/** Takes a function through all stages. */
export function built(
  f: (...args: never[]) => unknown,
  args: readonly unknown[],
  options: BuildOptions,
): Built {
  const traced = trace(f, args)
  const parts = split(traced.program, traced.numbers)
  const simple = lower(parts?.program ?? traced.program)
  const { program, keep } = optimized(simple.program, simple.guards)
  const lean = { program, guards: [...new Set(keep)].filter(x => !isFiniteConstant(program, x)) }
  return { traced, parts, simple, lean, code: assembled(lean, options) }
}

function assembled(lean: Lowered, options: BuildOptions): Executable | string {
  const machinery = machineryOf(options)
  if (machinery === undefined) return 'the host has no WebAssembly with vectors'
  try {
    return new Executable(lean, machinery, canShare(machinery.host) ? options.threads : 1)
  } catch (error) {
    if (error instanceof Unsupported) return error.message
    // Hosts throw a RangeError for want of memory; a module that is wrong is our mistake, and must not hide.
    if (error instanceof RangeError) return 'the host has no memory for it'
    throw error
  }
}

/** Whether a value is but finite numbers that are known. */
function isFiniteConstant(program: Program, x: Value): boolean {
  const constant = program.constants.get(basesOf(program)(x))
  return constant !== undefined && valuesOf(constant).every(Number.isFinite)
}
