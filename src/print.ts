// How values look on a screen: aligned columns, long axes elided, shape and dtype first.
import type { DType } from './dtype.js'
import { formatShape, type Shape, stridesOf } from './shape.js'

interface Values {
  readonly shape: Shape
  readonly dtype: DType
  readonly data: ArrayLike<number>
}

/** More values than this are elided to the first and last `EDGE` of each axis. */
const LIMIT = 1000
const EDGE = 3

/**
 * A tensor as text.
 *
 * ```
 * float64 [2, 3]
 * [[1, 2, 3],
 *  [4, 5, 6]]
 * ```
 */
export function format(x: Values): string {
  const { shape, dtype, data } = x
  const head = `${dtype} ${formatShape(shape)}`
  if (data.length === 0) return `${head} ${shape.map(() => '[').join('')}${shape.map(() => ']').join('')}`
  const elided = data.length > LIMIT
  const picks = shape.map(n => visible(n, elided))
  const strides = stridesOf(shape)
  const shown: number[] = []
  visit(0, 0)
  const write = numberFormat(shown, dtype)
  const width = shown.reduce((most, v) => Math.max(most, write(v).length), 0)
  const body = render(0, 0)
  return shape.length > 1 ? `${head}\n${body}` : `${head} ${body}`

  function visit(axis: number, at: number): void {
    if (axis === shape.length) shown.push(data[at]!)
    else for (const i of picks[axis]!) if (i >= 0) visit(axis + 1, at + i * strides[axis]!)
  }

  function render(axis: number, at: number): string {
    if (axis === shape.length) return write(data[at]!).padStart(width)
    const parts = picks[axis]!.map(i => (i < 0 ? '…' : render(axis + 1, at + i * strides[axis]!)))
    const below = shape.length - axis - 1
    const separator = below === 0 ? ', ' : `,${'\n'.repeat(below)}${' '.repeat(axis + 1)}`
    return `[${parts.join(separator)}]`
  }
}

/** The indices of an axis that are shown; −1 stands for those left out. */
function visible(n: number, elided: boolean): number[] {
  if (!elided || n <= 2 * EDGE) return Array.from({ length: n }, (_, i) => i)
  return [0, 1, 2, -1, n - 3, n - 2, n - 1]
}

/** One notation for all the values, so that columns align: whole, fixed or scientific; six digits at most. */
function numberFormat(values: readonly number[], dtype: DType): (v: number) => string {
  if (dtype === 'bool') return v => (v === 0 ? 'false' : 'true')
  const finite = values.filter(Number.isFinite)
  const sizes = finite.filter(v => v !== 0).map(Math.abs)
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0)
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  let body: (v: number) => string
  if (finite.every(Number.isInteger) && largest < 1e15) body = String
  else if (largest >= 1e6 || largest < 1e-3 || largest / smallest > 1e6)
    body = v => v.toExponential(digits(finite, 5, 'e'))
  else {
    const decimals = digits(finite, Math.max(1, 6 - Math.max(1, Math.ceil(Math.log10(largest)))), 'f')
    body = v => v.toFixed(decimals)
  }
  return v => (Number.isNaN(v) ? 'NaN' : v === Infinity ? '∞' : v === -Infinity ? '-∞' : body(v))
}

/** The fewest decimals, at most `most`, that show every value as well as `most` would. */
function digits(values: readonly number[], most: number, style: 'e' | 'f'): number {
  let needed = 1
  for (const v of values) {
    const text = style === 'e' ? v.toExponential(most).split('e')[0]! : v.toFixed(most)
    needed = Math.max(needed, text.replace(/0+$/, '').length - text.indexOf('.') - 1)
  }
  return needed
}
