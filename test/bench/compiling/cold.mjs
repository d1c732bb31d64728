// The first step of training in this process, as JSON: eager, compiled, or in a loop.
import { compile, loop } from '../../../dist/compile/index.js'
import { descent, inputs } from '../libraries/ours.mjs'
import { workloads } from '../workloads.mjs'
import { timed } from './warm.mjs'

const workload = workloads.find(({ id }) => id === 'W2')
const { x, y, ...params } = inputs(workload, 'float32')
const down = descent()
const steps = {
  eager: () => down(params, { x, y })[1].item(),
  compiled: () => compile(down)(params, { x, y })[1].item(),
  loop: () => loop(down)(params, { x, y }, { steps: 1 }).outputs.data[0],
}
console.log(JSON.stringify(timed(steps[process.argv[2]])))
