// Moments in plain loops, and the table of docs/fitting.md: which tables are compared with whom.
import type { Tensor } from '../../../src/index.js'
import { type Fit, fits, givenTo } from './fits.js'

/** Σ v / n */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length

/** The deviation of column j, or of a vector. x : [n, d] or [n] */
export function std(x: Tensor, j: number): number {
  const [n = 0, d = 1] = x.shape
  const values = Array.from({ length: n }, (_, i) => x.data[i * d + j]!)
  const center = mean(values)
  return Math.sqrt(mean(values.map(v => (v - center) ** 2)))
}

/** What a fit is called: its kind and its penalties. */
const kindOf = ({ model, l1 = 0, l2 = 0, offset }: Fit): string => {
  const name = model === 'poisson' ? 'Poisson' : model
  const penalty = l1 > 0 && l2 > 0 ? ' with l1 and l2' : l1 > 0 ? ' with l1' : l2 > 0 ? ' with l2' : ''
  return name + (offset ? ' with an offset' : '') + (offset && penalty ? ` and${penalty.slice(5)}` : penalty)
}

/** The table as docs/fitting.md has it, in Markdown. */
export function table(): string {
  const names = [...new Set(fits.map(fit => fit.table))]
  const rows = names.map(name => {
    const own = fits.filter(fit => fit.table === name)
    const [n, d] = givenTo(own.at(-1)!).x.shape
    const by = own.flatMap(({ figures }) => figures.map(figure => figure.by.split(' ')[0]!))
    return [name, `${n} × ${d}`, [...new Set(own.map(kindOf))].join('; '), [...new Set(by)].sort().join(', ')]
  })
  const all = [['table', 'rows × columns', 'fits', 'compared with'], ...rows]
  const widths = all[0]!.map((_, i) => Math.max(...all.map(row => row[i]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [line(all[0]!), line(widths.map(w => '-'.repeat(w))), ...all.slice(1).map(line)].join('\n')
}
