// Paths of the chain rule: an intermediate value by which the derivative goes as well, or a sum over it that is lost.

import { big, derivative, type Expr, plus, product, sum, symbol } from '../../text/index.js'
import { definedBetween } from '../parts.js'
import { freshIndices } from '../vocabulary.js'
import { type Aim, type Change, change, missing, replace, type Slip } from './slip.js'

/** At most so many intermediate values are tried. */
const VALUES = 8

/** What goes through a value that is computed in between: Σ_k ∂L/∂h_k ∂h_k/∂x. */
function* throughEach({ target, words, taken }: Aim): IterableIterator<Expr> {
  const { problem, scope } = target
  if (taken === undefined || taken.expr.by.length > 1 || taken.expr.nabla) return
  const { expr, node, by } = taken
  const values = definedBetween(problem, node.args[0]!, by)
  for (const name of values.slice(0, VALUES)) {
    if (expr.of.kind === 'symbol' && expr.of.name === name) continue
    const fresh = freshIndices(words.problem, scope, problem.axesOf(name)!.length)
    const value = symbol(name, ...fresh.map(letter => symbol(letter)))
    const way = product(derivative(expr.of, [value]), derivative(value, expr.by))
    yield fresh.reduceRight((body, letter) => big('sum', letter, body), way)
  }
}

/** Whether a formula speaks of derivatives itself. */
const speaksOfDerivatives = ({ sites }: Aim): boolean => sites.some(({ expr }) => expr.kind === 'derivative')

function* changes(aim: Aim): IterableIterator<Change> {
  const { expr } = aim.root
  const ways = [...throughEach(aim)]
  if (speaksOfDerivatives(aim)) for (const way of ways) yield change(expr, way, 1.2)
  for (const way of ways) yield change(expr, sum(plus(expr), plus(way)), 1.3, missing('the term', way))
}

export const path: Slip = {
  rule: 'paths',
  *onRest(aim) {
    if (speaksOfDerivatives(aim)) yield* changes(aim)
  },
  *onWhole(aim) {
    if (!speaksOfDerivatives(aim)) yield* changes(aim)
  },
  turn: 'last',
  says: replace('paths are missing'),
  example: {
    given: String.raw`
      x : real
      a = \sin x
      b = x^2
      f = a b + a`,
    wrong: String.raw`\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \frac{\partial a}{\partial x}`,
    message: String.raw`the term \frac{\partial f}{\partial b} \frac{\partial b}{\partial x} is missing; b was held constant; by the product rule, (f g)' = f' g + f g'`,
    right: String.raw`\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \frac{\partial a}{\partial x} + \frac{\partial f}{\partial b} \frac{\partial b}{\partial x}`,
  },
}
