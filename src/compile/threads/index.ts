// A program in several threads: each stage with a loop over the batch is a job, whose shares go to whoever is free.
import type { Host } from '../../kernels/wasm/engine.js'
import type { ModuleFunctions } from '../emit/module.js'
import type { Plan } from '../plan.js'
import { FLAG } from '../room.js'
import { type Common, teamOf } from './team.js'
import { hasThreads } from './worker.js'

export { WorkerError } from './team.js'
export { MOST } from './worker.js'

/** Whether threads can share memory here; where not, one does all, with the same results. */
export function canShare(host: Host): boolean {
  try {
    return (
      hasThreads() &&
      new host.Memory({ initial: 1, maximum: 1, shared: true }).buffer instanceof
        (SharedArrayBuffer as unknown as typeof ArrayBuffer)
    )
  } catch {
    return false
  }
}

/**
 * Runs a module's program in this thread and in workers, and gives its flag. Results do not depend on who did what: sums are kept apart
 * for each share, and added in the order of shares.
 */
export function threaded(
  plan: Plan,
  module: object,
  memory: { readonly buffer: ArrayBuffer },
  functions: ModuleFunctions,
): () => number {
  const { parts, part0, partBytes, shares, schedule } = plan
  const common: Common = {
    module,
    memory,
    workers: parts - 1,
    roomOf: worker => part0 + partBytes * (worker + 1),
  }
  const stages = schedule.regions.map(({ isBatched }, i) => {
    if (!isBatched) return functions[`stage_${i}`]!
    const [before, share, after] = ['before', 'share', 'after'].map(name => functions[`${name}_${i}`]!)
    return () => {
      before!()
      teamOf().run(common, i, shares, n => share!(n, part0))
      after!()
    }
  })
  const flag = new Int32Array(memory.buffer, FLAG, 1)
  return () => {
    functions['start']!()
    for (const stage of stages) stage()
    return flag[0]!
  }
}
