// A gradient check's report as text: the verdict, then the three answers by their names, then what follows.
import { formatShape } from '../shape.js'
import type { Comparison } from './compare.js'
import type { Comparisons, Finding, GradientReport, GradientVerdict } from './report.js'

/** The report with its text. */
export function reportOf(comparisons: Comparisons, verdict: GradientVerdict): GradientReport {
  const lines = [...body(comparisons, verdict), ...leftOut(comparisons), closing(comparisons)]
  const message = [`checkGradient: ${verdict.verdict}`, ...lines].join('\n')
  return { ...comparisons, ...verdict, message, toString: () => message }
}

const small = (value: number): string => value.toExponential(1)

/** A number to about as many digits as it is worth. */
function show(value: number, error: number): string {
  const digits = Math.ceil(Math.log10(Math.abs(value) / error)) + 1
  return Number.isFinite(value) && value !== 0
    ? value.toPrecision(Math.min(17, Math.max(3, Number.isFinite(digits) ? digits : 17)))
    : String(value)
}

/** `towards input [0].w, entry [1, 2]` */
function placeOf({ input, index }: Finding): string {
  if (input === undefined) return 'along a random direction'
  return `towards input ${input}${index.length === 0 ? '' : `, entry ${formatShape(index)}`}`
}

/** The three answers, one a line. */
function answers({ reverse, forward, differences, bound, rounding }: Comparison): string[] {
  const lines = [
    `  reverse mode (vjp)   ${show(reverse, bound)}`,
    `  forward mode (jvp)   ${show(forward, bound)}`,
  ]
  if (differences.kind === 'undefined')
    return [...lines, `  differences          none: ${differences.reason}`]
  if (differences.kind === 'nonsmooth') {
    const [left, right] = [differences.left, differences.right].map(slope =>
      show(slope, Math.abs(slope) * 1e-6),
    )
    return [...lines, `  differences          ${left} from the left, ${right} from the right`]
  }
  const { derivative, bound: own, step, noise, noisy, within } = differences
  const origin = `h = 2^${Math.log2(step)}, noise of f ${small(noise)}${noisy ? ' as seen in its values' : ''}`
  const staircase =
    within === undefined
      ? []
      : [`  differences, near    ${show(within.derivative, within.bound)} ± ${small(within.bound)}`]
  return [
    ...lines,
    ...staircase,
    `  differences          ${show(derivative, own)} ± ${small(own)} (${origin})`,
    `  allowed error        ${small(bound)}, of which rounding of the gradient ${small(rounding)}`,
  ]
}

/** Which side is wrong, and by how much. */
function accusation({ side, error, reverse, forward, differences }: Comparison): string {
  const slope = differences.kind === 'smooth' ? Math.abs(differences.derivative) : 0
  const share = slope > 0 ? `, a relative error of ${small(error / slope)}` : ''
  const wrong = (...values: readonly number[]): string =>
    values.every(Number.isFinite) ? `wrong by ${small(error)}${share}` : values.map(String).join(' and ')
  if (side === 'reverse') return `Reverse mode is ${wrong(reverse)}; forward mode agrees with differences.`
  if (side === 'forward') return `Forward mode is ${wrong(forward)}; reverse mode agrees with differences.`
  if (side === 'both') return `Both modes are ${wrong(reverse, forward)}.`
  return 'Reverse and forward mode differ by more than rounding; differences cannot tell which is wrong.'
}

/** Where a wrong gradient comes from, as far as each op's own rules show it. */
function origin({ culprit, edge }: Extract<GradientVerdict, { verdict: 'refuted' }>): string[] {
  if (culprit !== undefined) {
    const { op, input } = culprit
    return [
      `The op '${op}' is wrong by itself, towards its input ${input}, along a random direction:`,
      ...answers(culprit),
      accusation(culprit),
    ]
  }
  if (edge !== undefined)
    return [
      `The op '${edge}' within f is not finite where it is used, or beside it: 0 times its slope is NaN. Mend its input, not its output.`,
    ]
  return [
    'No op was found wrong by itself. Does f use values of its inputs past the graph, by item(), data, toArray() or stopGradient?',
  ]
}

/** What was found, by verdict. */
function body(comparisons: Comparisons, verdict: GradientVerdict): string[] {
  const { entries, checked, wrong, method, skipped } = comparisons
  const movable = entries - skipped.filter(({ of }) => of === 'input').length
  const which = movable === 1 ? 'the only' : `${method === 'entries' ? 'all ' : ''}${movable}`
  const counted = `${which} ${movable < entries ? 'finite ' : ''}${movable === 1 ? 'entry' : 'entries'}`
  switch (verdict.verdict) {
    case 'holds':
      return [
        `Reverse mode, forward mode and differences agree ${method === 'entries' ? 'at' : `along ${checked} random directions through`} ${counted}.`,
        `The closest call, ${placeOf(verdict.worst)}:`,
        ...answers(verdict.worst),
      ]
    case 'refuted':
      return [
        wrong === 0
          ? 'Each entry is right within its bound, but all together are not, along a random direction:'
          : `${wrong} of ${checked} ${method} are wrong. The worst, ${placeOf(verdict.worst)}:`,
        ...answers(verdict.worst),
        accusation(verdict.worst),
        ...origin(verdict),
      ]
    case 'nonsmooth':
      return [
        verdict.kink === undefined
          ? `f has a kink or a jump, so there is no derivative to check, ${placeOf(verdict.worst)}:`
          : `The op '${verdict.kink}' within f is at a kink, where the chain rule need not hold. It shows ${placeOf(verdict.worst)}:`,
        ...answers(verdict.worst),
        'Check at inputs without kinks and ties.',
      ]
    case 'inconclusive':
      return [
        `${verdict.reason}.`,
        ...(verdict.worst === undefined
          ? []
          : [`The least certain, ${placeOf(verdict.worst)}:`, ...answers(verdict.worst)]),
      ]
  }
}

/** How many entries that were left out are named. */
const NAMED = 5

/** What was left out, by its place. */
function leftOut({ skipped }: Comparisons): string[] {
  if (skipped.length === 0) return []
  const named = skipped.slice(0, NAMED).map(({ of, path, index, value }) => {
    const place = [
      path === '' ? of : `${of} ${path}`,
      ...(index.length > 0 ? [`entry ${formatShape(index)}`] : []),
    ]
    return `${place.join(', ')} is ${value}`
  })
  const more = skipped.length > NAMED ? `; and ${skipped.length - NAMED} more` : ''
  return [`Left out, for it is not finite: ${named.join('; ')}${more}.`]
}

/** How sure one can be, and how to do it again. */
function closing({ resolution, seed, evaluations }: Comparisons): string {
  const caught =
    resolution < Infinity
      ? `An error of ${small(resolution)} of the largest derivative would have been caught. `
      : ''
  return `${caught}Seed ${seed}, ${evaluations} calls of f.`
}
