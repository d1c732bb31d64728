// docs/performance.md: the words of page.md with the figures in their places.
import { readFileSync } from 'node:fs'
import { best, cell, rate, reasons, show } from './report.mjs'

/** The page, from what was measured. */
export function page({ machine, limits, libraries, rows, quick }) {
  const [ours, ...others] = libraries
  const peers = others.filter(({ browser }) => browser)
  const native = others.filter(({ browser }) => !browser)
  const figures = {
    machine: `${machine}${quick ? '; a quick run, so take the figures as rough' : ''}`,
    copy: show(limits.copy),
    read: show(limits.read),
    f32: show(limits.f32),
    f64: show(limits.f64),
    libraries: list(libraries.map(({ name }) => name)),
    absent: absent(native),
    best: table(
      ['', 'workload', 'precision', ours.short, 'best JavaScript peer', 'ratio', ...native.map(n => n.short)],
      ['---', '---', '---', '--:', '--:', '--:', ...native.map(() => '--:')],
      rows.map(row => {
        const { peer, ratio } = best(row, libraries)
        const found = peer === undefined ? '–' : `${peer.short} ${timed(row, peer)}`
        return [...named(row), timed(row, ours), found, ratio, ...native.map(other => timed(row, other))]
      }),
    ),
    peers: table(
      ['', 'workload', 'precision', ...peers.map(({ short }) => short)],
      ['---', '---', '---', ...peers.map(() => '--:')],
      rows.map(row => [...named(row), ...peers.map(peer => timed(row, peer))]),
    ),
    reasons: reasons(rows)
      .map(reason => `- ${reason}`)
      .join('\n'),
  }
  const template = readFileSync(new URL('page.md', import.meta.url), 'utf8')
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => figures[name])
}

const named = ({ workload, dtype }) => [workload.id, workload.title, dtype]

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
const table = (head, align, rows) => [head, align, ...rows].map(line).join('\n')
