// Gradients that are claimed as functions of tensors, and the matchers.
import { describe, expect, it } from 'vitest'
import '../../../src/vitest.js'
import {
  arange,
  customOp,
  div,
  exp,
  logSumExp,
  matmul,
  mean,
  mul,
  neg,
  oneHot,
  relu,
  sigmoid,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
} from '../../../src/index.js'
import { gather } from '../../../src/ops/index.js'
import { checkPaper, given, type Inputs, verify } from '../../../src/verify/index.js'

const paper = given(`
  X : real[m, n]
  θ : real[n, k]
  y : class[m] of k
  λ : positive
`)
const scores = ({ X, θ }: Inputs): Tensor => matmul(X!, θ!)
const loss = (inputs: Inputs): Tensor => {
  const h = scores(inputs)
  return mean(sub(logSumExp(h, { axis: 1 }), gather(h, inputs['y']!)))
}
const samples = ({ X }: Inputs): number => X!.shape[0]!
const gradient = (inputs: Inputs): Tensor => {
  const h = scores(inputs)
  return div(
    matmul(transpose(inputs['X']!), sub(softmax(h), oneHot(inputs['y']!, h.shape[1]!))),
    samples(inputs),
  )
}

describe('a gradient that is claimed as a function', () => {
  it('holds where it is right, on all sizes and magnitudes', () => {
    const report = verify({ of: loss, by: 'θ', claim: gradient }, paper)
    expect(report.message).toMatch(/^holds/)
    expect(report.resolution).toBeLessThan(1e-11)
    expect(gradient).toBeGradientOf(loss, { by: 'θ', given: paper })
  })

  it('is refuted with a small case, and a constant factor is named', () => {
    const report = verify(
      { of: loss, by: 'θ', claim: inputs => mul(samples(inputs), gradient(inputs)) },
      paper,
    )
    expect(report.verdict).toBe('refuted')
    expect(report.diagnoses.map(({ message }) => message)).toEqual(['the claim must be multiplied by 1/m'])
    const { m, n, k } = report.counterexample!.sizes
    expect(m! * n! * k!).toBeLessThanOrEqual(4)
  })

  it('is told of a missing term', () => {
    const ridge = (inputs: Inputs): Tensor => sum(mul(mul(0.5, inputs['λ']!), square(inputs['θ']!)))
    const report = verify({ of: inputs => ridge(inputs), by: 'θ', claim: ({ θ }) => sub(θ!, θ!) }, paper)
    expect(report.diagnoses.map(({ message }) => message)).toEqual(['the term λ θ is missing'])
  })

  it('is told of a layout', () => {
    const report = verify({ of: loss, by: 'θ', claim: inputs => transpose(gradient(inputs)) }, paper)
    expect(report.reason).toContain('the layout is transposed')
  })

  it('may be a Jacobian', () => {
    const vector = given('x : real[n]')
    expect(
      verify(
        {
          of: ({ x }) => sigmoid(x!),
          by: 'x',
          claim: ({ x }) => mul(matmul(diagonal(x!), diagonal(x!, true)), 1),
        },
        vector,
      ).verdict,
    ).toBe('holds')
  })

  it('is not blamed for kinks', () => {
    const vector = given('x : real[n]')
    const report = verify(
      { of: ({ x }) => sum(relu(x!)), by: 'x', claim: ({ x }) => sigmoid(mul(x!, 1e9)) },
      vector,
    )
    // Off at 0 alone, where there is no derivative.
    expect(report.verdict).not.toBe('refuted')
  })

  it('is refuted where it has no value, and the derivative has one', () => {
    const vector = given('x : real[n]')
    const report = verify(
      { of: ({ x }) => sum(square(x!)), by: 'x', claim: ({ x }) => mul(Number.NaN, x!) },
      vector,
    )
    expect([report.verdict, report.reason]).toEqual([
      'refuted',
      'the claim has no value where the derivative has one',
    ])
    expect(report.counterexample!.claimed).toBeNaN()
  })

  it('holds where it does not depend on what it is differentiated by, and is rounded all the same', () => {
    const linear = given('X : real[m, n]\nw : real[n]')
    const report = verify(
      {
        of: ({ X, w }) => div(sum(matmul(exp(X!), w!)), 3),
        by: 'w',
        claim: ({ X }) => mul(1 / 3, sum(exp(X!), { axis: 0 })),
      },
      linear,
    )
    expect(report.message).toMatch(/^holds/)
  })

  it('holds away from kinks, and is refuted beside them rather than at one', () => {
    const vector = given('x : real[n]')
    const of = ({ x }: Inputs): Tensor => sum(relu(x!))
    const steep = verify({ of, by: 'x', claim: ({ x }) => sigmoid(mul(x!, 1e9)) }, vector)
    expect([steep.verdict, steep.reason]).toEqual([
      'holds',
      'away from kinks and jumps, where there is no derivative to be right about',
    ])
    const wrong = verify({ of, by: 'x', claim: ({ x }) => sigmoid(x!) }, vector)
    expect(wrong.verdict).toBe('refuted')
    expect(wrong.counterexample!.values['x']).not.toContain(0)
  })

  it('is not decided where the rule of an op within is wrong', () => {
    const wrong = customOp({
      name: 'wrong',
      forward: (x: Tensor) => exp(x),
      differentials: ([x]) => [{ jvp: dx => mul(dx, exp(x)), vjp: dy => dy }],
    })
    const report = verify(
      { of: ({ x }) => sum(wrong(x!)), by: 'x', claim: ({ x }) => exp(x!) },
      given('x : real[n]'),
    )
    expect(report.verdict).toBe('inconclusive')
    expect(report.reason).toMatch(/^the oracles disagree about the function:\n[\s\S]*'wrong'/)
  })

  it('is refuted by its shape at whatever point it does not fit', () => {
    const fixed = given('x : real[n]')
    const report = verify(
      { of: ({ x }) => sum(square(x!)), by: 'x', claim: ({ x }) => mul(2, x!.size === 5 ? x! : sum(x!)) },
      fixed,
    )
    expect([report.verdict, report.reason]).toEqual(['refuted', 'the claim has shape [], the derivative [3]'])
  })

  it('is refused where it makes no sense', () => {
    expect(() => verify({ of: loss, by: 'y', claim: gradient }, paper)).toThrow(
      'y is of kind class, and has no derivative',
    )
    expect(() => verify({ of: loss, by: 'W', claim: gradient }, paper)).toThrow(
      /'by' names an input of the given block/,
    )
    expect(() => verify({ of: () => 3 as unknown as Tensor, by: 'θ', claim: gradient }, paper)).toThrow(
      "'of' must return a tensor, got 3",
    )
  })
})

/** diag(σ(x)), or diag(1 − σ(x)). */
function diagonal(x: Tensor, rest = false): Tensor {
  const s = rest ? sigmoid(neg(x)) : sigmoid(x)
  return mul(oneHot(arange(x.size), x.size), s)
}
describe('the matchers', () => {
  const squares = given('x : real[n]\nS = \\|x\\|^2')
  it('toHold takes reports, texts with a context, and papers', () => {
    expect(verify('\\nabla_x S = 2 x', squares)).toHold()
    expect('\\nabla_x S = 2 x').toHold(squares)
    expect('\\nabla_x S = x').not.toHold(squares)
    expect(checkPaper('a.md', '```given\nx : real[n]\n```\n\n$$ \\sum_i x_i = \\sum_j x_j $$\n')).toHold()
  })

  it('fail with the whole report', () => {
    expect(() => expect('\\nabla_x S = x').toHold(squares)).toThrow(
      /expected the claim to hold[\s\S]*the factor 2 is missing/,
    )
    expect(() => expect('\\nabla_x S = 2 x').not.toHold(squares)).toThrow('expected the claim to be refuted')
    expect(() => expect(neg).toBeGradientOf(loss, { by: 'θ', given: paper })).toThrow()
  })

  it('refuse what is no claim', () => {
    expect(() => expect(3).toHold()).toThrow(
      'toHold: takes a claim as text, or a report of verify or checkPaper, got 3',
    )
    expect(() => expect('S = S').toHold()).toThrow('wants its context')
    expect(() => expect('S').toBeGradientOf(loss, { by: 'θ', given: paper })).toThrow(
      'the gradient must be a function of named tensors',
    )
  })
})
