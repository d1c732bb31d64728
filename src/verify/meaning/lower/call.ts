// Functions and powers: what their arguments must be, and what comes of them.
import { functionNamed, functionOf } from '../../terms/index.js'
import { attempt, type Expr, LanguageError, type Of, type Span } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, isSquare, labelsOf, type Node, scalarLike, shapeText } from '../node.js'
import type { Scope } from '../scope.js'
import { isBars, multiplied, refuseBarred, unbarred } from './notation.js'
import { isOpen, refusing } from './sum.js'

/** f(a) and f(a, b). */
export function lowerCall(problem: Lowerer, call: Of<'call'>, scope: Scope): Node {
  if (call.fn === 'bars') return problem.lower(unbarred(problem, call, scope), scope)
  if (call.fn === 'inner') return problem.lower(multiplied(problem, call, scope), scope)
  const { fn, args, span } = call
  const nodes = args.map(arg => problem.lower(arg, scope))
  const term = functionOf(fn)
  if (fn === 'sum' || fn === 'mean') refuseBarred(problem, args, scope)
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
  { base: written, exponent, late, inside, span }: Of<'pow'>,
  scope: Scope,
): Node {
  const base = isBars(written) ? unbarred(problem, written, scope) : written
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
  if (late) refuseLate(problem, base, of, span, scope)
  const isEntrywise = isOfValues(base, of, inside === true)
  if (!isScalar(of.type) && !isEntrywise) return matrixPower(problem, of, exponent, power, span)
  return problem.graph.make({ op: 'pow' }, [of, power], {
    ...of.type,
    labels: labelsOf([of, power]),
    // A negative power of a whole number is none.
    sort: of.type.sort === 'index' && power.operation.op === 'number' ? power.type.sort : 'real',
  })
}

/**
 * Whether a power is of each value of a function: in \tanh^2(Z), and in \tanh(z)^2 of a column, which has no other power. That of a
 * matrix as a whole is none of its entries.
 */
function isOfValues(base: Expr, { type }: Node, inside: boolean): boolean {
  if (base.kind !== 'apply' && base.kind !== 'call') return false
  if (base.kind === 'call' && (base.fn === 'bars' || base.fn === 'inner' || functionOf(base.fn).ofMatrix))
    return false
  return inside || type.rows === '1' || type.cols === '1'
}

/** A^{-1}_{ij}: an entry of the inverse, or one over an entry? */
function refuseLate(problem: Lowerer, base: Expr, of: Node, span: Span, scope: Scope): void {
  if (!isScalar(of.type) || (base.kind !== 'symbol' && base.kind !== 'indexed')) return
  const whole = base.kind === 'indexed' ? base.of : { ...base, indices: [] }
  const type = attempt(() => problem.lower(whole, scope).type)
  if (type === undefined || !isSquare(type)) return
  throw new LanguageError(
    'ambiguous',
    'an index behind a power: is it an index of the matrix, or of its power?',
    span,
    ['Write (A^{-1})_{ij} for an entry of the power.', 'Write (A_{ij})^{-1} for the power of an entry.'],
  )
}

/** Powers of square matrices that are multiplied out. */
const SPELLED = 4

/** A^k for a whole number k: A^{-1}, A^2, A^n. */
function matrixPower(problem: Lowerer, of: Node, exponent: Expr, power: Node, span: Span): Node {
  const refuse = refusing(span)
  const { type } = of
  if (type.rows === '1' || type.cols === '1')
    throw new LanguageError(
      'ambiguous',
      `a power of ${shapeText(type)}: of each entry, or of its length?`,
      span,
      [
        'Write v \\odot v for squares of entries, or v_i^2 with an index.',
        'Write v^\\top v or \\|v\\|^2 for the squared length.',
      ],
    )
  if (!isSquare(type))
    return refuse('unsupported', `the power of a matrix is not understood (${shapeText(type)})`, [
      'Only square matrices have powers. Write X \\odot X for squares of entries, X^\\top X for a product.',
    ])
  if (power.type.sort !== 'index')
    return refuse('unsupported', 'a power of a matrix is by a whole number', [
      'Declare a root as a symbol of its own, R : positive definite[n, n], and claim what holds if A = R R.',
      'Write a_{ij}^{1/2} for powers of entries.',
    ])
  const k = wholeNumber(exponent)
  const { graph } = problem
  const labels = labelsOf([of, power])
  const result = { ...type, labels, sort: 'real' } as const
  if (k === undefined || Math.abs(k) > SPELLED || k === 0 || isOpen(of))
    return graph.make({ op: 'matpow' }, [of, power], result)
  const base = k < 0 ? graph.make({ op: 'inverse' }, [of], result) : of
  let found = base
  for (let i = 1; i < Math.abs(k); i++) found = graph.make({ op: 'matmul' }, [found, base], result)
  return found
}

/** The whole number that an exponent is written as. */
function wholeNumber(exponent: Expr): number | undefined {
  if (exponent.kind === 'number') return exponent.value
  if (exponent.kind !== 'add' || exponent.terms.length !== 1) return undefined
  const [{ negative, value }] = exponent.terms as readonly [Of<'add'>['terms'][number]]
  return value.kind === 'number' ? (negative ? -value.value : value.value) : undefined
}
