// What a compiled call takes of memory once its inputs are bound, in megabytes, as JSON.
import { compile } from '../../../dist/compile/index.js'
import { functions, inputs } from '../libraries/ours.mjs'
import { workloads } from '../workloads.mjs'

const MEGABYTE = 2 ** 20
const taken = () => {
  globalThis.gc()
  return process.memoryUsage().rss / MEGABYTE
}

const workload = workloads.find(({ id }) => id === 'W1')
const empty = taken()
const given = inputs(workload, 'float32')
const step = compile(functions[workload.step](workload), { results: 'nextCall' })
for (let i = 0; i < 5; i++) step(given)[0].item()
const bytes = Object.values(given).reduce((sum, { size }) => sum + 4 * size, 0)
const grown = taken() - empty
console.log(
  JSON.stringify({
    inputs: bytes / MEGABYTE,
    grown,
    peak: process.resourceUsage().maxRSS / 1024 - empty,
  }),
)
