// Matrices of entries as they are written, with dots where rows or columns are a pattern.
import { instanceAt } from '../parse/dots.js'
import type { Expr, Of } from '../tree.js'
import type { Style, Write } from './style.js'

/** A cell: a formula, or dots of some direction. */
type Cell = Expr | '…' | '⋮' | '⋱'

const DOTS = { '…': '\\dots', '⋮': '\\vdots', '⋱': '\\ddots' } as const

/** Whether an operator makes rows or columns. */
export const isRun = ({ op }: Of<'big'>): boolean => op === 'rows' || op === 'columns'

/** A pattern at the first and the last value of its index. */
const ends = ({ body, index, range }: Of<'big'>): readonly [Expr, Expr] => [
  instanceAt(body, index, range.from!),
  instanceAt(body, index, range.to!),
]

/** The cells of a matrix, row by row. */
function cellsOf(expr: Expr): readonly (readonly Cell[])[] {
  if (expr.kind === 'matrix') return expr.rows
  if (expr.kind !== 'big' || !isRun(expr)) return [[expr]]
  const [first, last] = ends(expr).map(line => lineOf(line, expr.op))
  if (first === undefined || last === undefined) return [[expr]]
  if (expr.op === 'columns') return first.map((row, r) => [...row, '…', ...last[r]!])
  const between = first[0]!.map((cell): Cell => (cell === '…' ? '⋱' : '⋮'))
  return [...first, between, ...last]
}

/** The cells of a row or column of a pattern; a matrix of another shape is one cell. */
function lineOf(line: Expr, op: Of<'big'>['op']): readonly (readonly Cell[])[] {
  if (line.kind !== 'matrix') return op === 'rows' ? cellsOf(line) : [[line]]
  const fits = op === 'rows' ? line.rows.length === 1 : line.rows.every(row => row.length === 1)
  return fits ? line.rows : [[line]]
}

/** The text of a matrix, whose cells are looser than anything. */
export function matrixText(expr: Of<'matrix'> | Of<'big'>, { latex }: Style, write: Write): string {
  const rows = cellsOf(expr)
  const text = (cell: Cell): string => (typeof cell === 'string' ? (latex ? DOTS[cell] : '…') : write(cell))
  if (!latex)
    return `[${rows.map(row => (row.every(cell => cell === '⋮' || cell === '⋱') ? '…' : row.map(text).join(', '))).join('; ')}]`
  return `\\begin{bmatrix} ${rows.map(row => row.map(text).join(' & ')).join(' \\\\ ')} \\end{bmatrix}`
}
