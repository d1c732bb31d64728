// What became of a function: its program, what the passes left of it, and the loops and the memory that it became.
import { checkFunction, checkOptions } from '../errors.js'
import { assembled, type BuildOptions, prepared } from './build.js'
import type { Program } from './program.js'
import { showPlan } from './show/plan.js'

/** What `inspect` finds. */
export interface Inspection {
  /** The ops that the function ran. */
  readonly traced: Program
  /** The same in simpler ops: softmax and its kin as exponentials and sums. */
  readonly simple: Program
  /** What the passes left of that. */
  readonly optimized: Program
  /** The stages, loops and kernels that it became, and their memory, as text; `undefined` where it is interpreted. */
  readonly plan: string | undefined
  /** Why it is interpreted, where it is. */
  readonly reason: string | undefined
}

/** Shows what `compile` makes of a function for arguments like these. Nothing is computed. */
export function inspect<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  args: A,
  options: BuildOptions = {},
): Inspection {
  checkFunction('inspect', f, [])
  checkOptions('inspect', options, ['fma', 'host', 'threads'])
  const { traced, simple, lean } = prepared(f, args)
  const code = assembled(lean, options)
  return {
    traced: traced.program,
    simple: simple.program,
    optimized: lean.program,
    plan: typeof code === 'string' ? undefined : showPlan(code.plan),
    reason: typeof code === 'string' ? code : undefined,
  }
}
