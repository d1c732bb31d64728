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
