// Several things wrong at once: the side anew, as a sum of one or two quantities of the right shape.

import { isScalar } from '../../meaning/index.js'
import { type Expr, minus, plus, product, sizeOf, sum, times } from '../../text/index.js'
import { anew } from '../solve.js'
import { matrixAtoms, scalarAtoms } from '../vocabulary.js'
import { type Aim, change, type Slip } from './slip.js'

/** At most so many atoms are combined by twos. */
const ATOMS = 48

/** Sums of one or two atoms, with constants before them, that come to what is wanted. */
function* combinations({ target, words }: Aim): IterableIterator<Expr> {
  const { type } = target.left
  const atoms = isScalar(type) ? scalarAtoms(words) : matrixAtoms(words, type.rows, type.cols)
  const known = atoms.slice(0, ATOMS).flatMap(expr => {
    const node = target.lowered(expr)
    const values = node && target.values(node)
    return values?.length === target.wanted.length && values.every(Number.isFinite) ? [{ expr, values }] : []
  })
  const constants = (ratio: number): readonly Expr[] => target.constants(ratio, words.dims).slice(0, 2)
  for (const { expr, values } of known) {
    const ratio = target.ratio(values)
    if (ratio !== undefined) for (const constant of constants(ratio)) yield product(constant, expr)
  }
  for (const [i, a] of known.entries()) {
    for (const b of known.slice(i + 1)) {
      const fit = target.ratios(a.values, b.values)
      if (fit === undefined) continue
      const [c, d] = fit
      if (Math.abs(c + d) <= 1e-9 * Math.abs(c)) {
        const [first, second] = c > 0 ? [a, b] : [b, a]
        for (const constant of constants(Math.abs(c))) yield difference(constant, first.expr, second.expr)
        continue
      }
      for (const p of constants(c))
        for (const q of constants(d)) yield sum(plus(product(p, a.expr)), plus(product(q, b.expr)))
    }
  }
}

/** c (a − b); with a common factor before both, c X (a − b). */
function difference(constant: Expr, a: Expr, b: Expr): Expr {
  const [p, q] = [a, b].map(expr => (expr.kind === 'mul' ? expr.factors : [times(expr)]))
  const [first, second] = [p![0]!, q![0]!]
  const common =
    p!.length === 2 && q!.length === 2 && JSON.stringify(first.value) === JSON.stringify(second.value)
  if (!common) return product(constant, sum(plus(a), minus(b)))
  return product(constant, first.value, sum(plus(p![1]!.value), minus(q![1]!.value)))
}

export const rewrite: Slip = {
  *onWhole(aim) {
    for (const by of [...combinations(aim), ...anew(aim)])
      yield change(aim.root.expr, by, 2 + 0.2 * sizeOf(by))
  },
  turn: 'last',
  says: (_, after) => `several things are wrong; what would be right is ${after}`,
  example: {
    given: String.raw`
      X : real[m, n]
      w : real[n]
      t : real[m]
      u = X w
      L = \frac{1}{m} \sum_i (u_i - t_i)^2`,
    wrong: String.raw`\nabla_w L = X^\top X w`,
    message: String.raw`several things are wrong; what would be right is \frac{2}{m} X^\top (u - t)`,
    right: String.raw`\nabla_w L = \frac{2}{m} X^\top (u - t)`,
  },
}
