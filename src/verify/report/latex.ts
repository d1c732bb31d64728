// Values and formulas as LaTeX that GitHub renders.
import { shortened, show } from './numbers.js'

/** More rows or columns than this are not shown. */
const MOST = 6

/** A block of code. */
export const code = (text: string): string => fenced('', text)

function fenced(language: string, text: string): string {
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return `${ticks}${language}\n${text}\n${ticks}`
}

/** A display; a fence is safe whatever the formula holds. */
export function display(formula: string): string {
  // Rows and alignment marks want an environment; tags stand in the headings.
  const bare = formula.replace(/\\tag\*?\s*\{(?:[^{}]|\{[^{}]*\})*\}/g, '').trim()
  const rows = /(^|[^\\])&|\\\\/.test(bare) && !bare.includes('\\begin{')
  const lines = bare.split('\n').filter(line => line.trim() !== '')
  const body = rows ? ['\\begin{aligned}', ...lines, '\\end{aligned}'] : lines
  return fenced('math', body.join('\n'))
}

/** A number as it is shown: 1.5 \cdot 10^{-7}. */
export const numberLatex = (shown: string): string =>
  shown === 'NaN' ? '\\text{NaN}' : shown.replace(/e\+?(-?\d+)$/, ' \\cdot 10^{$1}').replace('∞', '\\infty')

/** An entry of an array, to six digits. */
export const valueLatex = (value: unknown): string =>
  typeof value === 'number' ? numberLatex(show(value, 6)) : String(value)

/** A name: one letter as it is, more of them upright, what is above and below in its place. */
export function nameLatex(name: string): string {
  const [, base = name, primes = '', above, below] =
    /^([^'^_]+)('*)(?:\^([^_]+))?(?:_(.+))?$/.exec(name) ?? []
  const letters = [...base.replace(/\p{M}/gu, '')].length
  const head = letters > 1 && /^[\p{L}\p{M}\d]+$/u.test(base) ? `\\mathrm{${base}}` : base
  const attached = (sign: string, text: string | undefined) => {
    if (text === undefined) return ''
    return `${sign}{${/^\p{L}{2,}$/u.test(text) ? `\\mathrm{${text}}` : text}}`
  }
  return `${head}${primes}${attached('^', above)}${attached('_', below)}`
}

/** `X = \begin{bmatrix} … \end{bmatrix}` for each matrix, vector or number of an array. */
export function valuesLatex(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [`${name} = ${valueLatex(value)}`]
  if (value.some(row => Array.isArray(row) && row.some(Array.isArray)))
    return value.slice(0, MOST).flatMap((slice, i) => valuesLatex(`${name}_{(${i + 1})}`, slice))
  // A vector is a column.
  const line = (row: unknown) => shortened([row].flat(), MOST, valueLatex, '\\cdots').join(' & ')
  const rows = shortened(value, MOST, line, '\\vdots')
  return [`${name} = \\begin{bmatrix} ${rows.join(' \\\\ ')} \\end{bmatrix}`]
}
