// What became of the documents of the collection, as a table.
import type { Checked, Judged } from './judge.js'

/** Counts of a document, or of all. */
export interface Row {
  readonly name: string
  readonly displays: number
  /** Displays whose claims were all read. */
  readonly read: number
  /** Displays that were decided, one way or the other. */
  readonly decided: number
  /** True displays, and those that hold or, as an inequality, are not refuted. */
  readonly truths: number
  readonly held: number
  /** False displays. */
  readonly mistakes: number
  readonly refuted: number
  /** Of these: explained by the rule that its author names. */
  readonly explained: number
  /** Mended by what holds when it is verified anew. */
  readonly repaired: number
  /** Mended as its author would. */
  readonly natural: number
  readonly seconds: number
}

export const isHeld = ({ verdict }: Judged): boolean => verdict === 'holds' || verdict === 'unrefuted'
/** Whether a display is false, and found to be. */
export const isCaught = ({ mark, verdict }: Judged): boolean => !mark.truth && verdict === 'refuted'

/** Counts of displays. */
export function rowOf(name: string, displays: readonly Judged[], seconds: number): Row {
  const count = (test: (one: Judged) => boolean): number => displays.filter(test).length
  return {
    name,
    displays: displays.length,
    read: count(({ read }) => read),
    decided: count(one => isHeld(one) || one.verdict === 'refuted'),
    truths: count(({ mark }) => mark.truth),
    held: count(one => one.mark.truth && isHeld(one)),
    mistakes: count(({ mark }) => !mark.truth),
    refuted: count(isCaught),
    explained: count(one => isCaught(one) && one.explained),
    repaired: count(one => isCaught(one) && one.repair?.verdict === 'holds'),
    natural: count(one => isCaught(one) && one.repair?.natural === true),
    seconds,
  }
}

/** Counts of all documents: the slowest tells their time. */
export const totalOf = (documents: readonly Checked[]): Row =>
  rowOf(
    `**${documents.length} documents**`,
    documents.flatMap(({ displays }) => displays),
    Math.max(0, ...documents.map(({ seconds }) => seconds)),
  )

const rowText = (row: Row): string =>
  `| ${[
    row.name,
    row.displays,
    row.read,
    row.decided,
    `${row.held} of ${row.truths}`,
    `${row.refuted} of ${row.mistakes}`,
    row.explained,
    row.repaired,
    row.natural,
    row.seconds.toFixed(1),
  ].join(' | ')} |`

/** A row for each document, and one for all. */
export const tableOf = (documents: readonly Checked[]): string =>
  [
    '| document | displays | read | decided | true ones that hold | mistakes refuted | explained by rule | repaired | as its author would | seconds |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...documents.map(({ file, displays, seconds }) => rowText(rowOf(file, displays, seconds))),
    rowText(totalOf(documents)),
  ].join('\n')

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(0)} %`

/** All documents in a line. */
export function summaryOf(documents: readonly Checked[]): string {
  const { displays, read, truths, held, mistakes, refuted, explained, natural, seconds } = totalOf(documents)
  const all = documents.flatMap(one => one.displays)
  const wrong = all.filter(one => one.repair?.verdict === 'refuted').length
  return [
    `${documents.length} documents, ${displays} displays`,
    `${percent(read, displays)} read`,
    `${held} of ${truths} true ones hold, ${all.filter(one => one.mark.truth && one.verdict === 'refuted').length} refuted`,
    `${refuted} of ${mistakes} mistakes refuted, ${all.filter(one => !one.mark.truth && isHeld(one)).length} passed`,
    `${percent(explained, refuted)} of these explained by rule, ${percent(natural, refuted)} mended as the author would, ${wrong} wrongly`,
    `the slowest takes ${seconds.toFixed(1)} s`,
  ].join('; ')
}
