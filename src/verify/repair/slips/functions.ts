// Functions, powers, norms and transposes: one for another, one too many, one too few.
import {
  call,
  minus,
  NOWHERE,
  negated,
  number,
  plus,
  power,
  product,
  quotient,
  sum,
  transposed,
} from '../../text/make.js'
import { edit, FUNCTIONS, type Rule, type RuleFor } from './edit.js'
import { fromFactors } from './sums.js'

/** a^b. */
export const powerRule: RuleFor<'pow'> = function* (node) {
  yield edit('power', node, node.base, 1)
  // (Σ a)² for Σ a².
  if (node.base.kind === 'big')
    yield edit('power', node, { ...node.base, body: { ...node, base: node.base.body, span: NOWHERE } }, 1.2)
  for (const exponent of [2, 3, -1, 0.5]) yield edit('power', node.exponent, number(exponent), 1)
  yield edit('sign', node.exponent, negated(node.exponent), 1)
}

/** f(x). */
export const callRule: RuleFor<'call'> = function* (node, _place, _context, words) {
  const [arg, ...more] = node.args
  if (arg === undefined) return
  if (more.length > 0) {
    if (node.fn === 'max' || node.fn === 'min')
      yield edit('function', node, { ...node, fn: node.fn === 'max' ? 'min' : 'max' }, 1)
    return
  }
  yield edit('function', node, arg, 1)
  for (const fn of FUNCTIONS) if (fn !== node.fn) yield edit('function', node, { ...node, fn }, 1)
  if (node.fn === 'softmax') yield edit('axis', node, transposed({ ...node, args: [transposed(arg)] }), 1)
  if (node.fn !== 'exp' || arg.kind !== 'mul') return
  // e^a b for e^{a b}, where b may be wrong as well.
  for (const [i, { value }] of arg.factors.entries()) {
    const rest = call('exp', fromFactors(arg.factors.filter((_, k) => k !== i)))
    yield edit('exponent', node, product(rest, value), 1)
    for (const atom of [...words.entries, ...words.sums])
      yield edit('exponent', node, product(rest, atom), 1.4)
  }
}

/** ‖x‖. */
export const normRule: RuleFor<'norm'> = function* (node) {
  yield edit('power', node, power(node, 2), 1)
  yield edit('power', node, { ...node, order: node.order === 1 ? 2 : 1 }, 1)
}

/** A function, a power or a complement around what stands bare. */
export const aroundRule: Rule = function* ({ node, role, parent }) {
  const bare = node.kind === 'symbol' || node.kind === 'call' || node.kind === 'norm'
  if (node.kind === 'mul') yield edit('reciprocal', node, quotient(number(1), node), 1.4)
  if (!bare && node.kind !== 'add') return
  yield edit('power', node, power(node, 2), 1.1)
  if (node.kind === 'add' && role !== 'factor') return
  yield edit('complement', node, sum(plus(number(1)), minus(node)), 1.2)
  yield edit('reciprocal', node, quotient(number(1), node), 1.3)
  if (parent?.kind !== 'call') for (const fn of FUNCTIONS) yield edit('function', node, call(fn, node), 1.3)
  yield edit('function', node, call('softmax', node), 1.4)
}
