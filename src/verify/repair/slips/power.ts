// Powers and quotients: an exponent that is lost or wrong, a quotient upside down, a factor on the wrong side of an exponent.

import {
  call,
  reciprocal as inverse,
  mul,
  NOWHERE,
  number,
  type Of,
  over,
  power as powerOf,
  product,
  quotient,
  times,
} from '../../text/index.js'
import type { Vocabulary } from '../vocabulary.js'
import { isDimension } from './sizes.js'
import { type Change, change, isQuantity, isWhole, replace, type Slip } from './slip.js'

export const power: Slip = {
  rule: 'power',
  *edits(site) {
    const { expr } = site
    switch (expr.kind) {
      case 'pow':
        yield change(expr, expr.base, 1)
        // (Σ a)² for Σ a².
        if (expr.base.kind === 'big') {
          const body = { ...expr, base: expr.base.body, span: NOWHERE }
          yield change(expr, { ...expr.base, body }, 1.2)
        }
        for (const exponent of [2, 3, -1, 0.5]) yield change(expr.exponent, number(exponent), 1)
        return
      case 'norm':
        yield change(expr, powerOf(expr, 2), 1)
        yield change(expr, { ...expr, order: expr.order === 1 ? 2 : 1 }, 1)
        break
      case 'big':
        if (expr.body.kind === 'pow') {
          const base = { ...expr, body: expr.body.base }
          yield change(expr, { ...expr.body, base, span: NOWHERE }, 1.2)
        }
    }
    if (isQuantity(site) && ['symbol', 'call', 'norm', 'add'].includes(expr.kind))
      yield change(expr, powerOf(expr, 2), 1.1)
  },
  says: replace('a power is wrong'),
  example: {
    given: String.raw`
      a : real[n]
      s = \tanh(a)`,
    wrong: String.raw`\frac{\partial s_i}{\partial a_i} = 1 - s_i`,
    message: 'a power is wrong: replace s_i by s_i^2; the derivative of tanh(x) is 1 - tanh(x)^2',
    right: String.raw`\frac{\partial s_i}{\partial a_i} = 1 - s_i^2`,
  },
}

export const reciprocal: Slip = {
  *edits(site, words) {
    const { expr } = site
    if (isDimension(expr, words)) yield change(expr, inverse(expr), 1.1)
    if (expr.kind === 'mul') {
      const { factors } = expr
      for (const [i, { by, value }] of factors.entries()) {
        if (i === 0) continue
        const turned = factors.with(i, by === 'over' ? times(value) : over(value))
        const flat = turned.every(factor => factor.by === 'times')
        yield change(expr, flat ? product(...turned.map(f => f.value)) : { ...expr, factors: turned }, 1)
      }
      if (factors.length === 2 && factors[1]!.by === 'over')
        yield change(expr, quotient(factors[1]!.value, factors[0]!.value), 1.2)
    }
    if (expr.kind === 'mul' && isQuantity(site)) yield change(expr, inverse(expr), 1.4)
    if (isWhole(site)) yield change(expr, inverse(expr), 1.3)
  },
  says: replace('a quotient is upside down'),
  example: {
    given: String.raw`
      a, b : positive
      f = \frac{a}{b}`,
    wrong: 'f = a b',
    message: 'a quotient is upside down: replace a b by a/b',
    right: 'f = a/b',
  },
}

/** e^a b for e^{a b}, where b may be wrong as well. */
function* outOfExponent(expr: Of<'call'>, { entries, sums }: Vocabulary): IterableIterator<Change> {
  const [arg] = expr.args
  if (expr.fn !== 'exp' || arg?.kind !== 'mul') return
  for (const [i, { value }] of arg.factors.entries()) {
    const rest = call('exp', mul(arg.factors.toSpliced(i, 1)))
    yield change(expr, product(rest, value), 1)
    for (const atom of [...entries, ...sums]) yield change(expr, product(rest, atom), 1.4)
  }
}

/** e^{a b} for e^a b. */
function* intoExponent(expr: Of<'mul'>): IterableIterator<Change> {
  for (const [i, { by, value }] of expr.factors.entries()) {
    if (by !== 'times' || value.kind !== 'call' || value.fn !== 'exp') continue
    for (const [k, other] of expr.factors.entries()) {
      if (k === i || other.by !== 'times') continue
      const whole = times(call('exp', product(value.args[0]!, other.value)))
      yield change(expr, mul(expr.factors.with(i, whole).toSpliced(k, 1)), 1)
    }
  }
}

export const exponent: Slip = {
  *edits({ expr }, words) {
    if (expr.kind === 'call') yield* outOfExponent(expr, words)
    if (expr.kind === 'mul') yield* intoExponent(expr)
  },
  says: replace('a factor is on the wrong side of an exponent'),
  example: {
    given: `
      a, b : real
      f = e^{a b}`,
    wrong: 'f = e^a b',
    message: 'a factor is on the wrong side of an exponent: replace e^a b by e^(a b)',
    right: 'f = e^(a b)',
  },
}
