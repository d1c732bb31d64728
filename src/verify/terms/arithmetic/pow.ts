// Powers a^b, entry by entry.
import { abs, add, log, mul, pow as powOf } from '../../../ops/index.js'
import { pow as digits } from '../../numbers/doubleDouble/index.js'
import { expOf, logOf, plain, powerOf, type Scaled, times } from '../../numbers/scaled.js'
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
  const sizes = [...mul(abs(b.c), abs(log(abs(a.c)))).data]
  const far = sizes.some(size => size > 600 && size < Number.POSITIVE_INFINITY)
  return far && [...a.c.data].every(value => value > 0)
}

function near(a: Scaled, b: Scaled): Scaled {
  const c = powOf(a.c, b.c)
  // |y|·(|p|·δb/|b| + |log b|·δp + 1)
  const error =
    a.error &&
    b.error &&
    mul(
      abs(c),
      add(add(mul(abs(b.c), mul(a.error, powOf(abs(a.c), -1))), mul(b.error, abs(log(abs(a.c))))), 2),
    )
  return { c, scale: a.scale && mul(a.scale, b.c), error }
}
