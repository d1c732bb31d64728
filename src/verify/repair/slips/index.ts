// Single changes to a formula, the likeliest slips undone: the mistakes that people make, read backwards.

import type { Place } from '../../meaning/sites.js'
import type { Expr } from '../../text/tree.js'
import { type Vocabulary, vocabularyOf } from '../vocabulary.js'
import { type Edit, type EditContext, edit } from './edit.js'
import { aroundRule, callRule, normRule, powerRule } from './functions.js'
import { constantRule, insertionRule, lostIndexRule, missingSumRule, signRule } from './insertions.js'
import { indexRule, numberRule, symbolRule } from './leaves.js'
import { bigRule, bracketRule, casesRule } from './ranges.js'
import { productRule, sumRule } from './sums.js'

export type { Edit, EditContext, Slip } from './edit.js'

/** All single changes at a place. */
export function* editsAt(place: Place, context: EditContext, words: Vocabulary): IterableIterator<Edit> {
  if (place.role === 'index') {
    yield* indexRule(place, context, words)
    return
  }
  yield* ownEdits(place.node, place, context, words)
  if (place.type === undefined || place.type.sort === 'real' || place.role === 'root') {
    yield* signRule(place, context, words)
    yield* constantRule(place, context, words)
    yield* aroundRule(place, context, words)
    yield* missingSumRule(place, context, words)
  }
  yield* lostIndexRule(place, context, words)
  yield* insertionRule(place, context, words)
}

/** Changes that depend on what a node is. */
function* ownEdits(
  node: Expr,
  place: Place,
  context: EditContext,
  words: Vocabulary,
): IterableIterator<Edit> {
  switch (node.kind) {
    case 'number':
      yield* numberRule(node, place, context, words)
      break
    case 'symbol':
      yield* symbolRule(node, place, context, words)
      break
    case 'add':
      yield* sumRule(node, place, context, words)
      break
    case 'mul':
      yield* productRule(node, place, context, words)
      break
    case 'pow':
      yield* powerRule(node, place, context, words)
      break
    case 'call':
      yield* callRule(node, place, context, words)
      break
    case 'transpose':
      yield edit('transpose', node, node.of, 1)
      break
    case 'norm':
      yield* normRule(node, place, context, words)
      break
    case 'big':
      yield* bigRule(node, place, context, words)
      break
    case 'iverson':
    case 'delta':
      yield* bracketRule(node, words)
      break
    case 'cases':
      yield* casesRule(node, place, context, words)
      break
    case 'constant':
      yield edit('symbol', node, { ...node, which: node.which === 'ones' ? 'identity' : 'ones' }, 1)
      break
    case 'derivative': {
      const [by] = node.by
      for (const name of context.names) {
        if (name !== by!.name && context.problem.axesOf(name)!.length === by!.indices.length)
          yield edit('derivative', node, { ...node, by: [{ ...by!, name }] }, 1.2)
      }
      break
    }
    case 'indexed':
  }
}

/** A vocabulary for each scope, made once. */
export function vocabularies({ problem, names }: EditContext): (place: Place) => Vocabulary {
  const known = new Map<unknown, Vocabulary>()
  return ({ scope }) => {
    const found = known.get(scope.labels) ?? vocabularyOf(problem, scope, names)
    known.set(scope.labels, found)
    return found
  }
}
