// Changes in words, and the formula with the change in it.
import type { Expr } from '../language/ast.js'
import { print, type Style, tightnessOf } from '../language/print.js'
import type { Diagnosis, Repair } from '../report.js'
import type { Edit } from './edits.js'
import type { Found } from './search.js'

/** Whether a text is bracketed where a formula stands in it, so that what replaces it needs no brackets. */
const enclosed = (source: string, start: number, end: number): boolean => {
  const before = source.slice(0, start).trimEnd().at(-1)
  const after = source.slice(end).trimStart().at(0)
  return (
    (before === '(' && after === ')') ||
    (before === '{' && after === '}') ||
    (before === '[' && after === ']')
  )
}

/** How tightly the place of a node wants what stands there. */
export function wantedTightness(root: Expr, node: Expr, parentOf: (node: Expr) => Expr | undefined): number {
  if (node === root) return 0
  const parent = parentOf(node)
  switch (parent?.kind) {
    case 'mul': {
      const at = parent.factors.findIndex(({ value }) => value === node)
      return at < parent.factors.length - 1 ? 3 : 2
    }
    case 'add':
      return 1.5
    case 'pow':
      return node === parent.base ? 5 : 0
    case 'transpose':
      return 5
    case 'indexed':
      return 6
    case 'big':
      return 2
    case 'derivative':
      return 3
    case 'call':
      return 0
    default:
      return 0
  }
}

/** The source with edits made in it. */
export function repairOf(
  source: string,
  edits: readonly Edit[],
  style: Style,
  tightness: (node: Expr) => number,
): Repair {
  const changes = edits
    .map(({ node, by }) => {
      const { start, end } = node.span
      const atLeast = enclosed(source, start, end) ? 0 : tightness(node)
      const text = print(by, style, tightnessOf(by) < atLeast ? atLeast : 0)
      return { start, end, text: spaced(source, start, end, text) }
    })
    .sort((a, b) => a.start - b.start)
  let patched = source
  for (const { start, end, text } of [...changes].reverse())
    patched = patched.slice(0, start) + text + patched.slice(end)
  const first = changes[0]!
  const last = changes.at(-1)!
  const grown = changes
    .slice(0, -1)
    .reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0)
  return {
    span: { start: first.start, end: last.end },
    original: source.slice(first.start, last.end),
    replacement: patched.slice(first.start, last.start + grown + last.text.length),
    patched,
  }
}

/** A text that must not grow together with the letters beside it. */
function spaced(source: string, start: number, end: number, text: string): string {
  const before = source[start - 1] ?? ''
  const after = source[end] ?? ''
  const command = /\\[a-zA-Z]+$/.test(source.slice(0, start))
  return `${command && /^[a-zA-Z]/.test(text) ? ' ' : ''}${/[a-zA-Z]/.test(before) && /^[a-zA-Z]/.test(text) && !command ? ' ' : ''}${text}${/[a-zA-Z]/.test(after) && /[a-zA-Z]$/.test(text) ? ' ' : ''}`
}

/** A sentence about a change. */
function sentence(edit: Edit, before: string, after: string): string {
  if (edit.message !== undefined) return edit.message
  switch (edit.kind) {
    case 'sign':
      return `a sign is wrong: replace ${before} by ${after}`
    case 'transpose':
      return `a transpose is wrong: replace ${before} by ${after}`
    case 'index':
    case 'shift':
      return `an index is wrong: replace ${before} by ${after}`
    case 'delta':
      return `a case is lost: replace ${before} by ${after}`
    case 'dimension':
    case 'constant':
      return `a number is wrong: replace ${before} by ${after}`
    case 'factor':
      return `a factor is wrong: replace ${before} by ${after}`
    case 'term':
      return `a term is wrong: replace ${before} by ${after}`
    case 'axis':
    case 'range':
      return `it runs over the wrong range: replace ${before} by ${after}`
    case 'brackets':
      return `brackets are lost: replace ${before} by ${after}`
    case 'exponent':
      return `a factor is on the wrong side of an exponent: replace ${before} by ${after}`
    case 'rewrite':
      return `several things are wrong; what would be right is ${after}`
    default:
      return `replace ${before} by ${after}`
  }
}

/** What was found, for the report. */
export function diagnosisOf(
  source: string,
  { edits }: Found,
  style: Style,
  tightness: (node: Expr) => number,
): Diagnosis {
  const repair = repairOf(source, edits, style, tightness)
  const parts = edits.map(edit => {
    const one = repairOf(source, [edit], style, tightness)
    return sentence(edit, one.original, one.replacement)
  })
  return { kind: edits.map(({ kind }) => kind).join(' and '), message: parts.join('; and '), repair }
}
