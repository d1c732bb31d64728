// Tries the properties of the kernel sets on fresh random calls for as long as one likes; stops at the first that fails.
//
//   npm run fuzz -- [--seconds 600]
//   npm run fuzz -- --set 0 --property 3 --seed 123 --path 4:5
//
// --set, --property: one of each only, by number. --seed, --path: the call that failed, as it was reported.
import { version } from 'node:process'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import fc from 'fast-check'
import { PROPERTIES } from '../conformance/all.js'
import { SETS } from '../conformance/sets.js'

// Node 20 has fused multiply-add behind this flag; later ones have it without.
if (version.startsWith('v20.')) setFlagsFromString('--experimental-wasm-relaxed-simd')

/** Calls between two looks at the clock. */
const RUNS = 50

const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    set: { type: 'string' },
    property: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
})

const chosen = <T>(all: readonly T[], number: string | undefined) =>
  [...all.entries()].filter(([i]) => number === undefined || i === Number(number))

const pairs = chosen(SETS, given.set).flatMap(([s, { name, set }]) =>
  chosen(PROPERTIES, given.property).map(([p, property]) => ({ s, p, name, set, property })),
)
if (pairs.length === 0)
  throw new RangeError(`there are sets 0 to ${SETS.length - 1} and properties 0 to ${PROPERTIES.length - 1}`)

/** Runs a property from a seed; on failure says which and how to see it again. */
function passes({ s, p, name, set, property }: (typeof pairs)[number], seed: number, path?: string): boolean {
  const details = fc.check(property.random(set), { seed, numRuns: RUNS, ...(path !== undefined && { path }) })
  if (!details.failed) return true
  console.error(`${name}: ${property.sentence}\n${fc.defaultReportMessage(details)}`)
  console.error(
    `Again: npm run fuzz -- --set ${s} --property ${p} --seed ${details.seed} --path ${details.counterexamplePath}`,
  )
  return false
}

function fuzz(seconds: number): boolean {
  const started = performance.now()
  const passed = () => (performance.now() - started) / 1000
  let minutes = 0
  for (let rounds = 0; passed() < seconds; rounds++) {
    const seed = Math.floor(Math.random() * 2 ** 31)
    if (!passes(pairs[rounds % pairs.length]!, seed)) return false
    if (passed() < 60 * (minutes + 1)) continue
    minutes = Math.floor(passed() / 60)
    console.log(`${minutes} min: ${(rounds + 1) * RUNS} calls`)
  }
  console.log(`No failure in ${Math.round(passed())} s.`)
  return true
}

const fine =
  given.seed === undefined
    ? fuzz(Number(given.seconds))
    : pairs.map(pair => passes(pair, Number(given.seed), given.path)).every(Boolean)
process.exitCode = fine ? 0 : 1
