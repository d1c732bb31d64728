// Changes in words, and the text with the changes made in it.

import type { Node, Site } from '../meaning/index.js'
import type { Diagnosis, Repair } from '../report/index.js'
import { edited, print, type Style, TIGHT } from '../text/index.js'
import type { Found } from './search.js'
import { type Edit, slips } from './slips/index.js'

/** Whether a text is bracketed where a formula stands in it, so that what replaces it needs no brackets. */
const enclosed = (source: string, start: number, end: number): boolean => {
  const before = source.slice(0, start).trimEnd().at(-1) ?? ''
  const after =
    source
      .slice(end)
      .trimStart()
      .replace(/^\\right\s*/, '')
      .at(0) ?? ''
  return ['()', '{}', '[]'].includes(before + after)
}

/** How tightly what stands at a site must hold together. */
function tightnessAt({ expr, parent }: Site): number {
  switch (parent?.kind) {
    case 'mul':
      return expr === parent.factors.at(-1)!.value && parent.factors.at(-1)!.by !== 'over'
        ? TIGHT.product
        : TIGHT.factor
    case 'add':
      return TIGHT.sum + 0.5
    case 'pow':
      return expr === parent.base ? TIGHT.base : TIGHT.anything
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

/** The text in which repairs are made. */
export interface Written {
  readonly source: string
  readonly style: Style
  readonly sites: readonly Site[]
  /** Whether a text is read as a node is meant. */
  readonly readsAs: (patched: string, node: Node) => boolean
}

/** The source with edits made in it; `bracketed` where what was put in must not join with what is beside it. */
function repairOf(
  edits: readonly Pick<Edit, 'at' | 'by'>[],
  { source, style, sites }: Written,
  bracketed = false,
): Repair {
  const changes = edits.map(({ at, by }) => {
    const { span } = at
    const { start, end } = span
    const site = sites.find(({ expr }) => expr === at)
    const wanted = bracketed ? TIGHT.bracket : site === undefined ? TIGHT.anything : tightnessAt(site)
    const atLeast = enclosed(source, start, end) ? TIGHT.anything : wanted
    return { span, text: spaced(source, start, end, print(by, style, atLeast)) }
  })
  const patched = edited(source, changes)
  const start = Math.min(...changes.map(({ span }) => span.start))
  const end = Math.max(...changes.map(({ span }) => span.end))
  return {
    span: { start, end },
    original: source.slice(start, end),
    replacement: patched.slice(start, end + patched.length - source.length),
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
function sentence(
  { kind, part, at }: Edit,
  { original, replacement }: Pick<Repair, 'original' | 'replacement'>,
  style: Style,
): string {
  const inLine = (code: string): string => code.replace(/\s+/g, ' ')
  if (part === undefined) return slips[kind].says(inLine(original), inLine(replacement))
  const { what, expr, missing } = part
  const text = print(expr, style, TIGHT.product)
  if (!missing && at.kind === 'add') {
    const alike = at.terms.filter(({ value }) => print(value, style, TIGHT.product) === text)
    if (alike.length > 1) return `the term ${text} is counted twice`
  }
  return `${what}${what.endsWith('-') ? '' : ' '}${text} ${missing ? 'is missing' : 'is one too many'}`
}

/** Whether a change is of something that stands in the text: the sum that KL(p ‖ q) is stands nowhere. */
const isPlaced = ({ at }: Pick<Edit, 'at'>): boolean => at.span.start >= 0

/** What is changed, and into what, as texts. */
const changeOf = (edit: Edit, written: Written): Pick<Repair, 'original' | 'replacement'> =>
  isPlaced(edit)
    ? repairOf([edit], written)
    : { original: print(edit.at, written.style), replacement: print(edit.by, written.style) }

/** What was found, for the report: its repair is the first way to write it that is read as it is meant. */
export function diagnosisOf({ edits, repaired, node }: Found, written: Written): Omit<Diagnosis, 'rule'> {
  const whole = { at: written.sites[0]!.expr, by: repaired }
  const ways = [
    ...(edits.every(isPlaced) ? [() => repairOf(edits, written), () => repairOf(edits, written, true)] : []),
    () => repairOf([whole], written),
  ]
  const repair = ways.map(way => way()).find(({ patched }) => written.readsAs(patched, node))
  const parts = edits.map(edit => sentence(edit, changeOf(edit, written), written.style))
  const [first, second] = edits.map(({ kind }) => kind)
  const kind = second === undefined ? first! : (`${first!} and ${second}` as const)
  return { kind, message: parts.join('; and '), repair }
}
