// Indices that are not where they belong: beside a name rather than below it, glued to it, or above it without brackets.
import { isName, isTransposeSign, type Token } from '../lex/token.js'
import type { Span } from '../source.js'
import type { SymbolExpr } from '../tree.js'
import { type Cursor, short } from './cursor.js'
import type { Attachments, Resolved } from './names.js'

/** Refuses lossi, where loss has indices: is the i one of them, or a factor? */
export function refuseGlued(cursor: Cursor, token: Token): void {
  const { names } = cursor
  const next = cursor.peek()
  const isGlued = token.run !== undefined && next.run === token.run && !next.spaced && cursor.last === token
  if (!isGlued || token.text.length < 2 || names.has(next.text)) return
  if (!names.has(`${token.text}_·`) && names.axes(token.text) === 0) return
  cursor.unclear(`'${short(token.run)}': is ${next.text} an index of ${token.text}, or a factor?`, token, [
    `Write ${token.text}_${next.text} for the index.`,
    `Put a space between them for the factor.`,
  ])
}

/** x_j^k where both x_j and x^{(k)}_j are declared: with the letter of the family an entry of a sample, with others it may be a power. */
export function sampleOf(cursor: Cursor, found: Resolved, { above }: Attachments): Resolved {
  const family = `${found.name}^·`
  if (above === undefined || found.above !== undefined || !cursor.names.has(family)) return found
  const [label, ...more] = cursor.tokens.slice(above.from, above.to)
  if (more.length > 0 || !isName(label!) || cursor.names.has(label.text) || isTransposeSign(label))
    return found
  if (cursor.names.lettersAbove?.(family).includes(label.text)) return { ...found, name: family }
  const way = cursor.choose(`'${label.text}' above ${found.name}: one of several, or a power?`, label, [
    `Write ${found.name}^{(${label.text})} for one of several.`,
    `Write (${found.name})^{${label.text}} for the power.`,
  ])
  return way === 0 ? { ...found, name: family } : found
}

/**
 * h_i y_i where h has two axes: an entry whose second index stands beside the first, rather than below the line. Only classes, and
 * labels that are an index elsewhere, are meant so.
 */
export function withBeside(cursor: Cursor, node: SymbolExpr): SymbolExpr | undefined {
  const { names } = cursor
  const name = names.has(node.name) ? node.name : node.name.toUpperCase()
  const axes = names.axes(name)
  const next = cursor.peek()
  if (!cursor.latex || cursor.indexing || !isName(next) || !names.has(name)) return undefined
  // How many axes a definition has is known once it is understood.
  if (axes !== undefined && node.indices.length !== axes - 1) return undefined
  // A size may be a factor.
  const isClass = names.isIndex(next.text) && names.axes(next.text) !== undefined
  if (!isClass && !isLabelElsewhere(cursor, next)) return undefined
  const back = cursor.place
  const index = cursor.deeper(() => cursor.rules.symbol(cursor))
  const span = { start: node.span.start, end: index.span.end }
  if (index.kind === 'symbol') {
    const written = (part: Span): string => cursor.source.slice(part.start, part.end)
    const reason = `'${written(span)}': an index beside the others, or a factor?`
    const way = cursor.choose(reason, index.span, [
      `Write ${written(node.span)
        .replace(/\}$/, '')
        .replace(/_(?=[^{])/, '_{')} ${written(index.span)}} for the index.`,
      `Put \\cdot in front of ${written(index.span)} for the factor.`,
    ])
    if (way === 0) return { ...node, indices: [...node.indices, index], span }
  }
  cursor.moveTo(back)
  return undefined
}

/** Whether a letter, which is next, is no name, has nothing that hangs on it, and stands below the line somewhere in the text. */
function isLabelElsewhere(cursor: Cursor, { text, type, run }: Token): boolean {
  // e, π and the d of a derivative are no labels.
  const alone = type === 'name' && run === undefined && /^[^eπdδI]\p{M}*$/u.test(text)
  if (!alone || cursor.names.has(text) || cursor.seesAny(['_', '^', "'", '('], 1)) return false
  return standsBelow(cursor, text)
}

/** Whether a letter stands below the line somewhere in the text. */
export const standsBelow = (cursor: Cursor, letter: string): boolean =>
  cursor.tokens.some((token, at) => {
    if (token.text !== '_') return false
    const below = cursor.tokens.slice(at + 1, (cursor.closing(at + 1) ?? at + 1) + 1)
    return below.some(other => other.text === letter)
  })
