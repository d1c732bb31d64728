// What else a compiler is asked: how long it takes, in a process that is warm or cold; its threads; its memory.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compile } from '../../../dist/compile/index.js'
import { compiled, median, threaded, torch } from '../libraries/index.mjs'
import { measure } from '../measure.mjs'
import { show } from '../report.mjs'
import { workloads } from '../workloads.mjs'
import { programs } from './programs.mjs'
import { warm } from './warm.mjs'

/** Measures all of it, and prints it. */
export async function compiling(quick) {
  console.log('Milliseconds to compile, as CPU time and by the wall, in a process that has done it before:')
  for (const [title, { make, most }] of Object.entries(programs)) {
    const limit = most === undefined ? '' : ` (at most ${most})`
    console.log(`  ${title}: ${warmText(make, quick)}${limit}`)
  }
  console.log('\nMilliseconds that the first step of a cold process takes, as CPU time and by the wall:')
  for (const [how, most] of [['eager'], ['compiled', 25], ['loop', 25]]) {
    const found = Array.from({ length: quick ? 3 : 15 }, () => child('cold.mjs', how))
    const [cpu, wall] = ['cpu', 'wall'].map(clock => show(median(found.map(one => one[clock]))))
    console.log(`  ${how}: ${cpu}, ${wall}${most === undefined ? '' : ` (at most ${most})`}`)
  }
  await threads(quick)
  const { inputs, grown, peak } = child('memory.mjs')
  console.log(
    `\nMegabytes of W1 in float32, bound: ${show(grown)} beyond an empty process, ${show(peak)} at most`,
  )
  console.log(`  (inputs ${show(inputs)}; at most ${show(2 * inputs + 20)})`)
}

/** The times of a compilation, or why there is none. */
function warmText(make, quick) {
  try {
    const { cpu, wall } = warm(make, quick ? 5 : 30)
    return `${show(cpu)}, ${show(wall)}`
  } catch (error) {
    return `fails: ${error.message}`
  }
}

/** What one of the scripts beside this one finds in a process of its own. */
function child(script, ...args) {
  const file = fileURLToPath(new URL(script, import.meta.url))
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', file, ...args], { encoding: 'utf8' }))
}

/** Two threads beside one, and beside PyTorch with one and two, by the wall; nothing where `compile` has no threads. */
async function threads(quick) {
  try {
    compile(x => x, { threads: 2 })
  } catch (error) {
    console.log(`\nTwo threads are left out: ${error.message}`)
    return
  }
  const two = threaded(2)
  const natives = [...(await torch(1)), ...(await torch(2))].map((library, i, all) => ({
    ...library,
    name: `${library.name}, ${i < all.length / 2 ? 1 : 2} threads`,
  }))
  console.log('\nMilliseconds by the wall: one thread, two threads, and the best of PyTorch with either')
  for (const workload of workloads.filter(({ id, goal }) => goal && ['W1', 'W5', 'W6', 'W7'].includes(id))) {
    for (const dtype of ['float32', 'float64']) {
      const found = await measure(workload, dtype, [compiled, two, ...natives], { quick, clock: 'wall' })
      const [one, other] = [compiled, two].map(({ name }) => found.get(name))
      if (other.time === undefined) {
        console.log(`  ${workload.id} ${dtype}: fails: ${other.why}`)
        continue
      }
      const torch = Math.min(...natives.map(({ name }) => found.get(name).time ?? Infinity))
      const times = [one.time, other.time, torch].map(show).join(', ')
      const ratio = (other.time / torch).toPrecision(2)
      const gain = (one.time / other.time).toPrecision(2)
      console.log(`  ${workload.id} ${dtype}: ${times}; ${gain} times as fast, ${ratio} of PyTorch's time`)
    }
  }
  for (const { end } of natives) end()
}
