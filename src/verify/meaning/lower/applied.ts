// Functions of one's own at a place: the body with what stands for its variables; entry by entry where it is of numbers.
import type { OwnFunction } from '../../given/index.js'
import { functionNamed, functionOf, isTerm, sameShape, termOf } from '../../terms/index.js'
import {
  attempt,
  call,
  type Expr,
  formulasIn,
  LanguageError,
  type Of,
  type Span,
  symbol,
  symbolsIn,
} from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, labelsOf, type Node, NUMBER, scalarLike, shapeText, type Type } from '../node.js'
import { axesIn, type Scope } from '../scope.js'
import { withEntries } from './entries.js'
import { refusing } from './sum.js'
import { withSummed } from './summed.js'

/** A function as a rule: what it comes to where its variables are nodes. */
interface Rule {
  readonly at: (values: readonly Node[]) => Node
  /** Whether it is a function of numbers, which of a matrix is taken of each entry. */
  readonly isOfNumbers: boolean
}

/** s(x), s''(x), \sigma'(z). */
export function lowerApplied(problem: Lowerer, expr: Of<'apply'>, scope: Scope): Node {
  const { name, times, args, span } = expr
  const values = args.map(arg => problem.lower(arg, scope))
  const own = problem.functions.get(name)
  const isIndex = (param: string | undefined): boolean => own?.labels.includes(param ?? '') ?? false
  const borne = expr.indices?.map(index => problem.lower(index, scope)) ?? []
  const labels = new Map([
    ...(own?.borne.map((label, i) => [label, borne[i]!] as const) ?? []),
    ...(own?.params.flatMap((param, i) => (isIndex(param) ? [[param!, values[i]!] as const] : [])) ?? []),
  ])
  const rule = own === undefined ? known(problem, expr, scope) : ruleOf(problem, own, scope, span, labels)
  const free =
    own === undefined
      ? values
      : values.filter((_, i) => own.params[i] !== undefined && !isIndex(own.params[i]))
  if (times === 0) return valueAt(problem, rule, free, span)
  const [at, ...others] = free
  if (at === undefined || others.length > 0)
    throw new LanguageError(
      'ambiguous',
      `${name}' is a derivative: by which of ${own!.params.join(', ')}?`,
      span,
      [`Write \\frac{\\partial ${name}}{\\partial ${own!.params[0]}}.`],
    )
  if (!rule.isOfNumbers)
    throw new LanguageError(
      'calculus',
      `${name} is no function of a number: by what is ${name}' a derivative?`,
      span,
      ['Write \\nabla_x f(x), or \\frac{\\partial}{\\partial x_i} f(x).'],
    )
  const x = variableAt(problem, at, node => problem.mentions(node, nameIn(at)), rule)
  let value = valueAt(problem, rule, [x], span)
  for (let i = 0; i < times; i++) value = slope(problem, value, x)
  return value
}

const nameIn = ({ operation }: Node): string => (operation.op === 'symbol' ? operation.name : '')

/** A rule at a place: its value there or, of what has rows and columns, that of each entry. */
function valueAt(problem: Lowerer, rule: Rule, values: readonly Node[], span: Span): Node {
  if (!rule.isOfNumbers || values.every(({ type }) => isScalar(type))) return rule.at(values)
  const placeholders = values.map((_, i) => problem.variable(`${i}`))
  const shape = commonShape(values, span)
  const known = new Map<Node, Node>(placeholders.map((placeholder, i) => [placeholder, values[i]!]))
  return lifted(problem, rule.at(placeholders), known, shape, span)
}

/** The shape of several that are taken together entry by entry. */
function commonShape(nodes: readonly Node[], span: Span): Type {
  let shape = NUMBER
  for (const { type } of nodes) shape = { ...NUMBER, ...sameShape(shape, type, refusing(span)) }
  return shape
}

/** A number's node with other nodes in place of some: each entry of theirs gives one of its own. */
function lifted(problem: Lowerer, node: Node, known: Map<Node, Node>, shape: Type, span: Span): Node {
  const found = known.get(node)
  if (found !== undefined) return found
  const args = node.args.map(arg => lifted(problem, arg, known, shape, span))
  const changed = args.filter((arg, i) => arg !== node.args[i])
  let result = node
  if (changed.length > 0) {
    const { operation } = node
    const isEntrywise = operation.op === 'reduce' || (isTerm(operation) && termOf(operation).whole !== true)
    if (!isEntrywise || !isScalar(node.type))
      throw new LanguageError(
        'unsupported',
        `this function is not taken of each entry of ${shapeText(shape)}`,
        span,
        ['Apply it to entries, with indices.'],
      )
    const { rows, cols } = commonShape(changed, span)
    const labels = labelsOf(args).filter(label => operation.op !== 'reduce' || label !== operation.label)
    result = problem.graph.make(operation, args, { ...node.type, rows, cols, labels })
  }
  known.set(node, result)
  return result
}

/** The derivative of a value, entry by entry, by the variable that it is computed from. */
function slope(problem: Lowerer, value: Node, x: Node): Node {
  const { operation, args, type } = x
  if (operation.op !== 'symbol') throw new TypeError('a variable is a symbol')
  const of = isScalar(value.type) ? value : problem.graph.make({ op: 'sum' }, [value], scalarLike(value.type))
  const { name, keep, row } = operation
  const labels = labelsOf([of, ...args])
  return problem.graph.make({ op: 'derivative', name, keep, row }, [of, ...args], {
    ...type,
    labels,
    sort: 'real',
  })
}

/** A node as a symbol, by which one can differentiate: itself, where it is one and the function knows nothing else of it. */
function variableAt(problem: Lowerer, at: Node, mentions: (node: Node) => boolean, rule: Rule): Node {
  const { operation, args, type } = at
  const labels = args.map(arg => (arg.operation.op === 'label' ? arg.operation.label : undefined))
  const isPlain =
    operation.op === 'symbol' &&
    type.sort === 'real' &&
    labels.every((label, i) => label !== undefined && labels.indexOf(label) === i)
  const isOwn = isPlain && !mentions(rule.at([problem.variable('0')]))
  return isOwn ? at : problem.alias(at)
}

/** A function of the language itself. */
function known(problem: Lowerer, { name, args, span }: Of<'apply'>, scope: Scope): Rule {
  const fn = functionNamed(name)
  const term = fn && functionOf(fn)
  const type = term && attempt(() => term.type([NUMBER], { refuse: refusing(span), classes: undefined }))
  if (fn === undefined || term?.folds || term?.whole || type === undefined || args.length !== 1)
    throw new LanguageError('unsupported', `the derivative of ${name} is not written with a prime`, span, [
      'Write \\frac{\\partial}{\\partial x}.',
    ])
  const body = call(fn, symbol('x'))
  const at = ([x]: readonly Node[]): Node =>
    problem.lower(body, { labels: new Map(), depth: scope.depth, bound: new Map([['x', x!]]) })
  return { isOfNumbers: true, at }
}

function ruleOf(
  problem: Lowerer,
  own: OwnFunction,
  scope: Scope,
  span: Span,
  labels: Scope['bound'] = new Map(),
): Rule {
  const names = own.params.filter(param => param !== undefined && !own.labels.includes(param))
  const at = (values: readonly Node[]): Node => {
    const bound = new Map([...labels, ...names.map((name, i) => [name!, values[i]!] as const)])
    const moved = own.isValue ? names.map(name => name!) : undefined
    const inner: Scope = { labels: new Map(), depth: scope.depth, bound, ...(moved && { moved }) }
    return bodyOf(problem, own, inner)
  }
  const isOfNumbers =
    takesNumbers(own) &&
    attempt(() => isScalar(at(names.map((_, i) => problem.variable(`${i}`))).type)) === true
  if (!isOfNumbers && hasBars(own) && takesNumbers(own, true))
    return { isOfNumbers, at: refusingBars(at, own, span) }
  return { isOfNumbers, at }
}

/** Whether a function is one of numbers, so that of a column it is taken of each entry. */
export const takesOnlyNumbers = (problem: Lowerer, own: OwnFunction): boolean =>
  ruleOf(problem, own, { labels: new Map(), depth: 0, bound: new Map() }, own.span).isOfNumbers

/** The body of a function in a scope; what is wrong with it is said where it stands. */
export function bodyOf(problem: Lowerer, own: Pick<OwnFunction, 'readings'>, scope: Scope): Node {
  const axes = axesIn(problem, scope)
  const lower = (expr: Expr): Node => {
    const whole = { sides: [withEntries(expr, axes)], conditions: [], labels: [] }
    return problem.lower(withSummed(whole, axes).sides[0]!, scope)
  }
  try {
    const [only, ...more] = own.readings.all
    if (more.length === 0) return lower(only!)
    const [first, ...others] = own.readings.all.flatMap(reading => attempt(() => lower(reading)) ?? [])
    if (first !== undefined && others.every(node => node === first)) return first
    throw own.readings.unclear
  } catch (error) {
    // Shapes that do not fit are those of what it is applied to.
    if (!(error instanceof LanguageError) || error.trouble === 'shape') throw error
    throw error.in(problem.source)
  }
}

/** Whether a formula says nothing of a variable that only a matrix or a column has: a transpose, a norm, an index; bars may be of either. */
function takesNumbers({ expr, params }: OwnFunction, barred = false): boolean {
  const speaks = (part: Expr): boolean => symbolsIn(part).some(({ name }) => params.includes(name))
  return formulasIn(expr).every(part => {
    switch (part.kind) {
      case 'symbol':
        return part.indices.length === 0 || !params.includes(part.name)
      case 'transpose':
      case 'norm':
      case 'indexed':
        return !speaks(part.kind === 'indexed' ? part.of : part.of)
      case 'call': {
        const isWhole =
          (part.fn === 'bars' && !barred) ||
          part.fn === 'inner' ||
          (part.fn !== 'bars' &&
            (functionOf(part.fn).whole === true || functionOf(part.fn).ofMatrix === true))
        return !isWhole || !speaks(part)
      }
      default:
        return true
    }
  })
}

const hasBars = ({ expr }: OwnFunction): boolean =>
  formulasIn(expr).some(part => part.kind === 'call' && part.fn === 'bars')

/** |x| of a column is its length or the absolute value of each entry: of a function in which it stands, nobody knows. */
const refusingBars =
  (at: Rule['at'], { name }: OwnFunction, span: Span): Rule['at'] =>
  values => {
    const wide = values.find(({ type }) => !isScalar(type))
    if (wide !== undefined)
      throw new LanguageError(
        'ambiguous',
        `${name} has bars, and is applied to ${shapeText(wide.type)}: a length, or absolute values?`,
        span,
        ['Write abs(…) in its definition, or \\|…\\|.'],
      )
    return at(values)
  }
