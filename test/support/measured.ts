// Two measured numbers that must agree.
import { expect } from 'vitest'
import type { Tensor } from '../../src/index.js'
import { add, mul, sum } from '../../src/index.js'
import type { Measured } from '../../src/testing/rounding.js'

export { type Measured, measured } from '../../src/testing/rounding.js'

/** Fails unless two measured numbers agree to the rounding of both, and what else is said to part them. */
export function expectAgreement(a: Measured, b: Measured, what: string, beside = 0): void {
  const bound = a.rounding + b.rounding + beside
  const apart = Math.abs(a.value - b.value)
  if (!(apart <= bound))
    expect.fail(`${what}: ${a.value} and ${b.value} are ${apart} apart; rounding allows ${bound}`)
}

/** Σ ⟨aᵢ, bᵢ⟩ over tensors of equal shapes. */
export const inner = (a: readonly Tensor[], b: readonly Tensor[]): Tensor =>
  a.map((x, i) => sum(mul(x, b[i]!)) as Tensor).reduce((p, q) => add(p, q))
