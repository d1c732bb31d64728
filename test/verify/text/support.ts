// What the tests of the language share: declared names, trees without their places, and all nodes of a tree.

import type { Names } from '../../../src/verify/text/parse/cursor.js'
import { cursorOver } from '../../../src/verify/text/parse/expression.js'
import { parseExpression, parseStatements } from '../../../src/verify/text/parse/statement.js'
import type { Style } from '../../../src/verify/text/print/print.js'
import { inSource, LanguageError } from '../../../src/verify/text/source.js'
import type { Condition, Expr, Index, Statement } from '../../../src/verify/text/tree.js'

export const tex = String.raw

/**
 * Names with blanks between; those of `above` bear an index above, those of `index` stand for indices, those of `functions` are
 * written with what they take: f(x,y), and behind their name with how many indices they bear: f[1](x).
 */
export function declare(plain: string, above = '', index = '', functions = ''): Names {
  const list = (text: string): string[] => text.split(' ').filter(name => name !== '')
  const taken = new Map(
    list(functions).map(written => {
      const [, name, borne = 0, text] = /^(.*?)(?:\[(\d)\])?\((.*)\)$/.exec(written)!
      const args = text!.split(',').map(arg => ({ text: arg, name: arg, isParameter: true, places: [] }))
      return [name!, { text: text!, args, isFunction: true, isOpen: true, borne: Number(borne) }] as const
    }),
  )
  const all = new Set([...list(plain), ...list(above), ...list(index), ...taken.keys()])
  return {
    has: name => all.has(name),
    above: name => (list(above).includes(name) ? 1 : 0),
    isIndex: name => list(index).includes(name),
    isPositive: () => false,
    words: new Set([...all].map(name => name.replace(/['^_].*/u, ''))),
    marks: new Set(),
    glued: new Set(),
    takes: name => taken.get(name),
    setOf: () => undefined,
    dependsOn: () => false,
    axes: () => undefined,
  }
}

/** The names that most tests speak of. */
export const NAMES = declare(
  "X Y Z W θ a b f p q z v w h λ μ L J loss prob ℓ ℓ̃ ℒ α ŷ y' W_1 W_2 b_out W^(2) W^(2)_out Loss ε v_c U^z a^z_t h_t-1 y^smooth J_neg-sample",
  'x t Δ',
  'y c S m n k N D',
  'φ(u) ψ(u,v) g_1(u) χ[1](u)',
)

export const STYLE: Style = { latex: true, names: NAMES }
export const PLAIN: Style = { ...STYLE, latex: false }

export const expr = (source: string, names = NAMES): Expr => parseExpression(source, names)
export const statements = (source: string, names = NAMES): readonly Statement[] =>
  parseStatements(source, names)

/** One condition, and nothing else. */
export const condition = (source: string, names = NAMES): Condition =>
  inSource(source, () => {
    const cursor = cursorOver(source, names)
    const found = cursor.rules.condition(cursor)
    if (cursor.peek().type !== 'end') cursor.stray()
    return found
  })

/** A statement that is alone in its text. */
export function statement(source: string, names = NAMES): Statement {
  const [only, ...more] = statements(source, names)
  if (only === undefined || more.length > 0) throw new Error(`${more.length + 1} statements in ${source}`)
  return only
}

/** How a sign was written, which only shapes tell the meaning of: X' and X^T, a · b and a b are one to the reader. */
const WRITTEN = ['dot', 'prime', 'letter', 'late', 'list', 'inside']

/** A tree without places. */
export function bare(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(bare)
  if (typeof tree !== 'object' || tree === null) return tree
  const entries = Object.entries(tree).filter(
    ([key, value]) => key !== 'span' && !WRITTEN.includes(key) && value !== undefined,
  )
  return Object.fromEntries(entries.map(([key, value]) => [key, bare(value)]))
}

/** How a text is refused: its error, and what the carets are under. */
export function refusal(read: () => unknown): { error: LanguageError; under: string } {
  try {
    read()
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return { error, under: error.source.slice(error.span.start, error.span.end) }
  }
  throw new Error('was not refused')
}

/** What is wrong with how a text is read; undefined where it is read, or refused with a place inside of it. */
export function troubleOf(text: string, read: (text: string) => unknown): string | undefined {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text
  try {
    read(text)
  } catch (error) {
    if (!(error instanceof LanguageError)) return `${shown}: ${error}`
    const { start, end } = error.span
    if (!(start >= 0 && start <= end && end <= text.length)) return `${shown}: refused at ${start}–${end}`
    if (/undefined|null|\[object/.test(error.reason)) return `${shown}: ${error.reason}`
  }
  return undefined
}

type Node = Expr | Condition

/** A node with the one that holds it. */
export interface Place {
  readonly node: Node
  readonly parent: Node | undefined
}

/** All formulas and conditions of a tree. */
export function nodesOf(node: Node, parent?: Node): readonly Place[] {
  return [{ node, parent }, ...childrenOf(node).flatMap(child => nodesOf(child, node))]
}

const indices = (list: readonly Index[]): Node[] => list.filter(index => index !== ':')

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'number':
    case 'constant':
      return []
    case 'symbol':
      return indices(node.indices)
    case 'add':
      return node.terms.map(({ value }) => value)
    case 'mul':
      return node.factors.map(({ value }) => value)
    case 'pow':
      return [node.base, node.exponent]
    case 'call':
      return node.args
    case 'apply':
      return [...(node.indices ?? []), ...node.args]
    case 'transpose':
    case 'differential':
      return [node.of]
    case 'norm':
      return typeof node.order === 'object' ? [node.of, node.order] : [node.of]
    case 'matrix':
      return node.rows.flat()
    case 'big': {
      const { from, to, list } = node.range
      return [from, to, list, node.where, node.body].filter(part => part !== undefined)
    }
    case 'iverson':
      return [node.condition]
    case 'delta':
    case 'compare':
      return [node.left, node.right]
    case 'cases':
      return node.branches.flatMap(({ value, condition }) => (condition ? [value, condition] : [value]))
    case 'derivative':
      return [node.of, ...node.by]
    case 'indexed':
      return [node.of, ...indices(node.indices)]
    case 'member':
      return [node.element, node.list]
    case 'and':
    case 'or':
      return node.parts
  }
}

/** Whether a node is a condition. */
export const isCondition = (node: Node): node is Condition =>
  ['compare', 'and', 'or', 'member'].includes(node.kind)
