// Which kernel set is at work: one that was chosen, or else each kernel's fast code where the host has it.
import { scoped } from '../scoped.js'
import type { Kernels } from './kernels.js'
import { type Fast, preferring, starter } from './wasm/prefer.js'

/** The kernel set that was chosen; `undefined` for the usual one. */
export let chosen: Kernels | undefined

/**
 * Runs a function with a kernel set of your choice, and puts the former one back, also after an error.
 * The function must be synchronous.
 */
export const withKernels = <T>(set: Kernels, run: () => T): T =>
  scoped(
    chosen,
    k => {
      chosen = k
    },
    set,
    run,
  )

const engine = /* @__PURE__ */ starter({})

/** A kernel's name in a set. */
type Name = Exclude<keyof Kernels, 'name'>

/** A kernel to call: that of the set in use. Each stands by itself, so that a page has those that it uses. */
/* @__NO_SIDE_EFFECTS__ */
export function kernel<N extends Name>(
  name: N,
  plain: Kernels[N],
  fast?: Fast<Parameters<Kernels[N]>>,
): (...args: Parameters<Kernels[N]>) => void {
  type Run = (...args: Parameters<Kernels[N]>) => void
  const usual = fast === undefined ? (plain as Run) : preferring(fast, plain as Run, engine)
  return (...args) => (chosen === undefined ? usual(...args) : (chosen[name] as Run).apply(chosen, args))
}
