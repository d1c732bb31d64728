// What stands for missing values: the mean, the median or the mode of those that are there.
import { DataError, describe } from '../../../errors.js'
import { sortNames } from '../../csv/labels.js'
import type { Source } from '../../source.js'
import type { Feature, Warning } from '../schema.js'
import { mediansOf } from './median.js'
import type { Mask, Tally } from './survey.js'
import { NumberTally, TextTally } from './tally.js'

interface Column {
  readonly looked: { readonly column: number }
  readonly tally: Tally
  readonly becomes: Feature
}

/** The features with what stands for their missing values, and an indicator where there are any. */
export function filled(
  source: Source,
  columns: readonly Column[],
  warnings: Warning[],
  mask?: Mask,
): readonly Feature[] {
  const asked = columns.filter(({ becomes }) => becomes.kind === 'numeric' && becomes.missing === 'median')
  const medians = mediansOf(
    source,
    asked.map(({ looked, tally }) => ({ column: looked.column, count: tally.count })),
    mask,
  )
  const medianOf = new Map(asked.map((column, i) => [column, medians[i]!]))
  return columns.map(column => {
    const { becomes, tally } = column
    if (becomes.missing === 'drop' || becomes.missing === 'error') return becomes
    const indicator = tally.missing > 0
    const feature = fillOf(source, becomes, tally, medianOf.get(column), indicator)
    if (indicator) {
      const what = becomes.kind === 'numeric' ? becomes.missing : 'mode'
      const value =
        feature.kind === 'boolean' ? (feature.fill === 1 ? feature.yes : feature.no) : feature.fill
      warnings.push({
        column: becomes.column,
        kind: 'missing',
        message: `is missing in ${tally.missing} of ${tally.count + tally.missing} rows; the ${what}, ${value}, stands in its place, and ${describe(`${becomes.column} (missing)`)} is 1 there`,
      })
    }
    return feature
  })
}

/** Also a column in which nothing is missing has a value for what will be. */
function fillOf(
  source: Source,
  feature: Feature,
  tally: Tally,
  median: number | undefined,
  indicator: boolean,
): Feature {
  if (tally instanceof NumberTally && feature.kind === 'numeric') {
    const fill =
      feature.missing === 'median' ? median : feature.missing === 'mean' ? tally.mean : modeOf(tally)
    if (fill !== undefined && !Number.isFinite(fill))
      throw new DataError(
        source.name,
        `column ${describe(feature.column)}: its numbers are too large for a mean; use the median`,
      )
    if (fill === undefined)
      throw new DataError(
        source.name,
        `column ${describe(feature.column)}: has too many different numbers for a mode; use the median`,
      )
    return { ...feature, indicator, fill }
  }
  const texts = tally instanceof TextTally ? tally.texts : new Map<string, { readonly count: number }>()
  const countOf = (text: string) => texts.get(text)!.count
  if (feature.kind === 'boolean') {
    const yes = [...texts.keys()].filter(text => text.toLowerCase() === feature.yes).map(countOf)
    return { ...feature, indicator, fill: 2 * yes.reduce((a, b) => a + b, 0) > tally.count ? 1 : 0 }
  }
  const [mode] = [...sortNames([...texts.keys()])].sort((a, b) => countOf(b) - countOf(a))
  return feature.kind === 'categorical' ? { ...feature, indicator, fill: mode! } : feature
}

/** The most frequent number, the least of them where there are several; `undefined` where they were too many to be counted. */
function modeOf({ counts }: NumberTally): number | undefined {
  let [mode, most] = [undefined as number | undefined, 0]
  for (const [value, count] of counts)
    if (count > most || (count === most && value < mode!)) [mode, most] = [value, count]
  return mode
}
