// What commands say alike: counts, lists, and the gradient check in aligned lines.
import type { Comparison, GradientCheck } from './gradientCheck.js'

/** A count with its noun. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** Some names and how many more there are. */
export const listed = (names: readonly string[], most = 8): string =>
  names.slice(0, most).join(', ') + (names.length > most ? ` and ${names.length - most} more` : '')

/** The three ways side by side, at each point. */
export function checkLines(
  checks: readonly (readonly [point: string, check: GradientCheck])[],
  rows: number,
): readonly string[] {
  return [
    `The gradient three ways, on ${plural(rows, 'row')}: autodiff, the closed form, and finite differences of the loss`,
    ...checks.flatMap(([point, check]) => [
      `at ${point}`,
      line('autodiff − Xᵀ(Z − Y)/N', check.closedForm),
      line('autodiff − differences', check.differences),
    ]),
  ]
}

function line(name: string, { error, tolerance, holds, compared, unclear }: Comparison): string {
  const doubt = unclear === 0 ? '' : `, ${unclear} inconclusive`
  const verdict = compared === 0 ? 'nothing could be compared' : holds ? 'holds' : 'FAILS'
  return `  ${name}  ${error.toExponential(1)} at most where ${tolerance.toExponential(1)} is allowed, ${plural(compared, 'entry', 'entries')}${doubt}: ${verdict}`
}

/** Five digits, without the zeros at the end. */
export const short = (x: number): string => String(Number(x.toPrecision(5)))

/** Columns that line up: the first to the left, the others, which are numbers unless told otherwise, to the right. */
export function aligned(rows: readonly (readonly string[])[], numbers = true): readonly string[] {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map(row => [...row[c]!].length)))
  return rows.map(row =>
    row
      .map((text, c) => {
        const gap = ' '.repeat(widths[c]! - [...text].length)
        return c === 0 || !numbers ? text + gap : gap + text
      })
      .join('  ')
      .trimEnd(),
  )
}

/** A report as JSON: numbers that JSON lacks are the texts NaN, Infinity and -Infinity, as in that of tensors. */
export const jsonOf = (report: unknown, indent?: number): string =>
  JSON.stringify(
    report,
    (_, value: unknown) => {
      if (value instanceof Float64Array) return [...value]
      return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
    },
    indent,
  )
