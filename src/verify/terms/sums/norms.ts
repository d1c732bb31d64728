// Lengths: ‖x‖, its square, and the sum of sizes.
import { add, mul, norm } from '../../../ops/index.js'
import { abs, sign, sqrt, mul as times, ZERO } from '../../numbers/doubleDouble/index.js'
import { leveled, powerOf, sumOver } from '../../numbers/index.js'
import { both } from '../axes.js'
import { all, sumOf } from '../entries.js'
import { abs as sizeOf } from '../entrywise/abs.js'
import type { Operator } from '../term.js'

/** ‖x‖². d‖x‖² = 2·Σ x·dx */
export const squares: Operator = {
  whole: true,
  value: ([x], { type }) => sumOver(powerOf(x!, 2), both(type)),
  digits: (entry, at) => sumOf(all(entry, at).map(x => times(x, x))),
}

/** ‖x‖₁. d‖x‖₁ = Σ sign x·dx */
export const norm1: Operator = {
  whole: true,
  kinks: true,
  value: (args, at) => sumOver(sizeOf.value(args, at), both(at.type)),
  digits: (entry, at) => sumOf(all(entry, at).map(abs)),
}

/** ‖x‖. d‖x‖ = Σ x·dx / ‖x‖ */
export const norm2: Operator = {
  whole: true,
  kinks: true,
  value([x], { type }) {
    const { c: of, scale, error: moved } = leveled(x!, both(type))
    const over = { axis: both(type), keepdims: true } as const
    const c = norm(of, over)
    const error = moved && add(norm(moved, over), mul(c, 4 + of.shape.at(-1)! * of.shape.at(-2)!))
    return { c, scale, error }
  },
  digits(entry, at) {
    const squared = sumOf(all(entry, at).map(x => times(x, x)))
    return sign(squared) === 0 ? ZERO : sqrt(squared)
  },
}
