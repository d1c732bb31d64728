// Powers a^b, entry by entry.
import { mul, pow as powOf } from '../../../ops/index.js'
import { pow as digits } from '../../numbers/doubleDouble/index.js'
import { each, expOf, logOf, plain, powerOf, type Scaled, some, times } from '../../numbers/index.js'
import type { Operator } from '../term.js'

/** d aᵇ = b·aᵇ⁻¹·da + aᵇ·log a·db */
export const pow: Operator = {
  value([a, b], { literal }) {
    const power = literal(1)
    if (power !== undefined) return powerOf(a!, power)
    const q = plain(b!)
    return isFar(a!, q) ? expOf(times(q, logOf(a!))) : near(a!, q)
  },
  digits: entry => digits(entry(0), entry(1)),
}

/** Whether e^{b·log a} keeps what float64 would lose. */
function isFar(a: Scaled, b: Scaled): boolean {
  const sizes = each((x, p) => Math.abs(p * Math.log(Math.abs(x))), a.c, b.c)
  return some(sizes, size => size > 600 && size < Number.POSITIVE_INFINITY) && !some(a.c, x => !(x > 0))
}

function near(a: Scaled, b: Scaled): Scaled {
  const c = powOf(a.c, b.c)
  // |y|·(|p|·δb/|b| + |log b|·δp + 1)
  const error =
    a.error &&
    b.error &&
    each(
      (y, x, dx, p, dp) =>
        Math.abs(y) * ((Math.abs(p) * dx) / Math.abs(x) + dp * Math.abs(Math.log(Math.abs(x))) + 2),
      c,
      a.c,
      a.error,
      b.c,
      b.error,
    )
  return { c, scale: a.scale && mul(a.scale, b.c), error }
}
