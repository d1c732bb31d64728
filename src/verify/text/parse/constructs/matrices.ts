// Matrices of entries: \begin{bmatrix} a & b \\ c & d \end{bmatrix}, [a, b; c, d], with dots or without.

import { isMatrix } from '../../lex/signs.js'
import type { Token } from '../../lex/token.js'
import { NOWHERE } from '../../make.js'
import type { Span } from '../../source.js'
import type { Expr, Of } from '../../tree.js'
import type { Cursor } from '../cursor.js'
import { apart, freshLetter, type Pattern, patternOf, placed } from '../dots.js'

/** What stands in a cell: dots stand for what is between their neighbours. */
type Cell = Expr | { readonly kind: 'dots' | 'blank'; readonly span: Span }

const isExpr = (cell: Cell | undefined): cell is Expr =>
  cell !== undefined && cell.kind !== 'dots' && cell.kind !== 'blank'

/** Whether a matrix in an environment is next. */
export const seesMatrix = (cursor: Cursor): boolean =>
  cursor.peek().type === 'sign' && isMatrix(cursor.peek().text)

/**
 * Passes an array without brackets behind a matrix where it only says what the rows are; whether it was one. Where the product
 * fits as well, nobody can know.
 */
export function passLabels(cursor: Cursor): boolean {
  if (!cursor.seesAny(['\\begin{array}', '\\begin{matrix}'])) return false
  if (!/^(\\end\{.*|\)|\])$/.test(cursor.last.text)) return false
  const behind = cursor.closing()! + 1
  const span = { start: cursor.peek().start, end: cursor.at(behind - 1).end }
  const way = cursor.choose('an array beside a matrix: a factor, or names of its rows?', span, [
    'Put brackets around the factor.',
    'Leave the names of the rows out.',
  ])
  if (way === 0) return false
  cursor.moveTo(behind)
  return true
}

/** \begin{bmatrix} … \end{bmatrix}, which is next; between bars it is a determinant. */
export function matrix(cursor: Cursor): Expr {
  const close = cursor.closing()!
  const open = cursor.next()
  const rows = cursor.bracketed(() => cellsUpTo(cursor, close, '&', '\\\\'))
  cursor.next()
  const span = cursor.since(open)
  const of = matrixOf(cursor, rows, span)
  return open.text === '\\begin{vmatrix}' ? { kind: 'call', fn: 'bars', args: [of], span } : of
}

/** [a, b; c, d], whose first cell has been read; `row` where it is a list in parentheses, which stands for a row. */
export function listed(cursor: Cursor, first: Cell, close: number, open: Token): Expr {
  const rows = cellsUpTo(cursor, close, ',', ';', first)
  cursor.next()
  const of = matrixOf(cursor, rows, cursor.since(open))
  return of.kind === 'matrix' && of.rows.length === 1 ? { ...of, list: true } : of
}

/**
 * The column of a list whose first entry has been read, up to the bracket that closes it: diag(a_1, …, a_n). It has no text
 * of its own.
 */
export function columnOf(cursor: Cursor, first: Expr, close: number): Expr {
  const [row] = cellsUpTo(cursor, close, ',', ';', first)
  return matrixOf(
    cursor,
    row!.map(cell => [cell]),
    NOWHERE,
  )
}

/** A matrix with the place of what holds it, where it has none of its own; its entries keep theirs. */
export const placedIn = (of: Expr, span: Span): Expr =>
  of.kind === 'matrix' ? { ...of, span } : placed(of, span)

/** Dots that stand for what is between their neighbours, where they are next. */
export function dots(cursor: Cursor): Cell | undefined {
  if (!cursor.seesAny(['…', '⋮', '⋱'])) return undefined
  const token = cursor.next()
  return { kind: 'dots', span: { start: token.start, end: token.end } }
}

/** Cells in rows, up to the place of what closes them. */
function cellsUpTo(
  cursor: Cursor,
  close: number,
  beside: string,
  below: string,
  first?: Cell,
): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [[]]
  let begun = first
  for (;;) {
    const cell = begun ?? cellOf(cursor, beside, below, close)
    begun = undefined
    rows.at(-1)!.push(cell)
    if (cursor.place >= close) break
    if (cursor.take(below)) {
      // A break behind the last row begins none.
      if (cursor.place >= close) break
      rows.push([])
    } else if (!cursor.take(beside))
      cursor.refuse(
        `expected '${beside}', '${below}' or the end of the matrix, found ${cursor.found()}`,
        cursor.peek(),
      )
  }
  return rows
}

function cellOf(cursor: Cursor, beside: string, below: string, close: number): Cell {
  const at = cursor.peek()
  while (cursor.take('quad'));
  const ends = (): boolean => cursor.place >= close || cursor.sees(beside) || cursor.sees(below)
  const cell = ends()
    ? { kind: 'blank' as const, span: { start: at.start, end: at.start + 1 } }
    : (dots(cursor) ?? cursor.deeper(() => cursor.rules.sum(cursor)))
  while (cursor.take('quad'));
  return cell
}

/** What cells in rows come to. */
export function matrixOf(cursor: Cursor, rows: readonly (readonly Cell[])[], span: Span): Expr {
  const [first] = rows
  const width = Math.max(...rows.map(row => row.length))
  // In [a, …; …; c, …] a row of dots may be a single one.
  const full = rows.map(row => {
    const [only] = row
    return row.length === 1 && only!.kind === 'dots' ? Array.from({ length: width }, () => only!) : row
  })
  const short = full.find(row => row.length !== width)
  if (short !== undefined)
    cursor.refuse(`a row of ${short.length} in a matrix with ${width} columns`, short[0]!.span)
  const [only] = first!
  if (rows.length === 1 && width === 1 && isExpr(only)) return only
  return diagonalOf(cursor, full, span) ?? rectangle(cursor, full, span)
}

/** d_1, d_2, ⋱, d_n along the diagonal, and nothing or 0 elsewhere. */
function diagonalOf(cursor: Cursor, rows: readonly (readonly Cell[])[], span: Span): Expr | undefined {
  if (rows.length !== rows[0]!.length || rows.length < 3) return undefined
  const isZero = (cell: Cell): boolean => cell.kind === 'number' && cell.value === 0
  const apartFrom = rows.flatMap((row, r) => row.filter((_, c) => c !== r))
  if (!apartFrom.every(cell => !isExpr(cell) || isZero(cell))) return undefined
  const diagonal = rows.map((row, r) => row[r]!)
  if (diagonal.filter(cell => cell.kind === 'dots').length !== 1) return undefined
  if (apartFrom.some(cell => cell.kind === 'dots') && !apartFrom.some(isZero)) return undefined
  const column = matrixOf(
    cursor,
    diagonal.map(cell => [cell]),
    span,
  )
  return { kind: 'call', fn: 'diag', args: [column], span }
}

function rectangle(cursor: Cursor, rows: readonly (readonly Cell[])[], span: Span): Expr {
  const blank = rows.flat().find(cell => cell.kind === 'blank')
  if (blank !== undefined)
    cursor.refuse('nothing stands in this entry of the matrix', blank.span, ['Write 0 for zeros.'])
  const columns = rows[0]!.map((_, c) => rows.map(row => row[c]!))
  const isDots = (line: readonly Cell[]): boolean => line.every(cell => cell.kind === 'dots')
  const [across, down] = [columns.findIndex(isDots), rows.findIndex(isDots)]
  const used: string[] = []
  const letter = (): string => {
    used.push(freshLetter(cursor, rows.flat().filter(isExpr), used))
    return used.at(-1)!
  }
  const i = down < 0 ? undefined : letter()
  const j = across < 0 ? undefined : letter()
  const lines = rows.flatMap((row, r): readonly Cell[] =>
    r === down
      ? [row[0]!]
      : [
          j === undefined
            ? inRow(cursor, row, r, rows.length, span)
            : lineOf(cursor, row, 'columns', j, span),
        ],
  )
  if (i !== undefined) return lineOf(cursor, lines, 'rows', i, span)
  if (j !== undefined && lines.length > 1) return stacked(cursor, lines, j, span)
  if (j !== undefined) return lines[0] as Expr
  return {
    kind: 'matrix',
    rows: lines.map(line => (rows[0]!.length === 1 ? [line as Expr] : (line as Of<'matrix'>).rows[0]!)),
    span,
  }
}

/** A row without dots. */
function inRow(cursor: Cursor, row: readonly Cell[], r: number, height: number, span: Span): Expr {
  const cells = row.map((cell, c): Expr => {
    if (!isExpr(cell))
      return cursor.refuse('dots beside entries: a whole row or column of them is read', cell.span)
    // In the place of w_{11} there are two indices.
    const isPlaced =
      height > 1 &&
      row.length > 1 &&
      cell.kind === 'symbol' &&
      cell.indices.length === 1 &&
      placedAt(cell, r, c)
    return isPlaced ? apart(cell, 2) : cell
  })
  return cells.length === 1 ? cells[0]! : { kind: 'matrix', rows: [cells], span }
}

/** Whether an entry bears the number of its row and that of its column, in one. */
function placedAt({ indices }: Of<'symbol'>, r: number, c: number): boolean {
  const [index] = indices
  return index !== ':' && index?.kind === 'number' && String(index.value) === `${r + 1}${c + 1}`
}

/** A row or column with dots in it, as a pattern. */
function lineOf(
  cursor: Cursor,
  line: readonly Cell[],
  op: 'rows' | 'columns',
  index: string,
  span: Span,
): Expr {
  const at = line.findIndex(cell => cell.kind === 'dots')
  const [middle, last] = [line[at], line[at + 1]]
  const before = line.slice(0, Math.max(0, at))
  if (middle === undefined || !isExpr(last) || at + 2 !== line.length || !before.every(isExpr))
    return cursor.refuse(
      'dots stand before the last entry of a row or column here',
      (middle ?? line[0]!).span,
    )
  const pattern = patternOf(cursor, before, last, middle.span, index)
  if (pattern.taken < before.length)
    cursor.unclear('what stands before these dots does not lead up to what is behind them', middle.span, [
      'Write each entry by its indices.',
    ])
  return run(op, pattern, span)
}

/** Rows or columns from a pattern, counted from 1. */
export function run(op: 'rows' | 'columns', { index, from, to, body }: Pattern, span: Span): Expr {
  return {
    kind: 'big',
    op,
    index,
    range: { kind: 'stretch', from: { kind: 'number', value: from, span }, to: placed(to, span) },
    where: undefined,
    body: placed(body, span),
    span,
  }
}

/** Rows that are each a pattern along the same index, one below another. */
function stacked(cursor: Cursor, lines: readonly Cell[], index: string, span: Span): Expr {
  const all = lines as readonly Of<'big'>[]
  const ends = new Set(
    all.map(({ range }) =>
      JSON.stringify([range.from, range.to], (key, v) => (key === 'span' ? undefined : v)),
    ),
  )
  if (ends.size > 1) cursor.refuse('the rows of this matrix are not equally long', lines[1]!.span)
  const rows = all.map(({ body }) => [body])
  return { ...all[0]!, index, body: { kind: 'matrix', rows, span }, span }
}
