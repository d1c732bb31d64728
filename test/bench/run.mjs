// Benchmarks: each workload in chainrule and, in the same minutes, in its peers; medians, and the ratio to the best of them.
//
//   npm run bench -- [--quick] [--ours] [--only W4,W5] [--write]
//   npm run bench -- --thresholds
//
// --quick runs everything a few times only, --ours leaves the peers out, --only picks workloads, and --write makes
// docs/performance.md from the figures; --thresholds measures from which size on the fast kernels pay, and no more. The library is to be built, and the peers installed beside this file.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { jax } from './jax.mjs'
import { limits } from './limits.mjs'
import { measure } from './measure.mjs'
import { ours } from './ours.mjs'
import { page } from './page.mjs'
import { python } from './python.mjs'
import { heading, reasons, rowText } from './report.mjs'
import { tensorflow } from './tensorflow.mjs'
import { thresholds } from './thresholds.mjs'
import { workloads } from './workloads.mjs'

const flag = { type: 'boolean', default: false }
const { values: options } = parseArgs({
  options: { quick: flag, ours: flag, write: flag, thresholds: flag, only: { type: 'string' } },
})
if (options.thresholds) {
  thresholds()
  process.exit()
}
if (options.write && (options.ours || options.only !== undefined))
  throw new Error('--write wants every workload and library: leave out --only and --ours')

const wanted = options.only?.toUpperCase().split(',')
const chosen = workloads.filter(({ id }) => wanted?.includes(id) ?? true)
if (chosen.length === 0)
  throw new Error(`--only wants some of ${[...new Set(workloads.map(({ id }) => id))].join(', ')}`)
const native = options.ours ? { libraries: [], end() {} } : await python()
const peers = options.ours ? [] : [...(await tensorflow()), ...(await jax())]
const libraries = [ours, ...peers, ...native.libraries]
const rows = []
const report = {
  machine: `${cpus()[0].model.trim()}, Node ${process.version}`,
  limits: limits(),
  libraries,
  rows,
  quick: options.quick,
}

console.log(heading(report))
for (const workload of chosen) {
  for (const dtype of workload.dtypes) {
    const row = { workload, dtype, found: await measure(workload, dtype, libraries, options.quick) }
    console.log(rowText(row, rows.at(-1), libraries))
    rows.push(row)
  }
}
for (const reason of ['', ...reasons(rows)]) console.log(reason)
native.end()
if (options.write) writeFileSync(new URL('../../docs/performance.md', import.meta.url), page(report))
