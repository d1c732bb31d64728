// A report to hand back to whoever wrote the paper: what holds, and for the rest what is wrong and what would be right.

import { assumptionOf, openIn } from './assumed.js'
import { lineText, safe } from './excerpt.js'
import { code, display, nameLatex, numberLatex, valueLatex, valuesLatex } from './latex.js'
import { show, showApart } from './numbers.js'
import {
  counted,
  counts,
  failing,
  gapsText,
  isAsExpected,
  isGood,
  UNCHECKED,
  VERDICT_TEXTS,
} from './outcome.js'
import type { Counterexample, PaperClaim, PaperReport, StepReport } from './report.js'

/** The report as Markdown that GitHub renders. */
export function renderHandback(report: PaperReport): string {
  const { file, claims, trouble, given } = report
  const open = claims.filter(({ report: found }) => found === undefined || !isGood(found))
  const sections = [
    `# ${prose(file)}: what the check found`,
    ...(trouble === undefined
      ? []
      : [
          `**The file cannot be checked as it is** (line ${lineText(trouble)}): ${sentence(trouble.reason)}`,
          ...ways(trouble.ways),
        ]),
    ...assumption(report),
    ...given.flatMap(flaw => [
      `**Line ${lineText(flaw)} cannot be read**, and neither can the claims that need it: ${sentence(flaw.reason)}`,
      ...ways(flaw.ways),
    ]),
    ...(claims.length === 0 ? [] : [overview(claims), table(claims)]),
    ...unchecked(report),
    ...open.flatMap(claim => section(claim, assumptionOf(claim, report.assumed))),
  ]
  return `${sections.join('\n\n')}\n`
}

/** The given block that is assumed, and what it leaves open. */
function assumption({ assumed }: PaperReport): readonly string[] {
  if (assumed === undefined) return []
  const open = openIn(assumed).map(line => `- ${prose(line)}`)
  return [
    '**There is no given block.** What follows is under this one, which is assumed:',
    ['```given', safe(assumed.block), '```'].join('\n'),
    ...(open.length === 0 ? [] : [['Open is:', '', ...open].join('\n')]),
  ]
}

/** Text between formulas: what Markdown would take for a mark means itself. */
const prose = (text: string): string =>
  safe(text)
    .replace(/[\\`*_<>|[\]#$~]/g, '\\$&')
    .replace(/\s*\n\s*/g, ' ')

/** With a capital, unless a symbol stands first: x is not X. */
const sentence = (text: string): string => {
  const whole = prose(text)
    .trim()
    .replace(/^[a-z](?=[a-z]+\b)/, letter => letter.toUpperCase())
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

const nameOf = (claim: PaperClaim): string =>
  claim.tag === undefined ? `line ${lineText(claim)}` : prose(claim.tag)

function overview(claims: readonly PaperClaim[]): string {
  const holding = claims.filter(({ report }) => report?.verdict === 'holds').length
  if (
    holding === claims.length &&
    claims.every(claim => claim.expected === undefined || isAsExpected(claim))
  ) {
    return claims.length === 1
      ? 'The claim holds. Well done!'
      : `All ${claims.length} claims hold. Well done!`
  }
  return `Of ${counted(claims.length, 'claim')}: ${counts(claims).join(', ')}.`
}

/** What was seen and not checked, by the reason. */
function unchecked(report: PaperReport): readonly string[] {
  const [said] = gapsText({ given: [], unchecked: report.unchecked })
  if (said === undefined) return []
  const reasons = Object.entries(UNCHECKED).flatMap(([kind, reason]) => {
    const these = report.unchecked.filter(formula => formula.kind === kind)
    return these.length === 0 ? [] : [`${these.length} ${reason}`]
  })
  return [`**${said}**: ${reasons.join(', ')}.`]
}

function table(claims: readonly PaperClaim[]): string {
  const rows = claims.map(claim => {
    const verdict = verdictText(claim)
    return `| ${nameOf(claim)} | ${lineText(claim)} | ${verdict} | ${noteOf(claim)} |`
  })
  return ['| claim | line | verdict | note |', '| --- | --: | --- | --- |', ...rows].join('\n')
}

const verdictText = ({ report }: PaperClaim): string =>
  report === undefined ? 'not read' : VERDICT_TEXTS[report.verdict]

/** A few words for the table. */
function noteOf(claim: PaperClaim): string {
  const { report, unread, expected } = claim
  const step = report?.steps.find(one => !isGood(one))
  const said = unread?.reason ?? step?.diagnoses[0]?.message ?? step?.reason ?? ''
  const mark = expected === undefined ? [] : [isAsExpected(claim) ? 'as expected' : `expected: ${expected}`]
  return [...mark, ...(said === '' ? [] : [prose(said)])].join('; ')
}

function section(claim: PaperClaim, condition: string | undefined): readonly string[] {
  const { report, unread, source, tag } = claim
  const place = tag === undefined ? '' : ` (line ${lineText(claim)})`
  const title = nameOf(claim).replace(/^l/, tag === undefined ? 'L' : 'l')
  // LaTeX that was not understood may well not render.
  const written = report === undefined ? code(safe(source)) : display(safe(source))
  const head = [`## ${title}${place}: ${verdictText(claim)}`, written]
  if (report === undefined)
    return [...head, ...(unread === undefined ? [] : [sentence(unread.reason), ...ways(unread.ways)])]
  return [
    ...head,
    ...failing(report).flatMap(({ step, i }) =>
      stepParts(step, report.steps.length > 1 ? `Step ${i + 1}` : undefined),
    ),
    ...(report.consequence === undefined ? [] : [sentence(report.consequence)]),
    ...(condition === undefined ? [] : [`This is so ${prose(condition)}.`]),
  ]
}

const ways = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [code(safe(lines.join('\n')))]

/** What is wrong with one equality, an example of it, and what would be right. */
function stepParts(step: StepReport, name: string | undefined): readonly string[] {
  const { reason, verdict, counterexample, diagnoses } = step
  const said = reason === undefined ? `The verdict is ${verdict}.` : sentence(reason)
  return [
    name === undefined ? said : `**${name}.** ${said}`,
    ...(counterexample === undefined ? [] : example(counterexample, step.relation)),
    ...diagnoses.flatMap(({ message, repair }, d) => [
      `${d === 0 ? '**Suggestion:**' : '**Or:**'} ${prose(message)}`,
      ...(repair === undefined ? [] : [display(safe(repair.patched))]),
    ]),
  ]
}

function example(found: Counterexample, relation?: StepReport['relation']): readonly string[] {
  const { sizes, values, derived, at, claimed, actual, difference } = found
  const named = (entries: Readonly<Record<string, number>>): readonly string[] =>
    Object.entries(entries).map(([name, value]) => `$${nameLatex(safe(name))} = ${valueLatex(value)}$`)
  const laid = (entries: Readonly<Record<string, unknown>>): readonly string[] => {
    const all = Object.entries(entries).flatMap(([name, value]) => valuesLatex(nameLatex(safe(name)), value))
    return all.length === 0 ? [] : [display(all.join(' \\quad\n'))]
  }
  const small = named(sizes)
  const where = named(at)
  const [left, right] = showApart(actual, claimed).map(numberLatex)
  return [
    `An example in which ${relation === undefined ? 'the sides differ' : 'it fails'}${small.length === 0 ? '' : `, with ${small.join(', ')}`}:`,
    ...laid(values),
    ...(Object.keys(derived).length === 0 ? [] : ['from which follows', ...laid(derived)]),
    [
      `| ${where.length === 0 ? '' : `at ${where.join(', ')}`} | value |`,
      '| --- | --: |',
      `| left side${relation === undefined ? ', which is true' : ''} | $${left}$ |`,
      `| right side${relation === undefined ? ', as claimed' : ''} | $${right}$ |`,
      `| difference | $${numberLatex(show(difference))}$ |`,
    ].join('\n'),
  ]
}
