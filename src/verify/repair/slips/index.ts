// The kinds of mistakes, and all single changes that they propose: the likeliest slips undone.

import type { Site } from '../../meaning/index.js'
import type { SlipKind } from '../../report/index.js'
import type { Vocabulary } from '../vocabulary.js'
import { axis } from './axis.js'
import { brackets, order } from './combination.js'
import { branches, condition } from './conditions.js'
import { delta } from './delta.js'
import { factor } from './factor.js'
import { complement, wrongFunction } from './function.js'
import { index, shift } from './indices.js'
import { path } from './path.js'
import { exponent, power, reciprocal } from './power.js'
import { operator, range } from './range.js'
import { rewrite } from './rewrite.js'
import { sign } from './sign.js'
import { constant, dimension } from './sizes.js'
import type { Aim, Change, Slip } from './slip.js'
import { sum } from './sum.js'
import { derivative, symbol } from './symbol.js'
import { term } from './term.js'
import { layout, transpose } from './transpose.js'

/** All kinds; where two come to the same formula at the same cost, the first gives the change its name. */
export const slips = {
  sign,
  transpose,
  layout,
  shift,
  index,
  delta,
  dimension,
  constant,
  symbol,
  factor,
  term,
  order,
  reciprocal,
  power,
  function: wrongFunction,
  complement,
  operator,
  sum,
  axis,
  range,
  branches,
  condition,
  brackets,
  exponent,
  derivative,
  path,
  rewrite,
} satisfies { readonly [K in SlipKind]: Slip }

const all = Object.entries(slips) as readonly (readonly [SlipKind, Slip])[]

/** A change, and the kind of mistake that it undoes. */
export interface Edit extends Change {
  readonly kind: SlipKind
}

const edits = (kind: SlipKind, changes: Iterable<Change> | undefined): readonly Edit[] =>
  changes === undefined ? [] : Array.from(changes, change => ({ kind, ...change }))

/** All single changes at a site. */
export const editsAt = (site: Site, words: Vocabulary): readonly Edit[] =>
  all.flatMap(([kind, slip]) => {
    const rule = site.role === 'index' ? slip.onIndex : slip.edits
    return edits(kind, rule?.(site, words))
  })

/** What the whole side lacks. */
export const editsOfRest = (aim: Aim): readonly Edit[] =>
  all.flatMap(([kind, slip]) => edits(kind, slip.onRest?.(aim)))

/** What may be meant by the whole side, by the slips whose turn it is. */
export const editsOfWhole = (aim: Aim, turn?: Slip['turn']): readonly Edit[] =>
  all.flatMap(([kind, slip]) => (slip.turn === turn ? edits(kind, slip.onWhole?.(aim)) : []))
