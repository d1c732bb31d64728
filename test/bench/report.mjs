// What was measured, as a table on the console; and what it has in common with the page (page.mjs).
import { goalText, tally } from './goals.mjs'

/** Milliseconds or a rate, three digits. */
export function show(x) {
  if (x >= 99.95) return x.toFixed(0)
  return x < 1e-4 ? x.toFixed(6) : x.toPrecision(3)
}

/** The time of a library in a row; – where it could not. */
export function cell({ found }, { name }) {
  const { time } = found.get(name) ?? {}
  return time === undefined ? '–' : show(time)
}

/** The rate of a library in a row, where the workload is arithmetic and little else. */
export function rate({ workload, found }, { name }) {
  const { time } = found.get(name) ?? {}
  return workload.flops === undefined || time === undefined ? '' : `${show(workload.flops / time / 1e6)} GF`
}

/** The fastest peer in JavaScript, and how many times chainrule's time it takes. */
export function best({ found }, [ours, ...others]) {
  const time = ({ name }) => found.get(name)?.time
  const able = others.filter(peer => peer.browser && time(peer) !== undefined)
  const peer = able.sort((a, b) => time(a) - time(b))[0]
  if (peer === undefined || time(ours) === undefined) return { peer, ratio: '–' }
  const ratio = time(peer) / time(ours)
  return { peer, ratio: ratio >= 9.95 ? ratio.toFixed(0) : ratio.toPrecision(2) }
}

/** What a library could not do, and why, each said once. */
export function reasons(rows) {
  const found = new Map()
  for (const row of rows) {
    for (const [name, { why }] of row.found) {
      if (why === undefined) continue
      const reason = `${name}: ${why}`
      found.set(reason, (found.get(reason) ?? new Set()).add(row.workload.id))
    }
  }
  return [...found].map(([reason, ids]) => `${reason} (${[...ids].join(', ')})`)
}

const FIRST = 9
const WIDTH = 13
const line = (first, cells, last = '') =>
  first.padEnd(FIRST) + cells.map(text => text.padStart(WIDTH)).join('') + (last && `   ${last}`)

/** The machine, its limits, and the head of the table. */
export function heading({ machine, limits: { copy, read, f32, f64, kernel }, libraries, quick }) {
  return [
    `${machine}, one thread${quick ? ', a quick run' : ''}`,
    `One core copies ${show(copy)} GB/s (each byte counted once) and reads ${show(read)} GB/s of memory.`,
    `Its 128-bit vectors multiply and add at ${show(f32)} GF in float32 and ${show(f64)} GF in float64.`,
    `The innermost kernel of products does ${show(kernel.float32)} GF and ${show(kernel.float64)} GF.`,
    `Measured: ${libraries.map(({ name }) => name).join(', ')}.`,
    'Milliseconds of CPU time a step. Peers: the time of the best in JavaScript over that of chainrule, eager.',
    "PyTorch: the compiled time over PyTorch's better one, and what it should be at most.",
    '',
    line('', [...libraries.map(({ short }) => short), 'peers', 'to PyTorch'], 'goal'),
  ].join('\n')
}

/** A row of the table, below the workload's title where it is the first of its workload. */
export function rowText(row, previous, { libraries, limits }) {
  const { workload, dtype } = row
  const title = previous?.workload === workload ? [] : ['', `${workload.id}  ${workload.title}`]
  const { ratio, goal } = goalText(row, limits)
  const cells = [...libraries.map(library => cell(row, library)), best(row, libraries).ratio, ratio]
  const rates = libraries.map(library => rate(row, library))
  return [...title, line(dtype, cells, goal), ...(workload.flops ? [line('', rates)] : [])].join('\n')
}

/** How many goals are met. */
export function tallyText({ rows, limits }) {
  const { met, of } = tally(rows, limits)
  return `${met} of ${of} rows meet their goals.`
}
