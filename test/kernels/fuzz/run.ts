// Tries random programs compiled, and then the properties of the kernel sets on fresh random calls for as long as one likes;
// stops at the first that fails.
//
//   npm run fuzz -- [--seconds 600] [--programs 10000]
//   npm run fuzz -- --set 0 --property 3 --seed 123 --path 4:5
//   npm run fuzz -- --kind 2 --seed 123 --path 4:5
//
// --set, --property, --kind: one of each only, by number. --seed, --path: the call or program that failed, as it was reported.
import { version } from 'node:process'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import fc from 'fast-check'
import { PROPERTIES } from '../conformance/all.js'
import { SETS } from '../conformance/sets.js'
import { COMPILED } from './compiled.js'

// Node 20 has fused multiply-add behind this flag; later ones have it without.
if (version.startsWith('v20.')) setFlagsFromString('--experimental-wasm-relaxed-simd')

/** Calls between two looks at the clock. */
const RUNS = 50

const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    programs: { type: 'string', default: '10000' },
    kind: { type: 'string' },
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

const kinds = chosen(COMPILED, given.kind)

/** Says what became of a run; of one that failed, how to see it again. */
function told<T>(details: fc.RunDetails<T>, name: string, choice: string): boolean {
  if (!details.failed) return true
  console.error(`${name}\n${fc.defaultReportMessage(details)}`)
  console.error(
    `Again: npm run fuzz -- ${choice} --seed ${details.seed} --path ${details.counterexamplePath}`,
  )
  return false
}

/** Runs a property from a seed. */
function passes({ s, p, name, set, property }: (typeof pairs)[number], seed: number, path?: string): boolean {
  const details = fc.check(property.random(set), { seed, numRuns: RUNS, ...(path !== undefined && { path }) })
  return told(details, `${name}: ${property.sentence}`, `--set ${s} --property ${p}`)
}

/** Runs programs of a kind from a seed. */
function compiles([kind, { name, property }]: (typeof kinds)[number], seed: number, path?: string): boolean {
  const numRuns = Math.ceil(Number(given.programs) / kinds.length)
  console.log(`${name}: ${numRuns}, seed ${seed}`)
  const details = fc.check(property, { seed, numRuns, ...(path !== undefined && { path }) })
  return told(details, name, `--kind ${kind}`)
}

const freshSeed = (): number => Math.floor(Math.random() * 2 ** 31)

function fuzz(seconds: number): boolean {
  const started = performance.now()
  const passed = () => (performance.now() - started) / 1000
  let minutes = 0
  for (let rounds = 0; passed() < seconds; rounds++) {
    if (!passes(pairs[rounds % pairs.length]!, freshSeed())) return false
    if (passed() < 60 * (minutes + 1)) continue
    minutes = Math.floor(passed() / 60)
    console.log(`${minutes} min: ${(rounds + 1) * RUNS} calls`)
  }
  console.log(`No failure in ${Math.round(passed())} s.`)
  return true
}

const { seed, path } = given
const all: readonly ((seed: number, path?: string) => boolean)[] = [
  ...(given.set === undefined && given.property === undefined
    ? kinds.map(kind => compiles.bind(undefined, kind))
    : []),
  ...(given.kind === undefined && seed !== undefined ? pairs.map(pair => passes.bind(undefined, pair)) : []),
]
const fine =
  all.map(run => run(seed === undefined ? freshSeed() : Number(seed), path)).every(Boolean) &&
  (seed !== undefined || given.kind !== undefined || fuzz(Number(given.seconds)))
process.exitCode = fine ? 0 : 1
