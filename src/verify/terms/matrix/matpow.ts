// Powers of a square matrix by whole numbers.

import { eye } from '../../../fill.js'
import { abs, greaterEqual, less, max } from '../../../ops/index.js'
import { doubleDouble, mul, plain, type Real, toNumber } from '../../numbers/doubleDouble/index.js'
import { chosen, each, exact, product, type Scaled, some } from '../../numbers/index.js'
import { range, sumOf, truth } from '../entries.js'
import type { Operator } from '../term.js'
import { eliminated, inverse } from './inverse.js'

/** Higher powers have no value here. */
const HIGHEST = 64

/** Aᵏ, with A⁰ = I and A⁻¹ the inverse. d Aᵏ = Σᵢ Aⁱ dA Aᵏ⁻¹⁻ⁱ */
export const matpow: Operator = {
  whole: true,
  work: ({ args, extent }) => 4 * extent(args[0]!.type.rows),
  value([a, k], at) {
    const { bounded, extent, args } = at
    const power = k!.c
    const highest = Math.min(HIGHEST, max(abs(power)).item())
    let found: Scaled = exact(eye(extent(args[0]!.type.rows)), bounded)
    const inverted = some(power, p => p < 0) ? inverse.value([a!], { ...at, args: [args[0]!] }) : a!
    const base = chosen(less(power, 0), inverted, a!)
    for (let i = 1; i <= highest; i++)
      found = chosen(greaterEqual(abs(power), i), product(found, base), found)
    const c = each((p, x) => (Math.abs(p) > HIGHEST ? Number.NaN : x), power, found.c)
    return some(power, p => Math.abs(p) > HIGHEST) ? { ...found, c } : found
  },
  digits(entry, at, row, col, { stirred, once }) {
    const rows = range(at, at.args[0]!.type.rows)
    const k = toNumber(plain(entry(1, 0, 0)))
    const n = rows.length
    return once(Math.abs(k) * n ** 3 + n ** 2, () => {
      if (Math.abs(k) > HIGHEST) return rows.map(() => rows.map(() => doubleDouble(Number.NaN)))
      const given = rows.map(i => rows.map(j => entry(0, i, j)))
      const identity = rows.map(i => rows.map(j => truth(i === j)))
      const base =
        k < 0
          ? eliminated(
              rows.map(i => [...given[i]!, ...identity[i]!]),
              stirred,
            ).map(line => line.slice(n))
          : given
      let power: readonly (readonly Real[])[] = identity
      for (let i = 0; i < Math.abs(k); i++)
        power = rows.map(r => rows.map(c => stirred(sumOf(rows.map(m => mul(power[r]![m]!, base[m]![c]!))))))
      return power
    })[row]![col]!
  },
}
