// Entry `chainrule/vitest`: importing it teaches vitest's `expect` to check gradients.
import { expect } from 'vitest'
import { ArgumentError, describe } from '../errors.js'
import { checkGradient } from './checkGradient.js'

/** What a function takes. */
export type InputsOf<F> = F extends (...inputs: infer Inputs extends unknown[]) => unknown
  ? Inputs
  : unknown[]

declare module 'vitest' {
  interface Matchers<T> {
    /**
     * Holds where `checkGradient(f, ...inputs)` holds, and fails with its report otherwise; `.not` asks for a refuted one, so
     * that a kink or a noisy function passes neither way.
     *
     * @example
     * import 'chainrule/vitest'
     * expect(loss).toHaveCorrectGradientAt(weights, samples)
     */
    toHaveCorrectGradientAt(...inputs: InputsOf<T>): void
  }
}

expect.extend({
  toHaveCorrectGradientAt(f: unknown, ...inputs: unknown[]) {
    if (typeof f !== 'function')
      throw new ArgumentError('toHaveCorrectGradientAt', `expects a function of tensors, got ${describe(f)}`)
    const report = checkGradient((...all: unknown[]) => f(...all), ...inputs)
    const asked = this.isNot ? 'to be refuted' : 'to be correct'
    return {
      pass: this.isNot ? report.verdict !== 'refuted' : report.verdict === 'holds',
      message: () => `expected the gradient ${asked}\n\n${report.message}`,
    }
  },
})
