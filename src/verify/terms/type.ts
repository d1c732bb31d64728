// Types of the claim language: the labels, rows and columns that a value has.

/** A label with its dimension, `i|m`: an axis by name. Bound labels are numbered, `#1|k`, so that renaming changes nothing. */
export type Label = string

/** What dimension a label runs over. */
export const dimOf = (label: Label): string => label.slice(label.lastIndexOf('|') + 1)
/** Along which dimension it is an index: its own; for a stretch, that of the axis which it reads. */
export const axisOf = (label: Label): string => dimOf(label).replace(/^.* of /, '')
/** Its name. */
export const nameOf = (label: Label): string => label.slice(0, label.lastIndexOf('|'))

/** A label belongs to each axis of a value; behind them come rows and columns, '1' where there is but one. */
export interface Type {
  readonly labels: readonly Label[]
  readonly rows: string
  readonly cols: string
  /** Indices count from 1. Truth values are 0 and 1. */
  readonly sort: 'real' | 'index' | 'truth'
}

/** The type of a plain number. */
export const NUMBER: Type = { labels: [], rows: '1', cols: '1', sort: 'real' }

/** Whether a type has one row and one column. */
export const isScalar = ({ rows, cols }: Type): boolean => rows === '1' && cols === '1'

/** Whether a type has as many columns as rows, and more than one. */
export const isSquare = ({ rows, cols }: Type): boolean => rows === cols && rows !== '1'

/** A number for each value of the labels of a type. */
export const scalarLike = ({ labels }: Type): Type => ({ ...NUMBER, labels })

/** The labels of several, sorted, each once. */
export function labelsOf(several: readonly { readonly type: Type }[]): readonly Label[] {
  const [first, ...rest] = several.map(({ type }) => type.labels)
  if (rest.every(labels => labels.length === 0)) return first ?? []
  return [...new Set(several.flatMap(({ type }) => type.labels))].sort()
}

/** Rows and columns as messages name them. */
export function shapeText(type: Type): string {
  if (isScalar(type)) return 'a number'
  if (type.cols === '1') return `a column of ${type.rows}`
  if (type.rows === '1') return `a row of ${type.cols}`
  return `${type.rows}×${type.cols}`
}
