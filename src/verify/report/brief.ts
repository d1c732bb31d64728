// A step that does not hold in a few lines, for where there is little room, such as the margin of an editor.
import { safe } from './excerpt.js'
import { shortened, show, showApart } from './numbers.js'
import type { ClaimReport, Counterexample } from './report.js'

/** What is wrong with a step of a claim, in lines: why, what would be right, a case that shows it, what follows. */
export function briefText(report: ClaimReport, step: number): string {
  const { verdict, reason, counterexample, diagnoses } = report.steps[step]!
  const messages = diagnoses.map(({ message }, i) => (i === 0 ? message : `or ${message}`))
  const [first, ...more] = reason === undefined ? messages : [reason, ...messages]
  const { length } = report.steps
  const head = length > 1 ? `${verdict} in step ${step + 1} of ${length}` : verdict
  return [
    first === undefined ? head : `${head}: ${first}`,
    ...more,
    ...(counterexample === undefined ? [] : [caseText(counterexample)]),
    ...(report.consequence === undefined || step !== report.broken ? [] : [report.consequence]),
  ]
    .map(safe)
    .join('\n')
}

/** A longer array is not shown, nor more of its entries on one axis. */
const WIDTH = 60
const MOST = 4

function caseText({ sizes, values, at, claimed, actual }: Counterexample): string {
  const named = (numbers: Readonly<Record<string, number>>) =>
    Object.entries(numbers).map(([name, value]) => `${name} = ${show(value)}`)
  const shown = Object.entries(values).flatMap(([name, value]) => {
    const text = `${name} = ${arrayText(value)}`
    return text.length > WIDTH ? [] : [text]
  })
  const [wrong, right] = showApart(claimed, actual)
  const where = named(at)
  return [
    `for ${[...named(sizes), ...shown].join(', ')}`,
    ...(where.length === 0 ? [] : [`at ${where.join(', ')}`]),
    `claimed is ${wrong}, true is ${right}`,
  ].join('; ')
}

/** A vector as (1, 2), a matrix as (1, 2; 3, 4). */
function arrayText(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === 'number' ? show(value) : String(value)
  const isMatrix = value.some(Array.isArray)
  const inner = (row: unknown): string => arrayText(row).replace(/^\((.*)\)$/, '$1')
  return `(${shortened(value, MOST, isMatrix ? inner : arrayText, '…').join(isMatrix ? '; ' : ', ')})`
}
