// Changes in words, and the formula with the change in it.

import type { Diagnosis, Repair } from '../report/report.js'
import { print, type Style } from '../text/print/print.js'
import { TIGHT } from '../text/print/style.js'
import type { Expr } from '../text/tree.js'
import type { Found } from './search.js'
import type { Edit } from './slips/index.js'

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
export function wantedTightness(root: Expr, node: Expr, parent: Expr | undefined): number {
  if (node === root) return TIGHT.anything
  switch (parent?.kind) {
    case 'mul':
      return node === parent.factors.at(-1)!.value && parent.factors.at(-1)!.by !== 'over'
        ? TIGHT.product
        : TIGHT.factor
    case 'add':
      return TIGHT.sum + 0.5
    case 'pow':
      return node === parent.base ? TIGHT.base : TIGHT.anything
    case 'transpose':
    case 'call':
      return TIGHT.base
    case 'indexed':
      return TIGHT.bracket
    case 'big':
      return TIGHT.product
    case 'derivative':
      return TIGHT.factor
    default:
      return TIGHT.anything
  }
}

/** The source with edits made in it; `bracketed` where what was put in must not join with what is beside it. */
export function repairOf(
  source: string,
  edits: readonly Edit[],
  style: Style,
  tightness: (node: Expr) => number,
  bracketed = false,
): Repair {
  const changes = edits
    .map(({ node, by }) => {
      const { start, end } = node.span
      const atLeast = enclosed(source, start, end)
        ? TIGHT.anything
        : bracketed
          ? TIGHT.bracket
          : tightness(node)
      return { start, end, text: spaced(source, start, end, print(by, style, atLeast)) }
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

/** What a kind of change says, with the replacement behind it. */
const SAYING: Readonly<Record<string, string>> = {
  sign: 'a sign is wrong',
  transpose: 'a transpose is wrong',
  index: 'an index is wrong',
  shift: 'an index is shifted',
  delta: 'a case is lost',
  dimension: 'a count is wrong',
  constant: 'a number is wrong',
  symbol: 'a symbol is wrong',
  factor: 'a factor is wrong',
  term: 'a term is wrong',
  order: 'factors are combined wrongly',
  reciprocal: 'a quotient is upside down',
  power: 'a power is wrong',
  function: 'a function is wrong',
  complement: 'p stands for 1 − p, or the other way round',
  operator: 'the operator is wrong',
  sum: 'what is summed is wrong',
  axis: 'it runs over the wrong axis',
  range: 'it runs over the wrong range',
  condition: 'a condition is wrong',
  branches: 'the branches are exchanged',
  brackets: 'brackets are in the wrong place',
  exponent: 'a factor is on the wrong side of an exponent',
  derivative: 'a derivative is by the wrong symbol',
}

/** A sentence about a change. */
function sentence({ kind, slip }: Edit, before: string, after: string, text: (expr: Expr) => string): string {
  if (kind === 'layout') return 'only the layout is wrong: it is the transpose of the left side'
  if (kind === 'rewrite') return `several things are wrong; what would be right is ${after}`
  if (slip !== undefined) {
    const part = text(slip.part)
    const name = {
      factor: 'the factor',
      divisor: 'a division by',
      term: 'the term',
      'negative term': 'the term -',
    }[slip.what]
    return `${name}${name.endsWith('-') ? '' : ' '}${part} ${slip.missing ? 'is missing' : 'is one too many'}`
  }
  const said = SAYING[kind]
  return `${said === undefined ? '' : `${said}: `}replace ${before} by ${after}`
}

/** What was found, for the report. `readsAs` says whether a text is read as the repaired formula: what is printed must be. */
export function diagnosisOf(
  source: string,
  { edits, repaired }: Found,
  root: Expr,
  style: Style,
  tightness: (node: Expr) => number,
  readsAs: (patched: string) => boolean,
): Diagnosis {
  const whole: Edit = { kind: 'rewrite', node: root, by: repaired, cost: 0 }
  const ways = [
    () => repairOf(source, edits, style, tightness),
    () => repairOf(source, edits, style, tightness, true),
    () => repairOf(source, [whole], style, tightness),
  ]
  const repair = ways.map(way => way()).find(({ patched }) => readsAs(patched))
  const parts = edits.map(edit => {
    const one = repairOf(source, [edit], style, tightness)
    return sentence(edit, one.original, one.replacement, part => print(part, style, TIGHT.product))
  })
  return { kind: edits.map(({ kind }) => kind).join(' and '), message: parts.join('; and '), repair }
}
