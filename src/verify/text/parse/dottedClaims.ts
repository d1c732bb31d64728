// Dots between the rows of a system: v_1 = a_1, v_2 = a_2, ⋮, v_n = a_n.
import type { Token } from '../lex/token.js'
import { across } from '../source.js'
import type { Expr } from '../tree.js'
import { run } from './constructs/matrices.js'
import type { Cursor } from './cursor.js'
import { freshLetter, patternOf, placed } from './dots.js'
import { type Draft, seesEnd } from './draft.js'

const DOTS = ['⋮', '…', '⋱']

/** Whether a row of dots is next, with nothing else in it. */
export function seesDots(cursor: Cursor): boolean {
  let ahead = 0
  while (cursor.seesAny([...DOTS, '&', 'quad'], ahead)) ahead++
  return cursor.seesAny(DOTS) && seesEnd(cursor, ahead)
}

/** Passes a row of dots, which is next; the first of them. */
export function passDots(cursor: Cursor): Token {
  const first = cursor.peek()
  while (cursor.seesAny([...DOTS, '&', 'quad'])) cursor.next()
  return first
}

/** What dots between claims stand for: all that they lead from and to, as columns that are equal. */
export function claimOfDots(cursor: Cursor, before: readonly Draft[], next: Draft, first: Token): Draft {
  const dots = across(first, first)
  const column = ({ sides }: Draft): Expr => ({
    kind: 'matrix',
    rows: sides.map(side => [side]),
    span: across(sides[0]!.span, sides.at(-1)!.span),
  })
  const alike = before.filter(({ sides }) => sides.length === next.sides.length)
  const isPlain = [...before.slice(-1), next].every(
    ({ conditions, labels, steps }) =>
      conditions.length === 0 && labels.length === 0 && steps.every(({ relation }) => relation === '='),
  )
  if (alike.length === 0 || !isPlain)
    cursor.unclear('these dots between claims could stand for more than one thing', dots, [
      'Dots stand between equations in which a number counts up to a size: v_1 = …, v_2 = …, ⋮, v_n = ….',
    ])
  const formulas = alike.map(column)
  const last = column(next)
  const pattern = patternOf(cursor, formulas, last, dots, freshLetter(cursor, [...formulas, last]))
  const sides = pattern.body.kind === 'matrix' ? pattern.body.rows.map(([side]) => side!) : []
  return {
    first,
    sides: sides.map(body => placed(run('rows', { ...pattern, body }, dots), dots)),
    steps: next.steps.map(step => ({ ...step, span: dots })),
    conditions: [],
    labels: [],
    end: dots.end,
  }
}
