// Definitions: what stands on the right, with the labels of the left side as axes.
import type { Declared } from '../../given/index.js'
import { attempt, type Expr, LanguageError } from '../../text/index.js'
import type { Lowered, Lowerer } from '../lowerer.js'
import { dimOf, type Node, spoken } from '../node.js'
import { rangesWithin } from '../scope.js'
import { withEntries } from './entries.js'
import { withSummed } from './summed.js'

/** What a definition comes to. */
export function lowerDefinition(problem: Lowerer, symbol: Declared): Lowered {
  const { labels, readings } = symbol.definition!
  const lowered = (expr: Expr): Lowered => {
    const whole = { sides: [withEntries(expr, problem)], conditions: [], labels }
    const [side] = withSummed(whole, problem).sides
    return asSymbol(lowerDefined(problem, side!, labels, symbol), labels, symbol)
  }
  try {
    const [expr, ...others] = readings.all
    if (others.length === 0) return lowered(expr!)
    const [first, ...more] = readings.all.flatMap(reading => attempt(() => lowered(reading)) ?? [])
    if (first !== undefined && more.every(({ node }) => node === first.node)) return first
    throw readings.unclear
  } catch (error) {
    throw error instanceof LanguageError ? error.in(problem.source) : error
  }
}

/** The right side of a definition; each label of the left side must be used there, and no other. */
function lowerDefined(problem: Lowerer, expr: Expr, labels: readonly string[], symbol: Declared): Node {
  const uses = rangesWithin([expr], problem)
  for (const name of uses.keys()) {
    if (!labels.includes(name)) {
      throw new LanguageError(
        'ambiguous',
        `the index ${name} is on the right only: is it summed, or is ${spoken(symbol.name)} meant for each ${name}?`,
        uses.get(name)!.span,
        [
          `Write \\sum_${name} to sum.`,
          `Write ${spoken(symbol.name)}_{${[...labels, name].join('')}} on the left for each.`,
        ],
      )
    }
  }
  for (const name of labels) {
    if (!uses.has(name))
      throw new LanguageError(
        'ambiguous',
        `the index ${name} on the left has no range: nothing on the right is indexed by it`,
        symbol.span,
        [`Leave ${name} out, or use it on the right.`],
      )
  }
  return problem.lower(expr, problem.scopeFor(labels.map(name => [name, uses.get(name)!.dim] as const)))
}

/** A node as a symbol, whose leading axes are those of the labels on its left side. */
function asSymbol(node: Node, names: readonly string[], symbol: Declared): Lowered {
  const labels = names.map(name => node.type.labels.find(label => label.startsWith(`${name}|`)))
  const missing = labels.indexOf(undefined)
  if (missing >= 0)
    throw new LanguageError(
      'context',
      `${spoken(symbol.name)} does not depend on its index ${names[missing]}`,
      symbol.span,
    )
  const known = labels.filter(label => label !== undefined)
  const { rows, cols } = node.type
  const positional = [rows, cols].filter(dim => dim !== '1')
  const axes = [...known.map(label => dimOf(label)), ...positional]
  const scalar = positional.length === 0
  return {
    node,
    labels: known,
    axes,
    family: scalar ? symbol.above : known.length,
    row: rows === '1' && cols !== '1',
  }
}
