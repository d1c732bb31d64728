// Derivatives that no formula here gives: they are refused where they are asked for, and not before.
import { DifferentiationError } from '../../errors.js'
import type { Differential } from '../../graph/index.js'

/** The differential towards an input whose derivative, or second derivative, is not known. */
export function refused(op: string, input: string, what = 'derivative'): Differential {
  const refuse = (): never => {
    throw new DifferentiationError(
      op,
      `has no ${what} towards ${input}; give ${input} as a constant, such as stopGradient(${input})`,
    )
  }
  return { jvp: refuse, vjp: refuse }
}
