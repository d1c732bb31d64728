// The fits that figures.json describes: what other libraries found, and the rows that they and we are given.
import { readFileSync } from 'node:fs'
import { readNpz } from '../../../src/data/tensors/index.js'
import { log, slice, type Tensor, tensor } from '../../../src/index.js'
import figures from './figures.json' with { type: 'json' }

/** What another library found. */
export interface Figure {
  /** The library, its version, and what it was told. */
  readonly by: string
  /** The mean loss and penalties at its coefficients. */
  readonly objective: number
  /** The largest slope there, for columns of deviation 1. */
  readonly gradient: number
  /** [d, k] row by row, for the columns as the fit takes them. */
  readonly coefficients: readonly number[]
  /** [k]; of a softmax they sum to 0. */
  readonly intercepts: readonly number[]
  /** Standard errors class by class, the intercept first; of a softmax against the first class. */
  readonly errors?: readonly number[]
}

/** A fit, and what others found. */
export interface Fit {
  readonly table: string
  readonly model: 'softmax' | 'logistic' | 'linear' | 'poisson'
  readonly l1?: number
  readonly l2?: number
  /** Whether the penalties are on columns of deviation 1. */
  readonly standardize?: boolean
  /** The first row, and the one behind the last. */
  readonly rows?: readonly [number, number]
  /** How many columns, from the first. */
  readonly columns?: number
  /** Whether the last column is an exposure, whose logarithm is added to the score. */
  readonly offset?: boolean
  /** Whether it takes longer than `npm test` has time for. */
  readonly whole?: boolean
  readonly figures: readonly Figure[]
}

/** All fits. */
export const fits: readonly Fit[] = figures as readonly Fit[]

/** The table and penalties of a fit, as a test names it. */
export const nameOf = ({ table, model, l1 = 0, l2 = 0 }: Fit): string =>
  [table, model, ...(l1 > 0 ? [`l1 ${round(l1)}`] : []), ...(l2 > 0 ? [`l2 ${round(l2)}`] : [])].join(', ')

const round = (x: number): number => Number(x.toPrecision(2))

/** What a fit is given. x : [n, d]; y : [n], from 0 for classes; offset : [n] */
export interface Given {
  readonly x: Tensor
  readonly y: Tensor
  readonly offset?: Tensor
}

const bytes = readFileSync(new URL('tables.npz', import.meta.url))

/** The rows of a fit. */
export function givenTo({ table, model, rows, columns, offset }: Fit): Given {
  const read = readNpz(bytes, { names: [`${table}.x`, `${table}.y`], dtype: 'float64' })
  const [all, labels] = [read.get(`${table}.x`)!, read.get(`${table}.y`)!]
  const d = columns ?? all.shape[1]! - (offset ? 1 : 0)
  const x = slice(all, [rows, [0, d]])
  const y = slice(labels, [rows])
  if (offset) return { x, y, offset: log(slice(all, [rows, d])) }
  if (model === 'linear' || model === 'poisson') return { x, y }
  const least = Math.min(...y.data)
  return {
    x,
    y: tensor(
      Array.from(y.data, v => v - least),
      { dtype: 'int32' },
    ),
  }
}
