// Benchmarks: each workload in chainrule, eager and compiled, and in the same minutes in its peers; medians and ratios.
//
//   npm run bench -- [--quick] [--ours] [--only W4,W5] [--write]
//   npm run bench -- --compile
//   npm run bench -- --fit [--large] [--only digits,wine]
//   npm run bench -- --thresholds
//   npm run bench -- --ops [--quick] [--write]
//   npm run bench -- --models [--quick] [--only lstm,crf] [--write]
//
// --quick runs everything a few times only and leaves out what is large, --ours leaves the others out, --only picks
// workloads, and --write makes docs/performance.md from the figures. --compile measures what else a compiler is asked: how
// long it takes, warm and cold, its threads and its memory; --fit how long regressions take to their optimum, beside
// scikit-learn, and with --large what a table of a gigabyte takes; --thresholds from which size on the fast kernels pay; --ops
// what each op takes for a value, which --write puts into docs/performance-ops.md; --models what a step of whole models takes beside
// PyTorch, for docs/performance-models.md; these five do no more. The library is to be built, and the peers installed beside this file.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { compiling } from './compiling/index.mjs'
import { fitting } from './fit/index.mjs'
import { others, own } from './libraries/index.mjs'
import { limits } from './limits.mjs'
import { measure } from './measure.mjs'
import { modelling } from './models/index.mjs'
import { ops } from './ops/index.mjs'
import { page } from './page.mjs'
import { heading, reasons, rowText, tallyText } from './report.mjs'
import { thresholds } from './thresholds.mjs'
import { workloads } from './workloads.mjs'

const flag = { type: 'boolean', default: false }
const { values: options } = parseArgs({
  options: {
    quick: flag,
    ours: flag,
    write: flag,
    thresholds: flag,
    compile: flag,
    fit: flag,
    large: flag,
    ops: flag,
    models: flag,
    only: { type: 'string' },
  },
})
const { quick } = options
if (options.thresholds) {
  thresholds()
  process.exit()
}
if (options.compile) {
  await compiling(quick)
  process.exit()
}
if (options.large && !options.fit) throw new Error('--large goes with --fit')
if (options.fit) {
  fitting({ quick, isLarge: options.large, only: options.only })
  process.exit()
}
if (options.ops) {
  ops(options)
  process.exit()
}
if (options.models) {
  await modelling(options)
  process.exit()
}
if (options.write && (options.ours || options.only !== undefined))
  throw new Error('--write wants every workload and library: leave out --only and --ours')

const wanted = options.only?.toUpperCase().split(',')
const chosen = workloads.filter(({ id, large }) => (wanted?.includes(id) ?? true) && !(quick && large))
if (chosen.length === 0)
  throw new Error(`--only wants some of ${[...new Set(workloads.map(({ id }) => id))].join(', ')}`)
const libraries = [...own, ...(options.ours ? [] : await others())]
const rows = []
const report = {
  machine: `${cpus()[0].model.trim()}, Node ${process.version}`,
  limits: limits(),
  libraries,
  rows,
  quick,
}

console.log(heading(report))
for (const workload of chosen) {
  for (const dtype of ['float32', 'float64']) {
    const row = { workload, dtype, found: await measure(workload, dtype, libraries, { quick }) }
    console.log(rowText(row, rows.at(-1), report))
    rows.push(row)
  }
}
for (const text of ['', ...(options.ours ? [] : [tallyText(report)]), ...reasons(rows)]) console.log(text)
for (const { end } of libraries) end?.()
if (options.write) writeFileSync(new URL('../../docs/performance.md', import.meta.url), page(report))
