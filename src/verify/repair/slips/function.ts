// Functions: one for another, one too many, one forgotten; p for 1 − p.

import { call, complement as oneMinus } from '../../text/make.js'
import { change, isWhole, replace, type Slip } from './slip.js'

/** Functions that are taken for one another. */
const FUNCTIONS = [
  'exp',
  'log',
  'tanh',
  'sigmoid',
  'softplus',
  'relu',
  'sin',
  'cos',
  'sqrt',
  // Bars come first: of a number they mean the same, and are what people write.
  'bars',
  'abs',
]

export const wrongFunction: Slip = {
  *edits(site) {
    const { expr, parent } = site
    if (expr.kind === 'call' && expr.args.length === 1) {
      yield change(expr, expr.args[0]!, 1)
      for (const fn of FUNCTIONS) if (fn !== expr.fn) yield change(expr, { ...expr, fn }, 1)
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
    message: String.raw`a function is wrong: replace \sin a by \cos a`,
    right: String.raw`\frac{\partial f}{\partial a} = \cos a`,
  },
}

export const complement: Slip = {
  *edits(site) {
    if (isWhole(site)) yield change(site.expr, oneMinus(site.expr), 1.2)
  },
  says: replace('p stands for 1 − p, or the other way round'),
  example: {
    given: String.raw`
      a : real
      p = \sigma(a)`,
    wrong: String.raw`\frac{\partial p}{\partial a} = p p`,
    message: 'p stands for 1 − p, or the other way round: replace p by (1 - p)',
    right: String.raw`\frac{\partial p}{\partial a} = (1 - p) p`,
  },
}
