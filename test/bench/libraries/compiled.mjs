// The workloads in chainrule, compiled: with the results left where they are, with all of them read, and in several threads.
import { setTimeout } from 'node:timers/promises'
import { compile, loop } from '../../../dist/compile/index.js'
import { library } from './library.mjs'
import { descent, functions, inputs, version } from './ours.mjs'

/** Steps of a workload, each a compiled function on its inputs; one for all that ask with the same inputs. */
function compiledSteps(options) {
  const made = new WeakMap()
  const stepOf = name => (inputs, workload) => {
    if (!made.has(inputs)) {
      const f = compile(functions[name](workload), { results: 'nextCall', ...options })
      made.set(inputs, () => f(inputs))
    }
    return made.get(inputs)
  }
  return Object.fromEntries(Object.keys(functions).map(name => [name, stepOf(name)]))
}

/** Steps of training inside a loop; read after the first one, run by the number. */
function loopStep({ x, y, ...params }, { steps }) {
  const train = loop(descent())
  const run = count => train(params, { x, y }, { steps: count, every: count })
  const step = () => Object.values(run(1).carry)
  return Object.assign(step, { count: steps, run: () => run(steps) })
}

const adapter = { dtypes: ['float32', 'float64'], inputs, read: step => step().map(result => result.data) }

/** The loss is read, and nothing else. */
function run(step) {
  if (step.run !== undefined) step.run()
  else for (const result of step()) if (result.rank === 0) result.item()
}

const steps = compiledSteps({})

export const compiled = library({
  ...adapter,
  name: `chainrule ${version} compiled`,
  short: 'compiled',
  steps: { ...steps, descent: loopStep },
  run,
})

export const compiledAndRead = library({
  ...adapter,
  name: `chainrule ${version} compiled, all results read`,
  short: 'all read',
  steps,
  run(step) {
    for (const result of step()) result.data[0]
  },
})

/** The same in several threads; it refuses where `compile` knows of none. */
export const threaded = threads =>
  library({
    ...adapter,
    name: `chainrule ${version} compiled, ${threads} threads`,
    short: `${threads} threads`,
    // Workers start while JavaScript waits.
    enter: () => setTimeout(100),
    steps: compiledSteps({ threads }),
    run,
  })
