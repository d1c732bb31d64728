// A table of a million rows and a hundred columns, 1.05 GB of CSV: what a pass over it costs, from each format, and a training.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { show } from '../../report.mjs'
import { verdict } from '../goals.mjs'
import { writeTable } from './table.mjs'

/** Rows of the whole table, and of the one that stands for it in a quick run. */
const ROWS = { full: 1_000_000, quick: 100_000 }
/** Seconds and megabytes that a pass may take, megabytes of a training; and of Parquet, seconds as parts of those of CSV. */
const MOST = { seconds: 10, peak: 200, training: 500, parquet: 2.5, duckdb: 0.9, columnar: 350 }

/** Measures all of it in processes of their own, and prints it. The files go when it is done. */
export function large(folder, quick) {
  const n = quick ? ROWS.quick : ROWS.full
  const csv = join(folder, 'large.csv')
  const parquet = join(folder, 'large.parquet')
  const bytes = writeTable(csv, n)
  const part = n / ROWS.full
  console.log(
    `\n${n} rows of 100 numbers, ${show(bytes / 1e9)} GB of CSV; seconds of CPU time and megabytes at most:`,
  )
  const pass = child('pass.mjs', 'csv', csv)
  console.log(`  one pass of loss and gradient, CSV: ${costs(pass, part * MOST.seconds, MOST.peak)}`)
  const trained = child('train.mjs', csv)
  console.log(
    `  trained to ${trained.gradient.toPrecision(2)} in ${trained.passes} passes over rows kept beside: ${costs(trained, undefined, MOST.training)}`,
  )
  rmSync(`${csv}.rows`, { force: true })
  try {
    child('parquet.mjs', csv, parquet)
  } catch {
    console.log('  Parquet is left out: DuckDB, which writes it, is not installed')
    return
  }
  for (const [kind, name] of [
    ['parquet', 'Parquet'],
    ['duckdb', 'Parquet through DuckDB'],
  ]) {
    const found = child('pass.mjs', kind, parquet)
    console.log(
      `  the same, ${name}: ${costs(found, undefined, MOST.columnar)}; of the time from CSV ${verdict(found.cpu / pass.cpu, MOST[kind])}`,
    )
  }
}

/** What one of the scripts beside this one finds in a process of its own. */
function child(script, ...args) {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  return JSON.parse(execFileSync(process.execPath, [file, ...args], options))
}

/** Seconds and megabytes, each with what it should be at most. */
const costs = ({ cpu, peak }, seconds, megabytes) =>
  `${seconds === undefined ? show(cpu) : verdict(cpu, seconds)} s, ${verdict(peak, megabytes)} MB`
