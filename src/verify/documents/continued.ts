// Displays that begin with a relation: they go on from what was written before them, in a display or in a line of text.
import { attempt } from '../text/index.js'
import type { Block } from './block.js'
import type { CheckedClaim, Outcome } from './claims.js'
import { statesRelation } from './relations.js'

/** What may stand in front of a formula's first relation where its first side is missing: rows, arrows, spaces. */
const LEAD =
  /^(?:\\begin\{\w+\*?\}(?:\[[tcb]\]|\{[^{}]*\})?|&|\\(?:Rightarrow|implies|Longrightarrow|therefore|q?quad|displaystyle|[,;:! ])(?![a-zA-Z])|\s)*(?:=|\\(?:leq?|geq?)(?![a-zA-Z])|[<>≤≥])/

/** Whether a formula begins with a relation, so that its first side stands elsewhere. */
export const continues = (formula: string): boolean => LEAD.test(formula)

/** More sides than this of a formula within a line are not tried. */
const MOST = 8

/** The sides that a display may go on from, the likeliest first: the last of the display before it, or any of a nearer line. */
export function sidesBefore(
  block: Block,
  claims: readonly CheckedClaim[],
  inline: readonly Block[],
): readonly string[] {
  const { order } = block.map
  const line = inline.findLast(({ map, text }) => map.order < order && statesRelation(text))
  const claim = claims
    .filter(({ map }) => map.order < order)
    .sort((a, b) => a.map.order - b.map.order)
    .at(-1)
  if (line !== undefined && (claim === undefined || line.map.order > claim.map.order))
    return sidesIn(line.text).toReversed().slice(0, MOST)
  const right = claim?.report?.steps.at(-1)?.right
  return right === undefined ? [] : [claim!.source.slice(right.start, right.end)]
}

/** The sides of a formula, by its looks: what relations, commas and wide spaces part outside of brackets. */
function sidesIn(text: string): readonly string[] {
  const sides = ['']
  let depth = 0
  for (const [token] of text.matchAll(/\\q?quad(?![a-zA-Z])|\\[a-zA-Z]+|\\?[\s\S]/g)) {
    if (/^(?:[([{]|\\\{)$/.test(token)) depth++
    if (/^(?:[)\]}]|\\\})$/.test(token)) depth--
    const parts = depth === 0 && /^(?:[=,;]|\\q?quad|\\(?:approx|equiv|leq?|geq?))$/.test(token)
    if (parts) sides.push('')
    else sides.push(sides.pop()! + token)
  }
  return sides.map(side => side.trim()).filter(side => side !== '')
}

/** What comes of the first side from which a text goes on to claims that can be read, with sides of one shape. */
export function continuedFrom(
  sides: readonly string[],
  verify: (before: string | undefined) => readonly Outcome[],
): readonly Outcome[] {
  for (const side of sides.slice(0, -1)) {
    const outcomes = attempt(() => verify(side))
    if (outcomes?.every(isFitting)) return outcomes
  }
  return verify(sides.at(-1))
}

const isFitting = (outcome: Outcome): boolean =>
  !('error' in outcome) &&
  outcome.steps.every(({ verdict, counterexample }) => verdict !== 'refuted' || counterexample !== undefined)
