// One table fitted here and by scikit-learn, in turn, many times.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logisticRegression, softmaxRegression } from '../../../dist/models/index.js'
import { clocks, collect, median } from '../libraries/library.mjs'
import { goalsOf } from './goals.mjs'
import { scikitLearn } from './scikitLearn.mjs'
import { tables } from './tables.mjs'

/** Both fit to a gradient of the mean loss below this. */
const TOLERANCE = 1e-6
/** Milliseconds of each round, how many there are, and milliseconds before; these, and the first fit of a round, are not measured. */
const FULL = { round: 500, rounds: 6, warm: 5000 }
const QUICK = { round: 250, rounds: 3, warm: 2000 }

const [name, how] = process.argv.slice(2)
const { make, goal } = tables.find(table => table.name === name)
const folder = mkdtempSync(join(tmpdir(), 'chainrule-fit-'))
const peer = await scikitLearn(folder)
try {
  const table = await make({ folder, peer })
  console.log(`  ${name}:${table === undefined ? ' left out, for it comes with scikit-learn' : ''}`)
  if (peer === undefined) console.log('    no Python here has scikit-learn to compare with')
  if (table !== undefined) await measure(table, how === 'quick' ? QUICK : FULL)
} finally {
  peer?.end()
  rmSync(folder, { recursive: true, force: true })
}

/** Measures a table in both, and prints what was found. */
async function measure(table, { round, rounds, warm }) {
  const { x, y, k } = table
  const options = { l2: 1 / x.shape[0], tolerance: TOLERANCE, maxIterations: 10_000 }
  const regression = k === 2 ? logisticRegression : softmaxRegression
  const fit = () => regression(options).fit(x, y)
  const begin = performance.now()
  let model
  do model = fit()
  while (performance.now() - begin < warm)
  const found = await peer?.open(table, options)
  const [own, theirs] = [[], []]
  for (let i = 0; i < rounds; i++) {
    collect()
    fit()
    for (const start = performance.now(); ; ) {
      const before = clocks.cpu()
      fit()
      own.push(clocks.cpu() - before)
      if (performance.now() - start > round) break
    }
    if (found !== undefined) theirs.push(...(await peer.repeat(round)))
  }
  const ours = { time: median(own), iterations: model.history.length - 1, loss: model.history.at(-1).loss }
  if (!model.converged) console.log(`    ended early: ${model.message}`)
  for (const line of goalsOf(ours, found && { ...found, time: median(theirs) }, goal))
    console.log(`    ${line}`)
}
