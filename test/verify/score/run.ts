// Measures the verifier: true claims over many seeds, planted mistakes of every kind, documents; prints and writes docs/score.md.
//
//   npm run score -- [--seed 1] [--runs 1000] [--planted 400] [--documents test/verify/score/collection/documents]
//
// --runs: how often true claims are verified. --planted: how many single mistakes; a quarter as many are double.
// --documents: the folder of the collection.
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Choice, chooseDoubles, chooseSingles } from './choose.js'
import { documentsIn, FOLDER } from './collection/documents.js'
import { checkDocument } from './collection/judge.js'
import { summaryOf } from './collection/table.js'
import type { Outcome } from './judge.js'
import { LOSSES } from './losses.js'
import { materials } from './material.js'
import { pageOf, storyOf, tableOf } from './page.js'
import { misled, rowOf, rowsOf, type Score, sumOf, timesOf, unnamed, unrefuted } from './tally.js'
import { type Item, judged, serve } from './work.js'

/** How many single mistakes must be named. */
const GOAL = 0.95

async function measure(seed: number, runs: number, planted: number): Promise<Score> {
  const started = performance.now()
  const all = materials()
  const [singles, doubles] = [
    chooseSingles(all, planted, seed),
    chooseDoubles(all, Math.ceil(planted / 4), seed),
  ]
  const places = new Map(all.map((material, i) => [material, i]))
  const wrong = ({ mistakes }: Choice): readonly Item[] =>
    mistakes.map(({ material, source, kinds }, i) => ({
      material: places.get(material)!,
      source,
      kinds,
      seed: 1000 * seed + i,
    }))
  const right: readonly Item[] = Array.from({ length: runs }, (_, i) => ({
    material: i % all.length,
    source: all[i % all.length]!.source,
    kinds: [],
    seed: 1_000_000 * seed + i,
  }))
  const parts = [right, wrong(singles), wrong(doubles)]
  const items = parts.flat()
  const outcomes = await judged(items, done => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${items.length} claims`)
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  let at = 0
  const [held, ones, twos] = parts.map(part => {
    at += part.length
    return outcomes.slice(at - part.length, at)
  }) as [Outcome[], Outcome[], Outcome[]]
  return {
    seed,
    seconds: (performance.now() - started) / 1000,
    claims: all.length,
    losses: LOSSES.length,
    runs,
    failed: held.filter(({ verdict }) => verdict !== 'holds'),
    kinds: rowsOf(ones, singles.equivalent),
    singles: rowOf('single', ones, sumOf(singles.equivalent)),
    doubles: rowOf('double', twos, sumOf(doubles.equivalent)),
    unrefuted: unrefuted([...ones, ...twos]),
    unnamed: unnamed([...ones, ...twos]),
    misled: misled([...ones, ...twos]),
    unread: singles.unread,
    trueTimes: timesOf(held),
    wrongTimes: timesOf([...ones, ...twos]),
  }
}

function whole(text: string, name: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  console.error(`--${name} takes a whole number, got '${text}'`)
  return process.exit(2)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '1000' },
      planted: { type: 'string', default: '400' },
      documents: { type: 'string', default: FOLDER },
    },
  })
  const [seed, runs, planted] = (['seed', 'runs', 'planted'] as const).map(name => whole(values[name], name))
  const score = await measure(seed!, runs!, planted!)
  const documents = documentsIn(values.documents).map(checkDocument)
  const page = pageOf(score, documents)
  writeFileSync('docs/score.md', page)
  const stories = [...score.failed, ...score.unrefuted, ...score.misled, ...score.unnamed].map(storyOf)
  mkdirSync('out', { recursive: true })
  writeFileSync('out/score.md', `${stories.join('\n')}\n`)
  console.log(page.split('\n').slice(11, 22).join('\n'))
  console.log(`\n${tableOf(score)}\n`)
  for (const outcome of [...score.failed, ...score.unrefuted]) console.log(storyOf(outcome))
  console.log(
    `${score.unnamed.length} not named, ${score.misled.length} with a wrong repair: see out/score.md`,
  )
  for (const [kind, { count, example }] of score.unread) console.log(`unread, ${kind} × ${count}: ${example}`)
  console.log(summaryOf(documents))
  console.log(`${score.seconds.toFixed(0)} s`)
  const { singles } = score
  const good =
    score.failed.every(({ verdict }) => verdict !== 'refuted' && !verdict.startsWith('crashed')) &&
    score.unrefuted.length === 0 &&
    singles.named >= GOAL * singles.planted
  process.exitCode = good ? 0 : 1
}

if (process.argv.includes('--worker')) serve()
else await main()
