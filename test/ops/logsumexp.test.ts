// What logSumExp, softmax and crossEntropy do where exponentials overflow, vanish or are not numbers.
import { describe, expect, it } from 'vitest'
import {
  add,
  crossEntropy,
  grad,
  hessian,
  jvp,
  logSoftmax,
  logSumExp,
  oneHot,
  type Shape,
  softmax,
  sum,
  type Tensor,
  tensor,
  vjp,
  zeros,
} from '../../src/index.js'

const INF = Number.POSITIVE_INFINITY
const gradient = (x: Tensor) => grad((v: Tensor) => logSumExp(v))(x).toArray()
const bars = (loss: (z: Tensor, y: Tensor) => Tensor, z: Tensor, y: Tensor) => {
  const pulled = vjp(([z, y]: readonly [Tensor, Tensor]) => loss(z, y))([z, y]).pullback(tensor(1))
  return pulled.map(bar => bar.toArray())
}

describe('logSumExp', () => {
  it('of −∞ alone is −∞, with slopes 0 and not NaN', () => {
    const x = tensor([-INF, -INF])
    expect(logSumExp(x).item()).toBe(-INF)
    expect(gradient(x)).toEqual([0, 0])
    expect(jvp((v: Tensor) => logSumExp(v))(x, tensor([1, 2])).tangent.item()).toBe(0)
  })

  it('with a +∞ is +∞, and the infinite ones share the slope', () => {
    expect(logSumExp(tensor([INF, 1])).item()).toBe(INF)
    expect(gradient(tensor([INF, 1, INF]))).toEqual([0.5, 0, 0.5])
    expect(logSumExp(tensor([INF, -INF])).item()).toBe(INF)
  })

  it('with a NaN is NaN, also beside infinities', () => {
    expect(logSumExp(tensor([Number.NaN, 1])).item()).toBeNaN()
    expect(logSumExp(tensor([1, INF, Number.NaN])).item()).toBeNaN()
    expect(logSumExp(tensor([Number.NaN, -INF])).item()).toBeNaN()
  })

  it('keeps lines apart: a NaN, −∞ or +∞ in one does not reach another', () => {
    const x = tensor([
      [-INF, -INF],
      [INF, 0],
      [Number.NaN, 0],
      [0, 0],
    ])
    expect(logSumExp(x, { axis: 1 }).toArray()).toEqual([-INF, INF, Number.NaN, Math.LN2])
  })

  it('neither overflows nor loses a small sum', () => {
    expect(logSumExp(tensor([1000, 1000])).item()).toBe(1000 + Math.LN2)
    expect(logSumExp(tensor([-1000, -1000])).item()).toBe(-1000 + Math.LN2)
    expect(logSumExp(tensor([1e308, 1e308])).item()).toBe(1e308)
    // ln(1 + e⁻⁵⁰) = e⁻⁵⁰ to 1 − e⁻⁵⁰/2: the plain form gives 0. One ulp for exp and one for log1p.
    const tail = Math.exp(-50)
    expect(Math.abs(logSumExp(tensor([0, -50])).item() - tail)).toBeLessThanOrEqual(2 * 2 ** -52 * tail)
  })

  it('logSoftmax and crossEntropy of a confident prediction keep their digits too', () => {
    // −ln p = ln(1 + e⁻⁵⁰) = e⁻⁵⁰ to 1 − e⁻⁵⁰/2, as above.
    const tail = Math.exp(-50)
    const within = 2 * 2 ** -52 * tail
    const logits = tensor([0, -50])
    expect(Math.abs(logSoftmax(logits).toArray()[0]! + tail)).toBeLessThanOrEqual(within)
    const loss = crossEntropy(logits, tensor(0, { dtype: 'int32' })).item()
    expect(Math.abs(loss - tail)).toBeLessThanOrEqual(within)
  })

  it('ignores a −∞ beside finite values, with slope 0 there', () => {
    expect(logSumExp(tensor([-INF, 3])).item()).toBe(3)
    expect(gradient(tensor([-INF, 3]))).toEqual([0, 1])
  })

  it('has finite second derivatives at −∞', () => {
    const h = hessian((v: Tensor) => logSumExp(v))(tensor([-INF, 3, -INF]))
    expect(Array.from(h.data, v => v + 0)).toEqual(new Array(9).fill(0))
  })
})

describe('softmax and logSoftmax', () => {
  it('softmax of −∞ alone is zeros, of +∞ their shares, of NaN NaN', () => {
    const x = tensor([
      [-INF, -INF, -INF],
      [INF, 0, INF],
      [Number.NaN, 0, 1],
      [-INF, 0, -INF],
    ])
    const want = [
      [0, 0, 0],
      [0.5, 0, 0.5],
      [Number.NaN, Number.NaN, Number.NaN],
      [0, 1, 0],
    ]
    expect(softmax(x).toArray()).toEqual(want)
  })

  it('logSoftmax is the logarithm of softmax there too', () => {
    const x = tensor([
      [-INF, -INF],
      [INF, 0],
      [-INF, 5],
    ])
    expect(Array.from(logSoftmax(x).data, v => v + 0)).toEqual([-INF, -INF, 0, -INF, -INF, 0])
    expect(logSoftmax(tensor([INF, INF])).toArray()).toEqual([-Math.LN2, -Math.LN2])
  })

  it('logSoftmax keeps what softmax loses: 1000 below the top is −1000', () => {
    expect(softmax(tensor([0, -1000])).toArray()).toEqual([1, 0])
    expect(logSoftmax(tensor([0, -1000])).toArray()).toEqual([0, -1000])
  })

  it('adding a constant to a line changes nothing', () => {
    const x = tensor([0.25, -1.5, 3])
    // Sixteenths plus 1024 are exact, so the differences are the same to the last digit.
    expect(softmax(add(x, 1024)).toArray()).toEqual(softmax(x).toArray())
  })
})

describe('crossEntropy', () => {
  // e^0 : e^ln 3 = 1 : 3, so that p = [1/4, 3/4].
  const z = tensor([[0, Math.log(3)]])
  // p is exact to a few eps, its logarithm too; |values| ≤ 2.
  const close = (got: unknown, want: readonly number[]) => {
    const values = [got].flat(3) as number[]
    expect(values).toHaveLength(want.length)
    for (const [i, v] of values.entries()) expect(Math.abs(v - want[i]!)).toBeLessThanOrEqual(8 * 2 ** -52)
  }

  it('towards logits is (Σy)·p − y, for labels that do not sum to 1', () => {
    const [zBar] = bars(crossEntropy, z, tensor([[0.5, 1.5]]))
    close(zBar, [2 / 4 - 0.5, (2 * 3) / 4 - 1.5])
    const [other] = bars(crossEntropy, z, tensor([[-1, 0.25]]))
    close(other, [-0.75 / 4 + 1, (-0.75 * 3) / 4 - 0.25])
  })

  it('towards labels is −ln p', () => {
    const [, yBar] = bars(crossEntropy, z, tensor([[0.5, 1.5]]))
    close(yBar, [Math.log(4), Math.log(4 / 3)])
  })

  it('a label of 0 at a logit of −∞ adds 0, with finite gradients towards logits', () => {
    const logits = tensor([[-INF, 0]])
    expect(crossEntropy(logits, tensor([[0, 1]])).item()).toBe(0)
    const [zBar, yBar] = bars(crossEntropy, logits, tensor([[0, 1]]))
    expect([zBar].flat(3).every(v => v === 0)).toBe(true)
    expect([yBar].flat(3).every(v => !Number.isNaN(v))).toBe(true)
  })

  it('a label above 0 at a logit of −∞ costs ∞', () => {
    expect(crossEntropy(tensor([[-INF, 0]]), tensor([[0.5, 0.5]])).item()).toBe(INF)
    expect(crossEntropy(tensor([[-INF, 0]]), tensor([0], { dtype: 'int32' })).item()).toBe(INF)
  })

  it('logits of ±1e4 give finite losses and gradients', () => {
    const logits = tensor([[1e4, -1e4, 0]])
    expect(crossEntropy(logits, tensor([1], { dtype: 'int32' })).item()).toBe(2e4)
    expect(crossEntropy(logits, tensor([[0, 1, 0]])).item()).toBe(2e4)
    const towardLogits = grad((z: Tensor) => crossEntropy(z, tensor([1], { dtype: 'int32' })))(logits)
    expect(towardLogits.toArray()).toEqual([[1, -1, 0]])
  })

  it('class numbers and their indicator rows give the same', () => {
    const logits = tensor([
      [1, 2, 3],
      [-4, 0, 0.5],
    ])
    const labels = tensor([2, 0], { dtype: 'int32' })
    for (const reduction of ['mean', 'sum', 'none'] as const) {
      const hard = crossEntropy(logits, labels, { reduction })
      expect(hard.toArray()).toEqual(crossEntropy(logits, oneHot(labels, 3), { reduction }).toArray())
    }
  })

  it('the mean is over samples, and none keeps one loss a sample', () => {
    const logits = zeros([2, 3, 4] as Shape)
    const labels = zeros([2, 3] as Shape, { dtype: 'int32' })
    expect(crossEntropy(logits, labels, { reduction: 'none' }).shape).toEqual([2, 3])
    // Six equal losses ln 4: their sum and quotient round to 6 eps at most.
    expect(Math.abs(crossEntropy(logits, labels).item() - Math.log(4))).toBeLessThanOrEqual(6 * 2 ** -52)
    const total = crossEntropy(logits, labels, { reduction: 'sum' }).item()
    expect(Math.abs(total - 6 * Math.log(4))).toBeLessThanOrEqual(6 * 6 * 2 ** -52 * 2)
  })

  it('of a label among k scores of +∞ is ln k, of another ∞', () => {
    const at = (label: number) =>
      crossEntropy(tensor([INF, 0, INF]), tensor(label, { dtype: 'int32' })).item()
    expect([0, 1, 2].map(at)).toEqual([Math.LN2, INF, Math.LN2])
    const all = (label: number) =>
      crossEntropy(tensor([-INF, -INF]), tensor(label, { dtype: 'int32' })).item()
    expect([0, 1].map(all)).toEqual([INF, INF])
  })

  it('refuses a label that is no class, whichever sample it belongs to', () => {
    for (let at = 0; at < 3; at++)
      for (const bad of [-1, 2]) {
        const labels = tensor([0, 1, 1].with(at, bad), { dtype: 'int32' })
        expect(() => crossEntropy(zeros([3, 2]), labels)).toThrow(
          `index ${bad} is out of range for axis 1 of size 2`,
        )
      }
  })

  it('works on one sample without a batch', () => {
    expect(crossEntropy(tensor([0, 0]), tensor(1, { dtype: 'int32' })).item()).toBe(Math.LN2)
  })

  it('indicator rows in int32 are refused, for int32 labels are class numbers', () => {
    const labels = tensor([[0, 1]], { dtype: 'int32' })
    expect(() => crossEntropy(tensor([[1, 2]]), labels)).toThrow(/^crossEntropy: .*int32/)
  })

  it('of no samples is NaN for the mean and 0 for the sum', () => {
    const [none, labels] = [zeros([0, 3] as Shape), zeros([0] as Shape, { dtype: 'int32' })]
    expect(crossEntropy(none, labels).item()).toBeNaN()
    expect(crossEntropy(none, labels, { reduction: 'sum' }).item()).toBe(0)
  })

  it('gradients towards logits sum to 0 when labels are class numbers', () => {
    const logits = tensor([[0.5, -2, 1]])
    const bar = grad((z: Tensor) => crossEntropy(z, tensor([2], { dtype: 'int32' })))(logits)
    // Three numbers below 1, each exact to 2 eps.
    expect(Math.abs(sum(bar).item())).toBeLessThanOrEqual(6 * 2 ** -52)
  })
})
