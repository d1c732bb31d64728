// Mistakes that other libraries have made, each as a test. Expected values are worked out by hand or to 30 digits elsewhere.
import { describe, expect, it } from 'vitest'
import { readLabelledCsv } from '../src/data/index.js'
import {
  abs,
  add,
  backward,
  clip,
  cos,
  crossEntropy,
  cumsum,
  customOp,
  div,
  exp,
  expm1,
  full,
  gather,
  grad,
  greater,
  hessian,
  hvp,
  jacobian,
  jvp,
  log,
  logSigmoid,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  minimum,
  mod,
  mul,
  norm,
  ones,
  pow,
  prod,
  random,
  sigmoid,
  sin,
  slice,
  softmax,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  variable,
  where,
  zeros,
} from '../src/index.js'
import { softmaxRegression } from '../src/models/index.js'
import { checkGradient } from '../src/testing/index.js'
import { documentIn } from '../src/verify/documents/formats.js'
import { given, verify } from '../src/verify/index.js'

const values = (x: Tensor) => Array.from(x.data)

/** Within a few units in the last place of float64. */
function expectClose(x: Tensor, wanted: readonly number[], ulps = 8): void {
  expect(x.size).toBe(wanted.length)
  wanted.forEach((w, i) => {
    expect(Math.abs(x.data[i]! - w), `${x.data[i]} against ${w}`).toBeLessThanOrEqual(
      ulps * Number.EPSILON * Math.abs(w),
    )
  })
}

describe('second and higher order', () => {
  const x = tensor([0.5, 1])
  const twice = (f: (x: Tensor) => Tensor) => grad((t: Tensor) => sum(grad((u: Tensor) => sum(f(u)))(t)))

  it('Σ x·eˣ has second derivatives (x + 2)·eˣ', () => {
    expectClose(twice(t => mul(t, exp(t)))(x), [2.5 * Math.exp(0.5), 3 * Math.E])
    expect(Number(twice(t => mul(t, exp(t)))(x).data[0]!.toFixed(3))).toBe(4.122)
  })

  it('Σ x·tanh x has second derivatives 2(1 − t²)(1 − x·t)', () => {
    const wanted = [0.5, 1].map(v => 2 * (1 - Math.tanh(v) ** 2) * (1 - v * Math.tanh(v)))
    expectClose(twice(t => mul(t, tanh(t)))(x), wanted, 16)
  })

  it('Σ x·sigmoid x has second derivatives s(1 − s)(2 + x(1 − 2s))', () => {
    const wanted = [0.5, 1].map(v => {
      const s = 1 / (1 + Math.exp(-v))
      return s * (1 - s) * (2 + v * (1 - 2 * s))
    })
    expectClose(twice(t => mul(t, sigmoid(t)))(x), wanted, 16)
  })

  it('the Hessian-vector product of sigmoid cross-entropy has the sign of a convex function', () => {
    // −log σ(z) has the second derivative σ(z)·σ(−z) > 0.
    const loss = (z: Tensor) => sum(mul(logSigmoid(z), -1))
    expectClose(hvp(loss)(tensor([0.5]), tensor([1])), [1 / (1 + Math.exp(-0.5)) / (1 + Math.exp(0.5))], 16)
  })

  it('Jacobians and Hessians take inputs of any shape', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(jacobian((t: Tensor) => square(t))(x).shape).toEqual([2, 2, 2, 2])
    const h = hessian((t: Tensor) => sum(mul(t, square(t))))(x)
    expect(h.shape).toEqual([2, 2, 2, 2])
    expect(values(h).filter(v => v !== 0)).toEqual([6, 12, 18, 24])
  })

  it('the Hessian of a product with two zeros is whole, and that of xᵖ at p = 0 symmetric', () => {
    expect(hessian((t: Tensor) => prod(t))(tensor([0, 0, 3])).toArray()).toEqual([
      [0, 3, 0],
      [3, 0, 0],
      [0, 0, 0],
    ])
    // ∂²xᵖ/∂x∂p = xᵖ⁻¹(1 + p·ln x) = 1/x, and ∂²xᵖ/∂p² = (ln x)².
    const entry = (t: Tensor, i: number) => sum(slice(t, [[i, i + 1]]))
    const h = hessian((t: Tensor) => pow(entry(t, 0), entry(t, 1)))(tensor([2, 0]))
    expectClose(h, [0, 0.5, 0.5, Math.LN2 ** 2])
  })

  it('grad of a vector output is refused, not summed', () => {
    expect(() => grad((t: Tensor) => square(t))(x)).toThrow(
      /needs a scalar function, got an output of shape \[2\].*jacobian/,
    )
  })
})

describe('cross-entropy and log-sum-exp', () => {
  const logits = tensor([[1, 2, 4]])

  it('the gradient towards labels is −log p', () => {
    const g = grad((y: Tensor) => crossEntropy(logits, y, { reduction: 'sum' }))(tensor([[0.2, 0.3, 0.5]]))
    // ln Σ eᶻ = 4 + ln(1 + e⁻² + e⁻³)
    const rest = Math.log1p(Math.exp(-2) + Math.exp(-3))
    expectClose(g, [3 + rest, 2 + rest, rest])
  })

  it('the gradient towards logits is (Σy)·p − y when labels do not sum to 1', () => {
    const y = [0.5, 0.75, 1]
    const g = grad((z: Tensor) => crossEntropy(z, tensor([y]), { reduction: 'sum' }))(logits)
    const e = [1, 2, 4].map(Math.exp)
    const total = e.reduce((a, b) => a + b)
    expectClose(
      g,
      e.map((v, i) => (2.25 * v) / total - y[i]!),
      16,
    )
  })

  it('a logit of 1000 gives no NaN', () => {
    expect(crossEntropy(tensor([[1000, 0]]), tensor([0], { dtype: 'int32' })).item()).toBe(0)
    expect(crossEntropy(tensor([[1000, 0]]), tensor([1], { dtype: 'int32' })).item()).toBe(1000)
  })

  it('all −∞ gives −∞ with finite gradients, and +∞ gives +∞', () => {
    const none = full([3], Number.NEGATIVE_INFINITY)
    expect(logSumExp(none).item()).toBe(Number.NEGATIVE_INFINITY)
    expect(values(grad((t: Tensor) => logSumExp(t))(none))).toEqual([0, 0, 0])
    const one = tensor([0, Number.POSITIVE_INFINITY])
    expect(logSumExp(one).item()).toBe(Number.POSITIVE_INFINITY)
    expect(values(grad((t: Tensor) => logSumExp(t))(one))).toEqual([0, 1])
  })

  it('softplus(100) is 100, logSigmoid(−200) is −200, and sigmoid′(−100) is e⁻¹⁰⁰', () => {
    expect(softplus(tensor(100)).item()).toBe(100)
    expect(logSigmoid(tensor(-200)).item()).toBe(-200)
    expectClose(grad((t: Tensor) => sigmoid(t))(tensor(-100)), [Math.exp(-100)])
  })
})

describe('broadcasting, reductions, indexing', () => {
  it('maximum, minimum and a squared difference have gradients when shapes broadcast', () => {
    const [a, b] = [tensor([[1], [5]]), tensor([[2, 3, 4]])]
    const towards = (f: (a: Tensor, b: Tensor) => Tensor) =>
      grad(([p, q]: readonly [Tensor, Tensor]) => sum(f(p, q)))([a, b])
    expect(towards((p, q) => maximum(p, q)).map(values)).toEqual([
      [0, 3],
      [1, 1, 1],
    ])
    expect(towards((p, q) => minimum(p, q)).map(values)).toEqual([
      [3, 0],
      [1, 1, 1],
    ])
    expect(towards((p, q) => square(sub(p, q))).map(values)).toEqual([
      [-12, 12],
      [-4, 0, 4],
    ])
  })

  it('a batched product with a stretched factor has gradients', () => {
    const [a, b] = [ones([3, 2, 4]), ones([4, 5])]
    const g = grad(([p, q]: readonly [Tensor, Tensor]) => sum(matmul(p, q)))([a, b])
    expect(g[0].shape).toEqual([3, 2, 4])
    expect(values(g[1]).every(v => v === 6)).toBe(true)
  })

  it('cumsum runs along any axis', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(cumsum(x, { axis: 0 }).toArray()).toEqual([
      [1, 2],
      [4, 6],
    ])
    expect(values(grad((t: Tensor) => sum(cumsum(t, { axis: 0 })))(x))).toEqual([2, 2, 1, 1])
  })

  it('where takes its condition from the variable itself', () => {
    expect(values(grad((t: Tensor) => sum(where(greater(t, 0), mul(t, 3), 0)))(tensor([-1, 2])))).toEqual([
      0, 3,
    ])
  })

  it('slopes at corners are decided: ‖0‖, |0|, tied maxima', () => {
    expect(values(grad((t: Tensor) => norm(t))(zeros([2])))).toEqual([0, 0])
    expect(values(grad((t: Tensor) => sum(abs(t)))(zeros([1])))).toEqual([0])
    expect(values(grad((t: Tensor) => max(t))(tensor([1, 3, 3])))).toEqual([0, 0.5, 0.5])
    expect(values(grad((t: Tensor) => sum(clip(t, 0, 1)))(tensor([-1, 0, 0.5, 1, 2])))).toEqual([
      0, 1, 1, 1, 0,
    ])
  })

  it('prod has the right gradient with zeros, and pow(x, 2) at 0', () => {
    expect(values(grad((t: Tensor) => prod(t))(tensor([0, 2, 3])))).toEqual([6, 0, 0])
    expect(values(grad((t: Tensor) => prod(t))(tensor([0, 0, 3])))).toEqual([0, 0, 0])
    expect(values(grad((t: Tensor) => sum(pow(t, 2)))(tensor([0, -3])))).toEqual([0, -6])
  })

  it('integer arithmetic stays integer, and mod has the slope of its parts', () => {
    const y = mod(tensor([7, -7], { dtype: 'int32' }), 3)
    expect([y.dtype, values(y)]).toEqual(['int32', [1, 2]])
    expect(values(jvp((t: Tensor) => mod(7, t))(tensor([2]), tensor([1])).tangent)).toEqual([-3])
  })

  it('an index outside is refused, and gather, take and strided slices have gradients', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    const at = tensor([0, 3], { dtype: 'int32' })
    expect(() => gather(x, at)).toThrow('gather: index 3 is out of range for axis 1 of size 3; use -3 to 2')
    expect(() => take(x, tensor([2], { dtype: 'int32' }))).toThrow(
      'take: index 2 is out of range for axis 0 of size 2',
    )
    expect(values(grad((t: Tensor) => sum(gather(t, tensor([2, 0]))))(x))).toEqual([0, 0, 1, 1, 0, 0])
    expect(values(grad((t: Tensor) => sum(take(t, tensor([1, 1]))))(x))).toEqual([0, 0, 0, 2, 2, 2])
    expect(values(grad((t: Tensor) => sum(slice(t, [0, [undefined, undefined, -2]])))(x))).toEqual([
      1, 0, 1, 0, 0, 0,
    ])
  })
})

describe('numbers', () => {
  it('float64 is float64 in exp, log and tanh', () => {
    expect(exp(tensor(1)).item()).toBe(Math.E)
    expect(log(tensor(2)).item()).toBe(Math.LN2)
    expectClose(tanh(tensor(1e-5)), [1e-5 - 1e-15 / 3], 2)
    expect(exp(tensor(88.5)).item()).toBeLessThan(Number.POSITIVE_INFINITY)
    expect(exp(tensor(709)).item()).toBeLessThan(Number.POSITIVE_INFINITY)
    expectClose(expm1(tensor(1e-10)), [1e-10 + 0.5e-20], 2)
  })

  it('a function does not change with the length of its input, near its zeros and far below 0', () => {
    const cases = [
      [log, 1 - 2 ** -20, Math.log1p(-(2 ** -20))],
      [sin, Math.fround(Math.PI), Math.sin(Math.fround(Math.PI))],
      [tanh, 2 ** -17, Math.tanh(2 ** -17)],
      [softplus, -26, Math.log1p(Math.exp(-26))],
      [sigmoid, -37, Math.exp(-37) / (1 + Math.exp(-37))],
    ] as const
    for (const [f, x, wanted] of cases)
      for (const n of [1, 127, 128, 1000]) expectClose(f(full([n], x)), Array(n).fill(wanted), 4)
  })

  it('the float32 sum of a million times 0.1 is right to a float32', () => {
    const x = full([1_000_000], 0.1, { dtype: 'float32' })
    const total = sum(x)
    expect(total.dtype).toBe('float32')
    // 0.1 in float32 is off by up to 2⁻²⁵ relative, and the sum is rounded once more.
    expect(Math.abs(total.item() - 100_000)).toBeLessThanOrEqual(100_000 * 2 ** -24 * 2)
  })
})

describe('graph and memory', () => {
  it('an unused branch changes nothing', () => {
    const a = variable(tensor(2))
    const b = mul(a, 3)
    mul(b, 5)
    expect(backward(square(b)).of(a).item()).toBe(36)
  })

  it('backward twice gives the same twice', () => {
    const a = variable(tensor(2))
    const y = mul(square(a), 2)
    expect([backward(y).of(a).item(), backward(y).of(a).item()]).toEqual([8, 8])
  })

  it('pow knows its exponent', () => {
    expect(grad((t: Tensor) => pow(t, 3))(tensor(2)).item()).toBe(12)
  })

  it('a mean over a stretched bias adds up', () => {
    expect(values(grad((b: Tensor) => mean(add(zeros([4, 2]), b)))(zeros([2])))).toEqual([0.5, 0.5])
  })
})

describe('checks of gradients', () => {
  const claimed = (value: (x: Tensor) => Tensor, slope: (x: Tensor) => Tensor) => {
    const op = customOp({
      name: 'claimed',
      forward: value,
      differentials: ([x]) => [{ jvp: dx => mul(dx, slope(x)), vjp: dy => mul(dy, slope(x)) }],
    })
    return checkGradient((x: Tensor) => sum(op(x)), tensor([0.3, 0.7])).verdict
  }

  it('a slope of 0 is refuted where slopes are small, and one that is off by 0.9 where they are 1000', () => {
    const small = (x: Tensor) => div(sin(x), 200_000)
    expect(claimed(small, x => div(cos(x), 200_000))).toBe('holds')
    expect(claimed(small, x => mul(x, 0))).toBe('refuted')
    expect(claimed(x => mul(x, 1000), x => add(mul(x, 0), 1000.9))).toBe('refuted') // biome-ignore format: one line a claim
  })

  it('a label taken for another is seen among 1000 samples', () => {
    const verdict = (label: number) => {
      const truth = tensor([0, 1, 2].map(i => Number(i === label)))
      const slope = (z: Tensor) => div(sub(softmax(z), truth), 1000)
      const meanLoss = customOp({
        name: 'meanLoss',
        forward: (z: Tensor) =>
          mean(sub(logSumExp(z, { axis: 1 }), gather(z, zeros([1000], { dtype: 'int32' })))),
        differentials: ([z]) => [{ jvp: dz => sum(mul(dz, slope(z))), vjp: dy => mul(dy, slope(z)) }],
      })
      return checkGradient(meanLoss, random(1).normal([1000, 3])).verdict
    }
    expect([verdict(0), verdict(1)]).toEqual(['holds', 'refuted'])
  })
})

describe('fits', () => {
  // The labels of x = 0 … 7 overlap, so that the best slope is finite.
  const x = tensor([0, 1, 2, 3, 4, 5, 6, 7].map(v => [v]))
  const y = tensor([0, 0, 1, 0, 1, 0, 1, 1], { dtype: 'int32' })
  const fitted = (rows: Tensor) => softmaxRegression({ standardize: true, epochs: 2000 }).fit(rows, y)

  it('a column of years, or in small units, is fitted as the same column from 0', () => {
    const wanted = fitted(x).predictProba(x)
    // Both changes are exact in float64, and so is their undoing: not a bit may differ.
    for (const rows of [add(x, 2000), mul(x, 2 ** -30)]) {
      const model = fitted(rows)
      expect(model.converged).toBe(true)
      expect(model.predictProba(rows).toArray()).toEqual(wanted.toArray())
    }
  })

  it('a class that one column separates leaves finite parameters, and the fit does not say that it converged', () => {
    const rows = tensor([-3, -2, -1, 1, 2, 3, 8, 9, 10].map(v => [v]))
    const labels = tensor([0, 1, 0, 1, 0, 1, 2, 2, 2], { dtype: 'int32' })
    const model = softmaxRegression({ epochs: 100 }).fit(rows, labels)
    expect(model.converged).toBe(false)
    expect(values(model.predictProba(rows)).every(p => p > 0 && p < 1)).toBe(true)
  })
})

describe('formulas, documents and tables', () => {
  const context = given('X : real[m, n]\nw : real[n]\nA, B : real[n, n]')
  const verdict = (claim: string) => verify(claim, context).verdict

  it('a product of matrices keeps its order', () => {
    expect(verdict('X^\\top X w = X^\\top (X w)')).toBe('holds')
    expect(verdict('A^\\top A = A A^\\top')).toBe('refuted')
    expect(verdict('A B = B A')).toBe('refuted')
  })

  it('≠ is one sign in three spellings, and an equals sign with a stroke over it is never read as equality', () => {
    for (const sign of ['\\not=', '≠'])
      expect(verdict(`\\sum_i [i ${sign} 1] w_i = \\sum_i [i \\ne 1] w_i`)).toBe('holds')
    const read = (claim: string) => {
      try {
        return verdict(claim)
      } catch {
        return 'not read'
      }
    }
    expect(read('\\sum_i [i = 1] w_i = w_1')).toBe('holds')
    expect(read('\\sum_i [i =\u0338 1] w_i = w_1')).not.toBe('holds')
  })

  it('where the rows of aligned and gathered stand is no part of the formula', () => {
    for (const rows of ['aligned', 'gathered'])
      expect(verdict(`\\begin{${rows}}[t] A w = A w \\end{${rows}}`)).toBe('holds')
  })

  it('a table keeps # in its cells', () => {
    expect(readLabelledCsv('length,language\n1,C#\n2,#F\n').classes).toEqual(['#F', 'C#'])
  })

  it('a display is one wherever its lines break and whatever stands behind it, and is not lost at a blank line', () => {
    const read = (page: string) => documentIn('p.md', `\`\`\`given\nx : real\n\`\`\`\n\n${page}`)
    const displays = (page: string) => read(page).displays.map(({ text }) => text)
    for (const page of ['$$a=b$$', '$$ a=b\n$$', '$$\na=b $$\n\nEnd.', '$$a=b$$.\n\nEnd.'])
      expect(displays(page), page).toEqual(['a=b'])
    expect(displays('| $$\\|x\\|$$ |')).toEqual(['\\|x\\|'])
    expect(read('$$\na\n\nb\n$$').flaws).not.toEqual([])
  })
})
