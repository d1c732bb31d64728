// A library in JavaScript: a workload's step made ready, its results checked, and the step repeated for its time.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { valuesOf } from './values.mjs'

setFlagsFromString('--expose-gc')
/** Collects garbage, so that nobody pays for what another library left. */
export const collect = runInNewContext('gc')

/** Milliseconds: what this process has computed, all its threads together, and what has passed. */
export const clocks = {
  cpu() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  wall: () => performance.now(),
}

/** A sample is as many calls as take at least so many milliseconds: clocks count microseconds. */
const SAMPLE = 1

/**
 * A JavaScript library, ready to open workloads, from its adapter:
 * `input` makes a tensor of values, `steps` has a maker of a step for each workload, where a step gives a list of results.
 * `run` does a step to the end and frees the results, `read` gives their values; `enter` is called before others of these.
 * A step that takes several at a time says so in `count`. `skips` says why a workload is not for this library, if so.
 */
export function library(adapter) {
  const { name, short, browser = false, dtypes, enter, steps, run, read, free, skips } = adapter
  const { inputs: inputsOf = inputsWith(adapter.input) } = adapter
  return {
    name,
    short,
    browser,
    dtypes,
    /** A workload made ready in one precision: it ran once, and how large each result was is known. */
    async open(workload, dtype) {
      const why = skips?.(workload, dtype)
      if (why !== undefined) throw new Error(why)
      await enter?.()
      const inputs = inputsOf(workload, dtype)
      const step = steps[workload.step](inputs, workload)
      const before = performance.now()
      const results = await read(step)
      const first = performance.now() - before
      const { count = 1 } = step
      let calls = 1
      return {
        first,
        norms: results.map(norm),
        /** Milliseconds a step: for so long, and so many samples at least. */
        async repeat(milliseconds, least, clock) {
          await enter?.()
          collect()
          const found = await repeat(() => run(step), calls, { milliseconds, least, now: clocks[clock] })
          calls = found.calls
          return found.times.map(time => time / count)
        },
        close: () => free?.(inputs),
      }
    },
  }
}

/** Makes the inputs of a workload, each by `input`. */
export const inputsWith = input => (workload, dtype) =>
  Object.fromEntries(
    Object.entries(workload.inputs).map(([key, spec], i) => [
      key,
      input(valuesOf(spec, i + 1), spec.shape, dtype),
    ]),
  )

/** Runs a step again and again; how long each took, and how many are a sample. */
async function repeat(run, calls, { milliseconds, least, now }) {
  const times = []
  for (const start = performance.now(); times.length < least || performance.now() - start < milliseconds; ) {
    const before = now()
    for (let i = 0; i < calls; i++) {
      const pending = run()
      if (pending !== undefined) await pending
    }
    const time = now() - before
    if (time >= SAMPLE) times.push(time / calls)
    else calls *= 2
  }
  return { times, calls }
}

/** √Σ v²: two libraries that computed the same agree in it. */
const norm = values => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0))

export const median = times => times.toSorted((a, b) => a - b)[times.length >> 1]
