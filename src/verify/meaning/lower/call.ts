// Functions and powers: what their arguments must be, and what comes of them.
import { functionNamed, functionOf } from '../../terms/index.js'
import { LanguageError, type Of, type Span } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, labelsOf, type Node, scalarLike, shapeText } from '../node.js'
import type { Scope } from '../scope.js'
import { multiplied, unbarred } from './notation.js'
import { refusing } from './sum.js'

/** f(a) and f(a, b). */
export function lowerCall(problem: Lowerer, call: Of<'call'>, scope: Scope): Node {
  if (call.fn === 'bars') return problem.lower(unbarred(problem, call, scope), scope)
  if (call.fn === 'inner') return problem.lower(multiplied(problem, call, scope), scope)
  const { fn, args, span } = call
  const nodes = args.map(arg => problem.lower(arg, scope))
  const term = functionOf(fn)
  if (term.ofMatrix) for (const [i, node] of nodes.entries()) refuseSeries(node, args[i]!.span)
  const apply = (applied: readonly Node[], at = span): Node => {
    const [arg] = args
    const classes = arg?.kind === 'symbol' ? problem.classesOf(arg.name) : undefined
    const type = term.type(
      applied.map(({ type }) => type),
      { refuse: refusing(at), classes },
    )
    return problem.graph.make({ op: fn }, applied, { ...type, labels: labelsOf(applied) })
  }
  if (term.folds) {
    if (nodes.length < 2)
      throw new LanguageError('ambiguous', `${fn} of what, over what?`, span, [
        `Write \\${fn}_j a_j, or \\${fn}(a, b).`,
      ])
    return nodes.reduce((left, right, i) => apply([left, right], args[i]!.span))
  }
  if (nodes.length !== 1)
    throw new LanguageError('syntax', `${fn} takes one argument, got ${nodes.length}`, span)
  return apply(nodes)
}

/** tr log A: a logarithm of each entry, as elsewhere, or that of the matrix? */
function refuseSeries({ operation, args, type }: Node, span: Span): void {
  const { op } = operation
  const isScaled = (op === 'mul' || op === 'div') && args.some(arg => isScalar(arg.type))
  if (isScaled || op === 'matmul' || op === 'add' || op === 'transpose')
    for (const arg of args) refuseSeries(arg, span)
  const fn = functionNamed(op)
  if (fn === undefined || !functionOf(fn).hasSeries || type.rows === '1') return
  throw new LanguageError('ambiguous', `${op} of a square matrix: of each entry, or of the matrix?`, span, [
    `For entries use indices: \\sum_i \\${op}(A_{ii}).`,
    'What is meant of the matrix is declared as a symbol of its own.',
  ])
}

/** a^b. */
export function lowerPower(
  problem: Lowerer,
  { base: written, exponent, span }: Of<'pow'>,
  scope: Scope,
): Node {
  const bars = written.kind === 'call' && written.fn === 'bars'
  const base = bars ? unbarred(problem, written, scope) : written
  const power = problem.lower(exponent, scope)
  if (!isScalar(power.type))
    throw new LanguageError(
      'unsupported',
      `an exponent is a number, not ${shapeText(power.type)}`,
      exponent.span,
      ['Use indices for powers entry by entry.'],
    )
  if (base.kind === 'norm' && base.order === 2 && exponent.kind === 'number' && exponent.value === 2) {
    const of = problem.lower(base.of, scope)
    return problem.graph.make({ op: 'squares' }, [of], scalarLike(of.type))
  }
  const of = problem.lower(base, scope)
  const { rows, cols } = of.type
  if (rows !== '1' && cols !== '1') {
    throw new LanguageError(
      'unsupported',
      `the power of a matrix is not understood (${shapeText(of.type)})`,
      span,
      [
        'Write X \\odot X for squares of entries, X X for a product.',
        'Inverses are written \\operatorname{inverse}(X).',
      ],
    )
  }
  return problem.graph.make({ op: 'pow' }, [of, power], {
    ...of.type,
    labels: labelsOf([of, power]),
    // A negative power of a whole number is none.
    sort: of.type.sort === 'index' && power.operation.op === 'number' ? power.type.sort : 'real',
  })
}
