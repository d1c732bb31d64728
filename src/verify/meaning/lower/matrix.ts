// Matrices of entries and blocks, and those whose rows or columns are a pattern along an index.
import { productOfDims, sumOfDims } from '../../terms/index.js'
import { type Expr, LanguageError, type Of, type Span } from '../../text/index.js'
import type { Bound, Lowerer } from '../lowerer.js'
import { isScalar, isSquare, labelsOf, type Node, shapeText } from '../node.js'
import type { Scope } from '../scope.js'
import { fitted, unsized } from './sum.js'

/** \begin{bmatrix} A & b \\ c^\top & 0 \end{bmatrix} */
export function lowerMatrix(problem: Lowerer, { rows, list, span }: Of<'matrix'>, scope: Scope): Node {
  const nodes = rows.map(row => row.map(cell => problem.lower(cell, scope)))
  if (list) refuseList(nodes[0]!, span)
  const columns = rows[0]!.map((_, c) => nodes.map(row => row[c]!))
  const heights = nodes.map((row, r) => extentOf(row, 'rows', rows[r]!))
  const widths = columns.map((column, c) =>
    extentOf(
      column,
      'cols',
      rows.map(row => row[c]!),
    ),
  )
  // Zeros below a block may be a row of them, or a block as well.
  const vague = [nodes, columns].some((lines, k) =>
    lines.some(line => line.every(isZero) && [widths, heights][k]!.some(extent => extent !== '1')),
  )
  if (vague) throw unsized(span)
  const blocks = nodes.flatMap((row, r) =>
    row.map((node, c) => {
      const [height, width] = [heights[r]!, widths[c]!]
      if (height === '?' || width === '?') throw unsized(rows[r]![c]!.span)
      const own = fitted(problem, node, height, width)
      const { type } = own
      if ((type.rows === height && type.cols === width) || isZero(own)) return own
      throw new LanguageError(
        'ambiguous',
        `${shapeText(type)} in the place of a block of ${height}×${width}`,
        rows[r]![c]!.span,
        ['Only 0 stands for a block: write c \\mathbf{1} \\mathbf{1}^\\top, or c I.'],
      )
    }),
  )
  return problem.graph.make({ op: 'block', rows: heights, cols: widths }, blocks, {
    labels: labelsOf(blocks),
    rows: sumOfDims(heights),
    cols: sumOfDims(widths),
    sort: 'real',
  })
}

const isZero = ({ operation }: Node): boolean => operation.op === 'number' && operation.value === 0

/** The rows of what stands side by side, or the columns of what stands one below another. */
function extentOf(line: readonly Node[], axis: 'rows' | 'cols', cells: readonly Expr[]): string {
  const sized = line
    .map((node, i) => ({ node, i }))
    .filter(({ node }) => !isZero(node) && node.type[axis] !== '?')
  const larger = sized.find(({ node }) => node.type[axis] !== '1') ?? sized[0]
  if (larger === undefined) return line.some(node => !isZero(node)) ? '?' : '1'
  const extent = larger.node.type[axis]
  for (const { node, i } of sized) {
    if (node.type[axis] === extent || isScalar(node.type)) continue
    const how = axis === 'rows' ? 'side by side' : 'one below the other'
    throw new LanguageError(
      'shape',
      `${shapeText(larger.node.type)} and ${shapeText(node.type)} do not fit ${how}`,
      cells[i]!.span,
    )
  }
  return extent
}

/** [h, x] of columns, and [A, B] of square matrices, are written for other things as well. */
function refuseList(cells: readonly Node[], span: Span): void {
  const refuse = (reason: string, ways: readonly string[]): never => {
    throw new LanguageError('ambiguous', reason, span, ways)
  }
  const beside = 'Write \\begin{bmatrix} a & b \\end{bmatrix} for side by side.'
  if (cells.every(({ type }) => type.cols === '1' && type.rows !== '1'))
    refuse('a list of columns: side by side, or one below another?', [
      'Write \\begin{bmatrix} a \\\\ b \\end{bmatrix} for one below another.',
      beside,
    ])
  if (cells.length === 2 && cells.every(({ type }) => isSquare(type)))
    refuse('two square matrices in brackets: side by side, or their commutator?', [
      beside,
      'Write A B - B A for the commutator.',
    ])
}

/** Rows, or columns, from a pattern: \begin{bmatrix} x_1 \\ \vdots \\ x_n \end{bmatrix}. */
export function lowerRun(problem: Lowerer, expr: Of<'big'>, scope: Scope): Node {
  const { label, inner } = problem.bound(expr, scope)
  const body = problem.lower(expr.body, inner)
  const along = expr.op === 'rows' ? 'rows' : 'cols'
  if (body.type[along] !== '1')
    throw new LanguageError(
      'ambiguous',
      `${shapeText(body.type)} in each ${along === 'rows' ? 'row' : 'column'} of a matrix: is it turned, or do blocks follow one another?`,
      expr.span,
      ['Write x_1^\\top, \\dots, x_n^\\top for rows, x_1, \\dots, x_n side by side for columns.'],
    )
  const own = label.type.labels[0]!
  return problem.graph.make({ op: 'tabulate', along, label: own }, [body], {
    labels: labelsOf([body]).filter(other => other !== own),
    rows: along === 'rows' ? dimFrom(own) : body.type.rows,
    cols: along === 'cols' ? dimFrom(own) : body.type.cols,
    sort: 'real',
  })
}

const dimFrom = (label: string): string => label.slice(label.lastIndexOf('|') + 1)

/** The label of a pattern that begins at `from`, and the value of its index. */
export function boundRun(problem: Lowerer, { index, range, span }: Of<'big'>, scope: Scope): Bound {
  const depth = scope.depth + 1
  const { from, to } = range
  const first = from?.kind === 'number' ? from.value : undefined
  const label = problem.graph.label(`#${depth}|${countOf(problem, to, first, span)}`)
  const shifted =
    first === undefined || first === 1
      ? label
      : problem.graph.make(
          { op: 'add', signs: [false, first < 1] },
          [label, problem.graph.number(Math.abs(first - 1))],
          label.type,
        )
  return {
    label,
    inner: {
      labels: new Map([...scope.labels, [index, shifted] as const]),
      depth,
      bound: new Map([...scope.bound].filter(([name]) => name !== index)),
      ...(scope.moved && { moved: scope.moved }),
    },
    bounds: [],
  }
}

/** The number of values from a number up to an end, as an extent. */
function countOf(problem: Lowerer, end: Expr | undefined, from: number | undefined, span: Span): string {
  const refuse = (): never => {
    throw new LanguageError('unsupported', 'how many entries are these? Their number is no size', span, [
      'Let the index run from 1 to a dimension, as in x_1, …, x_n.',
    ])
  }
  if (end === undefined || from === undefined) return refuse()
  let [names, plus] = [[] as string[], 1 - from]
  const terms = end.kind === 'add' ? end.terms : [{ negative: false, value: end }]
  for (const { negative, value } of terms) {
    if (value.kind === 'number') plus += negative ? -value.value : value.value
    else if (value.kind === 'symbol' && !negative && problem.isDim(value.name)) names = [...names, value.name]
    else refuse()
  }
  if (plus < 0 || (names.length === 0 && plus < 1)) refuse()
  const all = plus === 0 ? names : [...names, String(plus)]
  return productOfDims('1', sumOfDims(all))
}
