// The score as a page.
import type { Checked } from './collection/judge.js'
import { tableOf as documentsTable, summaryOf } from './collection/table.js'
import type { Outcome } from './judge.js'
import type { Row, Score } from './tally.js'

/** So many examples of a list are shown. */
const SHOWN = 40

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${(Math.floor((1000 * part) / whole) / 10).toFixed(1)} %`
const code = (text: string): string => `\`\` ${text.replaceAll('|', '\\|')} \`\``
const told = (text: string): string => code(text.replace(/\s+/g, ' '))
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

const rowText = ({ name, planted, equivalent, refuted, named, restored }: Row): string =>
  `| ${name} | ${planted} | ${equivalent} | ${refuted} | ${named} | ${percent(named, planted)} | ${restored} |`

/** What became of a mistake, for those who improve the verifier. */
export const storyOf = ({
  loss,
  kinds,
  truth,
  source,
  verdict,
  seed,
  missed,
  false: wrong,
}: Outcome): string =>
  [
    `- ${kinds.length === 0 ? 'a true claim' : kinds.join(' and ')} · ${loss} · ${verdict}, seed ${seed}`,
    ...(kinds.length === 0 ? [] : [`  - true: ${code(truth)}`]),
    `  - read: ${code(source)}`,
    ...missed.filter(text => !wrong.includes(text)).map(text => `  - said: ${told(text)}`),
    ...wrong.map(text => `  - said, and wrong: ${told(text)}`),
  ].join('\n')

const list = (title: string, outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.length === 0
    ? []
    : [
        '',
        `## ${title}`,
        '',
        ...outcomes.slice(0, SHOWN).map(storyOf),
        ...(outcomes.length > SHOWN ? ['', `… and ${outcomes.length - SHOWN} more.`] : []),
      ]

/** The table by kinds. */
export const tableOf = ({ kinds, singles, doubles }: Score): string =>
  [
    '| mistake | planted | changes nothing | refuted | named | of planted | restored |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...kinds.map(rowText),
    rowText({ ...singles, name: '**all single mistakes**' }),
    rowText({ ...doubles, name: '**two mistakes in one claim**' }),
  ].join('\n')

/** The documents of the collection; nothing where there are none. */
const documentsText = (documents: readonly Checked[]): readonly string[] =>
  documents.length === 0
    ? []
    : [
        '',
        '## By document',
        '',
        'Derivations written in the styles that people use, each display marked as true or false. A mistake counts as',
        '*explained* where the first explanation names the rule that the author of the document names, as *repaired* where',
        'the repair holds when it is verified with another seed, and as mended *as its author would* where it is also equal',
        'to what the author says would be right, and about as short.',
        '',
        `${summaryOf(documents)}.`,
        '',
        documentsTable(documents),
      ]

/** The whole page. */
export function pageOf(score: Score, documents: readonly Checked[]): string {
  const { singles, doubles, failed, trueTimes, wrongTimes } = score
  const ms = (time: number): string => `${time.toFixed(time < 10 ? 1 : 0)} ms`
  return `${[
    '# How good the verifier is',
    '',
    `Mistakes are planted into ${score.claims} true claims about ${score.losses} losses, by rules that know nothing of how`,
    'the verifier looks for mistakes, and the verifier must find them. What changes nothing (two factors that commute,',
    'say) is told apart by 31-digit arithmetic at points of its own, and left out. A mistake counts as *named* where the',
    'repair that is offered holds when it is verified afresh with another seed, and equals the true formula to 25',
    'digits; as *restored* where it is the formula as it was before, up to the names of bound indices.',
    '',
    `\`npm run score\` prints this page anew; these are its numbers for \`--seed ${score.seed}\`.`,
    '',
    '| | |',
    '|---|--:|',
    `| true claims verified | ${grouped(score.runs)} |`,
    `| of these refuted or undecided | ${failed.length} |`,
    `| single mistakes refuted | ${singles.refuted} of ${singles.planted} (${percent(singles.refuted, singles.planted)}) |`,
    `| single mistakes named | ${singles.named} of ${singles.planted} (${percent(singles.named, singles.planted)}) |`,
    `| double mistakes refuted | ${doubles.refuted} of ${doubles.planted} (${percent(doubles.refuted, doubles.planted)}) |`,
    `| double mistakes named | ${doubles.named} of ${doubles.planted} (${percent(doubles.named, doubles.planted)}) |`,
    `| mistakes for which a wrong repair was offered | ${score.misled.length} |`,
    `| a true claim, median and 95th percentile | ${ms(trueTimes.median)}, ${ms(trueTimes.slow)} |`,
    `| a wrong claim with counterexample and diagnosis | ${ms(wrongTimes.median)}, ${ms(wrongTimes.slow)} |`,
    '',
    '## By kind',
    '',
    tableOf(score),
    ...documentsText(documents),
    ...list('True claims that did not hold', failed),
    ...list('Mistakes that were not refuted', score.unrefuted),
    ...list('Mistakes for which a wrong repair was offered', score.misled),
    ...list('Mistakes that were refuted and not named', score.unnamed),
  ].join('\n')}\n`
}
