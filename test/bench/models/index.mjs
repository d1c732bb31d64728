// Models beside PyTorch: CPU milliseconds of a step, op by op and compiled, with what the ratios should come to.
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { verdict } from '../fit/goals.mjs'
import { show } from '../report.mjs'
import { measure } from './measure.mjs'
import { models } from './models.mjs'

const COLUMNS = [
  'model',
  'precision',
  'eager',
  'compiled',
  'PyTorch',
  'eager / PyTorch',
  'compiled / PyTorch',
]
const line = cells => `| ${cells.join(' | ')} |`

/** Measures all models, or those whose names hold one of those that are wanted; prints them or writes them down. */
export async function modelling({ quick, write, only }) {
  const wanted = only?.toLowerCase().split(',')
  const chosen = models.filter(({ name }) => wanted?.some(part => name.toLowerCase().includes(part)) ?? true)
  if (chosen.length === 0)
    throw new Error(`--only wants some of ${models.map(({ name }) => name).join(', ')}`)
  if (write && only !== undefined) throw new Error('--write wants every model: leave out --only')
  const [rows, reasons] = [[], []]
  let torch
  for (const model of chosen) {
    const found = await measure(model, quick)
    torch ??= found.torch.name
    rows.push(rowOf(model, found))
    console.log(rows.at(-1))
    reasons.push(...missing(model, found))
  }
  const table = [line(COLUMNS), line(['---', '---', ...new Array(5).fill('--:')]), ...rows]
  for (const reason of new Set(reasons)) console.log(reason)
  if (write)
    writeFileSync(
      new URL('../../../docs/performance-models.md', import.meta.url),
      page({ table, reasons, torch, quick }),
    )
}

/** What is said below the table of sides that failed, and of programs that are interpreted. */
function missing({ title }, found) {
  const { reason } = found.compiled
  return [
    ...Object.entries(found).flatMap(([side, { why }]) =>
      why === undefined ? [] : [`${title}, ${side}: ${why}.`],
    ),
    ...(reason === undefined
      ? []
      : [`${title}: compiled, but interpreted, for there is no code of ${reason}.`]),
  ]
}

function rowOf({ title, dtype, goal }, { eager, compiled, torch }) {
  const time = ({ time }) => (time === undefined ? '–' : show(time))
  const ratio = ({ time }, most) =>
    time === undefined || torch.time === undefined ? '–' : verdict(time / torch.time, most)
  return line([
    title,
    dtype,
    time(eager),
    time(compiled),
    time(torch),
    ratio(eager, goal.eager),
    ratio(compiled, goal.compiled),
  ])
}

function page({ table, reasons, torch, quick }) {
  const versions = [`Node ${process.version}`, torch].filter(Boolean).join(', ')
  return `# Performance of models

<!-- Written by \`npm run bench -- --models --write\`. -->

CPU milliseconds of a step in one thread: the loss and its gradient towards all parameters, and a step of Adam where the title says
so. Each side runs in a process of its own, in turn with the others, after it has warmed up; figures are medians. Before that, losses
and the norm of each gradient are compared. Ratios stand beside what they should come to at most. The programs are those of
test/bench/models, written as a user would: PyTorch's LSTM is its layer, its per-sample gradients are functorch's, and everything else
is made of the same ops. Compiled steps leave results where they are, as in [Performance](performance.md).

${cpus()[0].model.trim()}; ${versions}. Load while it ran: ${loadavg()[0].toFixed(1)} on ${cpus().length} cores${quick ? '; a quick run' : ''}. CPU time counts all that a
process does, its compilers and collectors in other threads included.

${[...table, ...(reasons.length === 0 ? [] : ['', 'What stands in the way:', '', ...reasons.map(reason => `- ${reason}`)])].join('\n')}
`
}
