// Functions: one for another, one too many, one forgotten; p for 1 − p.

import { type FunctionName, functionOf, functionsWith } from '../../terms/index.js'
import { call, type Of, complement as oneMinus } from '../../text/index.js'
import { change, isWhole, replace, type Slip } from './slip.js'

/** Functions of a number that are taken for one another. Bars come before abs: they mean the same, and are what people write. */
const FUNCTIONS: readonly Of<'call'>['fn'][] = functionsWith(term => term.interchanged === true).flatMap(
  fn => (fn === 'abs' ? (['bars', fn] as const) : [fn]),
)

/** What people write for a function, beside those. */
const mistakenFor = (fn: Of<'call'>['fn']): readonly FunctionName[] =>
  fn === 'bars' ? [] : functionsWith((_, name) => functionOf(fn).mistakenFor?.includes(name) === true)

export const wrongFunction: Slip = {
  rule: 'function',
  *edits(site) {
    const { expr, parent } = site
    if (expr.kind === 'call' && expr.args.length === 1) {
      yield change(expr, expr.args[0]!, 1)
      for (const fn of [...FUNCTIONS, ...mistakenFor(expr.fn)])
        if (fn !== expr.fn) yield change(expr, { ...expr, fn }, 1)
    }
    if (expr.kind === 'call' && expr.args.length > 1 && (expr.fn === 'max' || expr.fn === 'min'))
      yield change(expr, { ...expr, fn: expr.fn === 'max' ? 'min' : 'max' }, 1)
    if (!isWhole(site)) return
    if (parent?.kind !== 'call') for (const fn of FUNCTIONS) yield change(expr, call(fn, expr), 1.3)
    yield change(expr, call('softmax', expr), 1.4)
  },
  says: replace('a function is wrong'),
  example: {
    given: String.raw`
      a : real
      f = \sin a`,
    wrong: String.raw`\frac{\partial f}{\partial a} = \sin a`,
    message: String.raw`a function is wrong: replace \sin a by \cos a; the derivative of sin(x) is cos(x)`,
    right: String.raw`\frac{\partial f}{\partial a} = \cos a`,
  },
}

export const complement: Slip = {
  rule: 'function',
  *edits(site) {
    if (isWhole(site)) yield change(site.expr, oneMinus(site.expr), 1.2)
  },
  says: replace('p stands for 1 − p, or the other way round'),
  example: {
    given: String.raw`
      a : real
      p = \sigma(a)`,
    wrong: String.raw`\frac{\partial p}{\partial a} = p p`,
    message:
      'p stands for 1 − p, or the other way round: replace p by (1 - p); the derivative of sigmoid(x) is sigmoid(x) (1 - sigmoid(x))',
    right: String.raw`\frac{\partial p}{\partial a} = (1 - p) p`,
  },
}
