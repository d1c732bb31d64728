// Entry `chainrule/vitest`: importing it teaches vitest's `expect` to check gradients and claims.
import { expect } from 'vitest'
import { ArgumentError, describe } from './errors.js'
import type { Tensor } from './tensor.js'
import { checkGradient } from './testing/checkGradient.js'
import {
  type Context,
  type GradientClaim,
  type Inputs,
  type PaperReport,
  renderPaper,
  verify,
} from './verify/index.js'

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
    /**
     * Holds where a claim holds: a report of `verify` or `checkPaper`, or a claim as text with its context. `.not` asks for a
     * refuted one.
     *
     * @example
     * expect(verify('\\nabla_w L = X^\\top (X w - t)', paper)).toHold()
     * expect('\\nabla_w L = X^\\top (X w - t)').toHold(paper)
     */
    toHold(context?: Context): void
    /**
     * Holds where a function of named tensors is the derivative of another, by one of the inputs that the context declares,
     * at every case that formulas are tried on. `.not` asks for a refuted one.
     *
     * @example
     * expect(gradient).toBeGradientOf(loss, { by: 'w', given: paper })
     */
    toBeGradientOf(
      loss: (inputs: Inputs) => Tensor,
      where: { readonly by: string; readonly given: Context },
    ): void
  }
}

/** A report of any kind that says whether something holds. */
interface Report {
  readonly verdict: string
  readonly message: string
}

function reportOn(claim: unknown, context: Context | undefined): Report {
  if (typeof claim === 'string') {
    if (context === undefined)
      throw new ArgumentError('toHold', 'a claim as text wants its context: toHold(given(…))')
    return verify(claim, context)
  }
  if (typeof claim === 'object' && claim !== null) {
    if ('claims' in claim && 'exitCode' in claim) {
      const paper = claim as PaperReport
      return {
        verdict: paper.exitCode === 0 ? 'holds' : paper.exitCode === 1 ? 'refuted' : 'unclear',
        message: renderPaper(paper),
      }
    }
    if ('verdict' in claim && 'message' in claim) return claim as Report
  }
  throw new ArgumentError(
    'toHold',
    `takes a claim as text, or a report of verify or checkPaper, got ${describe(claim)}`,
  )
}

const outcome = ({ verdict, message }: Report, isNot: boolean) => ({
  pass: isNot ? verdict !== 'refuted' : verdict === 'holds',
  message: () => `expected the claim ${isNot ? 'to be refuted' : 'to hold'}\n\n${message}`,
})

expect.extend({
  toHold(claim: unknown, context?: Context) {
    return outcome(reportOn(claim, context), this.isNot)
  },
  toBeGradientOf(gradient: unknown, loss: unknown, where: { readonly by: string; readonly given: Context }) {
    for (const [role, f] of [
      ['the gradient', gradient],
      ['the function', loss],
    ] as const) {
      if (typeof f !== 'function')
        throw new ArgumentError(
          'toBeGradientOf',
          `${role} must be a function of named tensors, got ${describe(f)}`,
        )
    }
    const { by, given } = where
    return outcome(
      verify({ of: loss as GradientClaim['of'], by, claim: gradient as GradientClaim['claim'] }, given),
      this.isNot,
    )
  },
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
