// Time: a library's steps made ready, checked and repeated; medians.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { valuesOf } from './values.mjs'

setFlagsFromString('--expose-gc')
/** Collects garbage, so that nobody pays for what another library left. */
export const collect = runInNewContext('gc')

/**
 * A JavaScript library, ready to open workloads, from its adapter:
 * `input` makes a tensor of values, `steps` has a maker of a step for each workload, where a step gives a list of results.
 * `run` does a step to the end and frees the results, `read` gives their values; `enter` is called before others of these.
 */
export function library(adapter) {
  const { name, short, browser = false, dtypes, enter, input, steps, run, read, free } = adapter
  return {
    name,
    short,
    browser,
    dtypes,
    /** A workload made ready in one precision: it ran once, and how large each result was is known. */
    async open(workload, dtype) {
      await enter?.()
      const inputs = {}
      for (const [i, [key, spec]] of Object.entries(workload.inputs).entries()) {
        inputs[key] = input(valuesOf(spec, i + 1), spec.shape, dtype)
      }
      const step = steps[workload.step](inputs, workload)
      const before = performance.now()
      const results = await read(step)
      const first = performance.now() - before
      return {
        first,
        norms: results.map(norm),
        async repeat(milliseconds, least) {
          await enter?.()
          collect()
          return repeat(() => run(step), milliseconds, least)
        },
        close: () => free?.(inputs),
      }
    },
  }
}

/** Runs a step again and again for a time, a number of times at least; how long each run took, in milliseconds. */
async function repeat(run, milliseconds, least) {
  const times = []
  for (const start = performance.now(); times.length < least || performance.now() - start < milliseconds; ) {
    const before = performance.now()
    const pending = run()
    if (pending !== undefined) await pending
    times.push(performance.now() - before)
  }
  return times
}

/** √Σ v²: two libraries that computed the same agree in it. */
const norm = values => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0))

export const median = times => times.toSorted((a, b) => a - b)[times.length >> 1]
