// The time that the first call of a compiled function takes beyond the next one.
import { compile } from '../../../dist/compile/index.js'
import { clocks, median } from '../libraries/library.mjs'

/** Milliseconds, CPU time and by the wall: the medians of many compilations of functions that are made anew. */
export function warm(make, times) {
  const found = { cpu: [], wall: [] }
  for (let i = 0; i < times + 3; i++) {
    const [f, args] = make()
    const fast = compile(f, { results: 'nextCall' })
    const [first, next] = [timed(() => fast(...args)), timed(() => fast(...args))]
    if (i < 3) continue
    for (const clock of Object.keys(found)) found[clock].push(first[clock] - next[clock])
  }
  return { cpu: median(found.cpu), wall: median(found.wall) }
}

/** How long a call takes by each clock. */
export function timed(run) {
  const [cpu, wall] = [clocks.cpu(), clocks.wall()]
  run()
  return { cpu: clocks.cpu() - cpu, wall: clocks.wall() - wall }
}
