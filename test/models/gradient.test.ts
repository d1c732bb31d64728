// The gradient of softmax regression: by autodiff, by the closed form, by finite differences; its Hessian; what leaves it alone.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import {
  add,
  crossEntropy,
  gather,
  grad,
  hessian,
  logSumExp,
  mean,
  sub,
  type Tensor,
  valueAndGrad,
} from '../../src/index.js'
import { scores, softmaxLoss } from '../../src/models/index.js'
import { centralDifference } from '../../src/testing/differences.js'
import * as closedForm from './closedForm.js'
import { flatOf, type Problem, problems, tensorsOf } from './problem.js'

/** Fails unless every value is within its tolerance. */
function expectWithin(
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  tolerance: ArrayLike<number>,
  what: string,
): void {
  expect(got.length, what).toBe(wanted.length)
  for (let i = 0; i < got.length; i++) {
    const error = Math.abs(got[i]! - wanted[i]!)
    if (!(error <= tolerance[i]!))
      expect.fail(
        `${what}[${i}]: got ${got[i]}, wanted ${wanted[i]}: ${error} apart, allowed ${tolerance[i]}`,
      )
  }
}

const gradientOf = (p: Problem) => {
  const { params, x, y, l2 } = tensorsOf(p)
  return valueAndGrad(softmaxLoss)(params, x, y, { l2 })
}

/** All second derivatives as one matrix: θ first, then the bias, as the closed form has them. */
function hessianOf(p: Problem): Float64Array {
  const { params, x, y, l2 } = tensorsOf(p)
  const blocks = hessian(softmaxLoss)(params, x, y, { l2 })
  const { d, k } = flatOf(p)
  const size = (d + 1) * k
  const out = new Float64Array(size * size)
  const place = (block: Tensor | undefined, top: number, left: number, rows: number, columns: number) => {
    for (let a = 0; a < rows; a++)
      for (let b = 0; b < columns; b++) out[(top + a) * size + left + b] = block!.data[a * columns + b]!
  }
  place(blocks.theta.theta, 0, 0, d * k, d * k)
  place(blocks.theta.bias, 0, d * k, d * k, k)
  place(blocks.bias!.theta, d * k, 0, k, d * k)
  place(blocks.bias!.bias, d * k, d * k, k, k)
  return out
}

describe('softmaxLoss', () => {
  it('is mean(logSumExp(h) − h_y) for hard labels, and its closed form for all', () => {
    fc.assert(
      fc.property(problems(), p => {
        const { params, x, y, l2 } = tensorsOf(p)
        const { value, tolerance } = closedForm.loss(flatOf(p))
        expectWithin([softmaxLoss(params, x, y, { l2 }).item()], [value], [tolerance], 'loss')
        if (y.rank === 2) return
        const h = scores(params, x)
        const literal = mean(sub(logSumExp(h, { axis: 1 }), gather(h, y))).item()
        expectWithin([softmaxLoss(params, x, y).item()], [literal], [tolerance], 'logSumExp − gather')
      }),
      { numRuns: 300 },
    )
  })

  it('has the gradient Xᵀ(Z − Y)/n + l2·θ, and for the bias the column means of Z − Y', () => {
    fc.assert(
      fc.property(problems(), p => {
        const { gradient } = gradientOf(p)
        const { theta, bias } = closedForm.gradient(flatOf(p))
        expectWithin(gradient.theta.data, theta.value, theta.tolerance, 'theta')
        if (p.bias !== undefined) expectWithin(gradient.bias!.data, bias.value, bias.tolerance, 'bias')
      }),
      { numRuns: 1000 },
    )
  })

  it('has the gradient that finite differences of it have, within their bound', () => {
    let [entries, clear] = [0, 0]
    fc.assert(
      fc.property(problems({ most: 7 }), p => {
        const { params, x, y, l2 } = tensorsOf(p)
        const { gradient } = gradientOf(p)
        const paper = closedForm.gradient(flatOf(p))
        const magnitude = closedForm.forward(flatOf(p)).largest
        for (const name of ['theta', 'bias'] as const) {
          const at = params[name]
          for (let e = 0; at !== undefined && e < at.size; e++) {
            const along = (value: number) => {
              const moved = Float64Array.from(at.data)
              moved[e] = value
              return softmaxLoss({ ...params, [name]: fromData(moved, at.shape) }, x, y, { l2 }).item()
            }
            const slope = centralDifference(along, at.data[e]!, { magnitude })
            entries++
            if (slope.kind !== 'smooth') continue
            clear++
            const tolerance = slope.bound + paper[name].tolerance[e]!
            expectWithin([gradient[name]!.data[e]!], [slope.derivative], [tolerance], `${name}, entry ${e}`)
          }
        }
      }),
      { numRuns: 60 },
    )
    // Where scores are about 1e4, the loss bends within 1e-4 of a point; measured, differences see through that every time.
    expect(clear / entries).toBeGreaterThan(0.99)
  })

  it('has the Hessian of its closed form', () => {
    fc.assert(
      fc.property(
        problems({ most: 7 }).filter(p => p.bias !== undefined),
        p => {
          const { value, tolerance } = closedForm.hessian(flatOf(p))
          expectWithin(hessianOf(p), value, tolerance, 'hessian')
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('the gradient', () => {
  it('and the loss stay when a constant is added to a row of scores', () => {
    fc.assert(
      fc.property(problems({ l2: false }), fc.integer({ min: -1000, max: 1000 }), (p, seed) => {
        const { params, x, y } = tensorsOf(p)
        const h = scores(params, x)
        const n = h.shape[0]!
        const constants = fromData(
          Float64Array.from({ length: n }, (_, i) => seed * (i + 1)),
          [n, 1] as const,
        )
        const plain = valueAndGrad(crossEntropy)(h, y)
        const moved = valueAndGrad(crossEntropy)(add(h, constants), y)
        const { tolerance } = closedForm.loss(flatOf(p))
        const shift = 16 * 2 ** -52 * Math.abs(seed) * n * (1 + Math.max(...flatOf(p).y) * p.theta[0]!.length)
        expectWithin([moved.value.item()], [plain.value.item()], [tolerance + shift], 'loss')
        // Towards scores the gradient is (s·z − y)/n, every term at most the largest label sum: M ≤ 2·s/n.
        const s = Math.max(1, ...Array.from({ length: n }, (_, i) => rowSum(p, i)))
        const largest = closedForm.forward(flatOf(p)).largest + Math.abs(seed) * n
        const allowed = plain.gradient.toTypedArray().fill(((8 * 2 ** -52 * 2 * s) / n) * (1 + largest))
        expectWithin(moved.gradient.data, plain.gradient.data, allowed, 'gradient')
      }),
      { numRuns: 300 },
    )
  })

  it('has its columns permuted when classes are', () => {
    fc.assert(
      fc.property(problems(), p => {
        const k = p.theta[0]!.length
        // Each class moves up by one place, the last to the front.
        const turn = <T>(row: readonly T[]): T[] => [row[k - 1]!, ...row.slice(0, -1)]
        const turned: Problem = {
          ...p,
          theta: p.theta.map(turn),
          bias: p.bias && turn(p.bias),
          labels: p.labels.map(y => (typeof y === 'number' ? (y + 1) % k : turn(y))) as Problem['labels'],
        }
        const { theta } = closedForm.gradient(flatOf(turned))
        const wanted = rowsOf(gradientOf(p).gradient.theta).flatMap(turn)
        expectWithin(gradientOf(turned).gradient.theta.data, wanted, theta.tolerance, 'theta')
      }),
      { numRuns: 300 },
    )
  })

  it('sums to 0 over classes when labels sum to 1', () => {
    fc.assert(
      fc.property(problems({ labels: ['hard', 'soft'], l2: false }), p => {
        const { theta } = closedForm.gradient(flatOf(p))
        const { d, k } = flatOf(p)
        const rows = rowsOf(gradientOf(p).gradient.theta)
        for (let j = 0; j < d; j++) {
          const allowed = theta.tolerance.slice(j * k, (j + 1) * k).reduce((a, b) => a + b)
          expectWithin([rows[j]!.reduce((a, b) => a + b)], [0], [allowed], `row ${j}`)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is refuted with a small counterexample when 1/n is mistaken for 1/d', () => {
    const wrong = (p: Problem) => {
      const { n, d } = flatOf(p)
      const { theta } = closedForm.gradient(flatOf(p))
      const ours = grad(softmaxLoss)(tensorsOf(p).params, tensorsOf(p).x, tensorsOf(p).y)
      return ours.theta
        .toTypedArray()
        .every((g, e) => Math.abs(g - (theta.value[e]! * n) / d) <= theta.tolerance[e]!)
    }
    const found = fc.check(
      fc.property(problems({ l2: false }), p => wrong(p)),
      { seed: 1 },
    )
    const [p] = found.counterexample!
    const { n, d, k } = flatOf(p)
    // The smallest shapes with n ≠ d: one row or one feature, two classes, X = 1 and θ = 0.
    expect([Math.min(n, d), Math.max(n, d), k]).toEqual([1, 2, 2])
    expect(p.theta.flat().every(v => v === 0) && p.x.flat().every(v => v === 1)).toBe(true)
    expect(found.numShrinks).toBeLessThan(60)
  })
})

const rowsOf = (x: Tensor): number[][] => {
  const [rows, columns] = x.shape as readonly [number, number]
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => x.data[i * columns + j]!),
  )
}

const rowSum = (p: Problem, i: number): number => {
  const y = p.labels[i]!
  return typeof y === 'number' ? 1 : y.reduce((a, b) => a + b)
}
