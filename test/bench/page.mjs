// docs/performance.md: the words of page.md with the figures in their places.
import { readFileSync } from 'node:fs'
import { goalText } from './goals.mjs'
import { best, cell, rate, reasons, show, tallyText } from './report.mjs'

/** The page, from what was measured. */
export function page(report) {
  const { machine, limits, libraries, rows, quick } = report
  const [ours, compiled, allRead, ...others] = libraries
  const peers = others.filter(({ browser }) => browser)
  const native = others.filter(({ browser }) => !browser)
  const figures = {
    machine: `${machine}${quick ? '; a quick run, so take the figures as rough' : ''}`,
    copy: show(limits.copy),
    read: show(limits.read),
    f32: show(limits.f32),
    f64: show(limits.f64),
    kernel32: show(limits.kernel.float32),
    kernel64: show(limits.kernel.float64),
    libraries: list([ours, ...others].map(({ name }) => name)),
    absent: absent(native),
    best: table(
      ['chainrule, eager', 'best JavaScript peer', 'ratio', 'compiled', 'compiled, all read'],
      native.map(({ short }) => short),
      row => {
        const { peer, ratio } = best(row, libraries)
        const found = peer === undefined ? '–' : `${peer.short} ${timed(row, peer)}`
        const own = [timed(row, ours), found, ratio, timed(row, compiled), timed(row, allRead)]
        return [...own, ...native.map(other => timed(row, other))]
      },
      rows,
    ),
    goals: table(
      ['compiled', ...native.filter(isTorch).map(({ short }) => short)],
      ['ratio', 'goal'],
      row => {
        const { ratio, goal } = goalText(row, limits)
        return [compiled, ...native.filter(isTorch)].map(one => timed(row, one)).concat(ratio, goal)
      },
      rows.filter(({ workload }) => workload.goal !== undefined || workload.kernel !== undefined),
    ),
    tally: tallyText(report),
    peers: table(
      peers.map(({ short }) => short),
      [],
      row => peers.map(peer => timed(row, peer)),
      rows,
    ),
    reasons: reasons(rows)
      .map(reason => `- ${reason}`)
      .join('\n'),
  }
  const template = readFileSync(new URL('page.md', import.meta.url), 'utf8')
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => figures[name])
}

const isTorch = ({ short }) => short.startsWith('PyTorch')

function timed(row, library) {
  const speed = rate(row, library)
  return speed === '' ? cell(row, library) : `${cell(row, library)}, ${speed}`
}

const list = names => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

function absent(native) {
  const missing = ['numpy', 'PyTorch'].filter(name => !native.some(({ short }) => short === name))
  return missing.length === 0 ? '' : ` ${missing.join(' and ')} could not be imported and so is not here.`
}

const line = cells => `| ${cells.join(' | ')} |`

/** Rows by workload and precision, and what is said of each. */
function table(columns, more, cells, rows) {
  const all = [...columns, ...more]
  return [
    ['', 'workload', 'precision', ...all],
    ['---', '---', '---', ...all.map(() => '--:')],
    ...rows.map(row => [row.workload.id, row.workload.title, row.dtype, ...cells(row)]),
  ]
    .map(line)
    .join('\n')
}
