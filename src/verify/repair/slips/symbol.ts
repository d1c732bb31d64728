// Symbols: one in place of another of the same shape, and a derivative by another symbol.

import { isScalar, type Site } from '../../meaning/index.js'
import { type SymbolExpr, transposed } from '../../text/index.js'
import type { Vocabulary } from '../vocabulary.js'
import { isDimension } from './sizes.js'
import { type Change, change, replace, type Slip } from './slip.js'

/** Other symbols of the same axes, also of these turned, and entries where a number stands. */
function* others(expr: SymbolExpr, { type }: Site, words: Vocabulary): IterableIterator<Change> {
  const { problem, names, entries } = words
  const { symbols } = problem
  if (isDimension(expr, words) || !symbols.has(expr.name)) return
  const axes = problem.axesOf(expr.name)!
  for (const name of names) {
    if (name === expr.name || symbols.get(name)!.kind === 'class') continue
    const own = problem.axesOf(name)!
    if (own.length !== axes.length) continue
    if (own.every((dim, i) => dim === axes[i])) yield change(expr, { ...expr, name }, 1)
    else if (expr.indices.length === 0 && own.every((dim, i) => dim === axes[axes.length - 1 - i]))
      yield change(expr, transposed({ ...expr, name }), 1.5)
  }
  if (type !== undefined && !isScalar(type)) return
  for (const entry of entries)
    if (entry.name !== expr.name || expr.indices.length <= 1) yield change(expr, entry, 1.5)
}

export const symbol: Slip = {
  *edits(site, words) {
    const { expr } = site
    if (expr.kind === 'symbol') yield* others(expr, site, words)
    if (expr.kind === 'number') for (const entry of words.entries) yield change(expr, entry, 1.2)
    if (expr.kind === 'constant')
      yield change(expr, { ...expr, which: expr.which === 'ones' ? 'identity' : 'ones' }, 1)
  },
  says: replace('a symbol is wrong'),
  example: {
    given: String.raw`
      x, w : real[n]
      f = \sum_i w_i x_i`,
    wrong: String.raw`\frac{\partial f}{\partial w_i} = w_i`,
    message: 'a symbol is wrong: replace w_i by x_i',
    right: String.raw`\frac{\partial f}{\partial w_i} = x_i`,
  },
}

export const derivative: Slip = {
  *edits({ expr }, { problem, names }) {
    if (expr.kind !== 'derivative') return
    const by = expr.by[0]!
    for (const name of names)
      if (name !== by.name && problem.axesOf(name)!.length === by.indices.length)
        yield change(expr, { ...expr, by: [{ ...by, name }] }, 1.2)
  },
  says: replace('a derivative is by the wrong symbol'),
  example: {
    given: `
      a, b : real
      f = a^2 b`,
    wrong: String.raw`2 a b = \frac{\partial f}{\partial b}`,
    message: String.raw`a derivative is by the wrong symbol: replace \frac{\partial f}{\partial b} by \frac{\partial f}{\partial a}`,
    right: String.raw`2 a b = \frac{\partial f}{\partial a}`,
  },
}
