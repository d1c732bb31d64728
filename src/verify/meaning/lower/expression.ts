// From what is written to what is meant: names to symbols, indices to axes, juxtaposition to products that fit.
import { type Expr, LanguageError } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, type Node } from '../node.js'
import type { Scope } from '../scope.js'
import { lowerBig } from './big.js'
import { lowerCall, lowerPower } from './call.js'
import { compared, lowerCases, lowerCondition } from './condition.js'
import { lowerNorm } from './norm.js'
import { isMarked, unmarked } from './notation.js'
import { lowerProduct } from './product.js'
import { lowerSum } from './sum.js'
import { lowerDerivative, lowerEntry, lowerSymbol } from './symbol.js'

/** The node of a formula. */
export function lowerExpression(problem: Lowerer, expr: Expr, scope: Scope): Node {
  switch (expr.kind) {
    case 'number':
      return problem.graph.number(expr.value, expr.digits)
    case 'symbol':
      return lowerSymbol(problem, expr, scope)
    case 'add':
      return lowerSum(problem, expr, scope)
    case 'mul':
      return lowerProduct(problem, expr, scope)
    case 'pow':
      return lowerPower(problem, expr, scope)
    case 'call':
      return lowerCall(problem, expr, scope)
    case 'transpose': {
      if (isMarked(expr)) return problem.lower(unmarked(problem, expr, scope), scope)
      const of = problem.lower(expr.of, scope)
      const { rows, cols } = of.type
      return isScalar(of.type)
        ? of
        : problem.graph.make({ op: 'transpose' }, [of], { ...of.type, rows: cols, cols: rows })
    }
    case 'big':
      return lowerBig(problem, expr, scope)
    case 'norm':
      return lowerNorm(problem, expr, scope)
    case 'iverson':
      return lowerCondition(problem, expr.condition, scope)
    case 'delta':
      return compared(problem, '=', expr.left, expr.right, scope)
    case 'cases':
      return lowerCases(problem, expr, scope)
    case 'derivative':
      return lowerDerivative(problem, expr, scope)
    case 'constant': {
      const size = expr.size ?? '?'
      if (size !== '?' && !problem.isDim(size))
        throw new LanguageError('name', `${size} is no dimension`, expr.span, [
          `Dimensions: ${problem.dims.join(', ')}`,
        ])
      const cols = expr.which === 'ones' ? '1' : size
      return problem.graph.make({ op: expr.which }, [], { labels: [], rows: size, cols, sort: 'real' })
    }
    case 'indexed':
      return lowerEntry(problem, expr, scope)
  }
}
