// Numbers, dimensions, symbols and their indices: what is written in place of another.

import { isScalar } from '../../meaning/node.js'
import { call, minus, number, plus, power, quotient, sum, symbol, transposed } from '../../text/make.js'
import type { Index, SymbolExpr } from '../../text/tree.js'
import { type Edit, edit, type Rule, type RuleFor } from './edit.js'

/** An index: another in force, without a shift, with one. */
export const indexRule: Rule = function* ({ node }, _context, { indices }) {
  // What is tried first gives the change its name.
  if (node.kind === 'add') for (const { value } of node.terms) yield edit('shift', node, value, 1)
  for (const { expr } of indices) yield edit('index', node, expr, 1)
  if (node.kind === 'symbol' && node.indices.length > 0) {
    for (const negative of [true, false])
      yield edit('shift', node, sum(plus(node), { negative, value: number(1) }), 1.5)
  }
}

/** A number. */
export const numberRule: RuleFor<'number'> = function* (node, _place, { dims }, { deltas, entries }) {
  for (const value of [0, 1, 2, 3, 4, 0.5, node.value + 1, node.value - 1])
    if (value !== node.value) yield edit('constant', node, number(value), 1)
  for (const dim of dims) yield edit('constant', node, symbol(dim), 1)
  for (const dim of dims) yield edit('constant', node, quotient(number(1), symbol(dim)), 1.2)
  for (const delta of deltas) yield edit('delta', node, delta, 1.3)
  for (const entry of entries) yield edit('symbol', node, entry, 1.2)
}

/** A dimension, or an ordinary symbol. */
export const symbolRule: RuleFor<'symbol'> = function* (node, place, context, words) {
  const { problem, names, dims } = context
  if (dims.includes(node.name) && node.indices.length === 0) {
    yield* dimensionEdits(node, dims)
    return
  }
  const { symbols } = problem.context
  if (!symbols.has(node.name)) return
  const axes = problem.axesOf(node.name)!
  for (const name of names) {
    if (name === node.name || symbols.get(name)!.kind === 'class') continue
    const others = problem.axesOf(name)!
    if (others.length !== axes.length) continue
    if (others.every((dim, i) => dim === axes[i])) yield edit('symbol', node, { ...node, name }, 1)
    else if (node.indices.length === 0 && others.every((dim, i) => dim === axes[axes.length - 1 - i]))
      yield edit('symbol', node, transposed({ ...node, name }), 1.5)
  }
  const { indices } = node
  for (let i = 0; i < indices.length; i++) {
    for (let k = i + 1; k < indices.length; k++) {
      const swapped = indices.map(
        (index, j): Index => (j === i ? indices[k]! : j === k ? indices[i]! : index),
      )
      yield edit('index', node, { ...node, indices: swapped }, 1)
    }
  }
  // Two indices wrong at once, and other symbols at other indices.
  for (const entry of words.entries) {
    if (entry.name === node.name && indices.length > 1) yield edit('index', node, entry, 1.4)
    else if (place.type === undefined || isScalar(place.type)) yield edit('symbol', node, entry, 1.5)
  }
}

function* dimensionEdits(node: SymbolExpr, dims: readonly string[]): IterableIterator<Edit> {
  for (const dim of dims) if (dim !== node.name) yield edit('dimension', node, symbol(dim), 1)
  yield edit('dimension', node, number(1), 1)
  yield edit('dimension', node, number(2), 1.1)
  yield edit('dimension', node, sum(plus(node), minus(number(1))), 1.2)
  yield edit('dimension', node, sum(plus(node), plus(number(1))), 1.2)
  yield edit('dimension', node, power(node, 2), 1.2)
  yield edit('dimension', node, call('sqrt', node), 1.2)
  yield edit('reciprocal', node, quotient(number(1), node), 1.1)
}
