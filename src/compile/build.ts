// From a function to machine code: all stages in their order, each of which can be looked at.
import { type EngineOptions, machineryOf } from '../kernels/wasm/engine.js'
import { valuesOf } from '../tensor.js'
import { NeedsCopy, withCopy } from './copy.js'
import { Executable } from './executable.js'
import { type Split, split } from './hosted.js'
import { type Lowered, lower } from './lower.js'
import { optimized } from './passes/index.js'
import type { Program, Value } from './program.js'
import { Unsupported } from './schedule.js'
import { canShare } from './threads/index.js'
import { type Trace, trace } from './trace.js'
import type { LoopShape } from './track.js'
import { basesOf } from './views.js'

/** What code is made for. */
export interface BuildOptions extends Pick<EngineOptions, 'fma' | 'host'> {
  /**
   * How many threads work on a call, 1 unless given: the one that calls, and workers that share its memory, once they are
   * up. Results are the same bits for any number. Where a host has no workers or shares no memory, one thread does it all.
   */
  readonly threads?: number
}

/** What a function is as a program. */
export interface Prepared {
  readonly traced: Trace
  /** Its steps on plain numbers apart, where it has such. */
  readonly parts: Split | undefined
  /** The program in simpler ops, and what all passes left of it. */
  readonly simple: Lowered
  readonly lean: Lowered
}

/** Traces a function, and makes its program as small as it can be. */
export function prepared(f: (...args: never[]) => unknown, args: readonly unknown[]): Prepared {
  const traced = trace(f, args)
  const parts = split(traced.program, traced.numbers)
  const simple = lower(parts?.program ?? traced.program)
  const { program, keep } = optimized(simple.program, simple.guards)
  const guards = [...new Set(keep)].filter(x => !isFiniteConstant(program, x))
  return { traced, parts, simple, lean: { program, guards } }
}

/** Machine code for a program, or why there is none. */
export function assembled(lean: Lowered, options: BuildOptions, loop?: LoopShape): Executable | string {
  const machinery = machineryOf(options)
  if (machinery === undefined) return 'the host has no WebAssembly with vectors'
  try {
    // A loop stays on the thread that began it.
    const threads = loop === undefined && canShare(machinery.host) ? options.threads : 1
    return new Executable(lean, machinery, threads, loop)
  } catch (error) {
    if (error instanceof NeedsCopy) return assembled(withCopy(lean, error.reshaped), options, loop)
    if (error instanceof Unsupported) return error.message
    throw error
  }
}

/** Whether a value is but finite numbers that are known. */
function isFiniteConstant(program: Program, x: Value): boolean {
  const constant = program.constants.get(basesOf(program)(x))
  return constant !== undefined && valuesOf(constant).every(Number.isFinite)
}
