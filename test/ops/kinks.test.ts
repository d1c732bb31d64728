// Slopes that are a matter of choice: at kinks and ties, at zeros of products and powers, and on branches not taken.
import { describe, expect, it } from 'vitest'
import { epsilonOf } from '../../src/dtype.js'
import {
  abs,
  clip,
  div,
  einsum,
  grad,
  greater,
  hessian,
  hvp,
  jvp,
  log,
  max,
  maximum,
  min,
  minimum,
  mul,
  norm,
  type Operand,
  onesLike,
  pow,
  prod,
  relu,
  sign,
  sqrt,
  square,
  sum,
  type Tensor,
  tensor,
  vjp,
  where,
  zeros,
} from '../../src/index.js'

const INF = Number.POSITIVE_INFINITY
/** The gradient of Σ f, as an array; 0 for −0. */
const slopes = (f: (x: Tensor) => Tensor, x: Tensor | readonly number[]) => {
  const point = Array.isArray(x) ? tensor(x as number[]) : (x as Tensor)
  return Array.from(grad((v: Tensor) => sum(f(v)) as Tensor)(point).data, v => v + 0)
}
/** Derivatives of f at a number, of orders 1 … n. */
function derivatives(f: (x: Tensor) => Tensor, at: number, n: number): number[] {
  const all: number[] = []
  let g = f
  for (let order = 1; order <= n; order++) {
    g = grad(g)
    all.push(g(tensor(at)).item() + 0)
  }
  return all
}

describe('ties', () => {
  it('max and min share the slope equally, so that it sums to 1', () => {
    expect(slopes(x => max(x), [3, 1, 3])).toEqual([0.5, 0, 0.5])
    expect(slopes(x => min(x), [1, 1, 1, 1])).toEqual([0.25, 0.25, 0.25, 0.25])
    expect(
      slopes(
        x => max(x, { axis: 1 }),
        tensor([
          [2, 2],
          [1, 2],
        ]),
      ),
    ).toEqual([0.5, 0.5, 0, 1])
    expect(slopes(x => max(x, { axis: [0, 2] }), zeros([2, 1, 2]))).toEqual([0.25, 0.25, 0.25, 0.25])
  })

  it('forward mode shares alike', () => {
    const { tangent } = jvp((x: Tensor) => max(x))(tensor([3, 1, 3]), tensor([1, 10, 2]))
    expect(tangent.item()).toBe(1.5)
  })

  it('infinite values tie too', () => {
    expect(slopes(x => max(x), [INF, 1, INF])).toEqual([0.5, 0, 0.5])
    expect(slopes(x => min(x), [-INF, -INF])).toEqual([0.5, 0.5])
  })

  it('maximum and minimum give each half', () => {
    for (const op of [maximum, minimum]) {
      const f = ([a, b]: readonly [Tensor, Tensor]) => op(a, b)
      const [aBar, bBar] = vjp(f)([tensor(2), tensor(2)]).pullback(tensor(1))
      expect([aBar.item(), bBar.item()]).toEqual([0.5, 0.5])
    }
  })

  it('maximum of a tensor with itself has slope 1', () => {
    expect(slopes(x => maximum(x, x), [2, -1])).toEqual([1, 1])
  })
})

describe('kinks at 0', () => {
  it('|x|, sign and relu have slope 0 there', () => {
    expect(slopes(abs, [-2, 0, 2])).toEqual([-1, 0, 1])
    expect(slopes(sign, [-2, 0, 2])).toEqual([0, 0, 0])
    expect(slopes(relu, [-2, 0, 2])).toEqual([0, 0, 1])
  })

  it('‖x‖ has slope 0 there, along each line by itself', () => {
    expect(slopes(x => norm(x), [0, 0])).toEqual([0, 0])
    expect(
      slopes(
        x => norm(x, { axis: 1 }),
        tensor([
          [0, 0],
          [3, 4],
        ]),
      ),
    ).toEqual([0, 0, 0.6, 0.8])
    expect(slopes(x => norm(x, { ord: 1 }), [0, 2])).toEqual([0, 1])
    expect(slopes(x => norm(x, { ord: INF }), [0, 0])).toEqual([0, 0])
    expect(jvp((x: Tensor) => norm(x))(tensor([0, 0]), tensor([1, 1])).tangent.item()).toBe(0)
  })

  it('second derivatives there are finite', () => {
    expect(derivatives(abs, 0, 3)).toEqual([0, 0, 0])
    expect(derivatives(relu, 0, 3)).toEqual([0, 0, 0])
  })

  it('‖x‖ refuses a second derivative there, and names the way to that of ‖x‖²', () => {
    const message = 'norm: has no second derivative where all values are 0; write ‖x‖² as sum(square(x))'
    for (const f of [(x: Tensor) => norm(x), (x: Tensor) => square(norm(x))])
      for (const second of [
        () => hessian(f)(zeros([2])),
        () => hvp(f)(zeros([2]), tensor([1, 0])),
        () => grad((x: Tensor) => sum(grad(f)(x)))(zeros([2])),
      ])
        expect(second).toThrow(message)
    // One line of zeros among others is enough.
    const lines = tensor([
      [3, 4],
      [0, 0],
    ])
    expect(() => hessian((x: Tensor) => sum(norm(x, { axis: 1 })))(lines)).toThrow(message)
    expect(hessian((x: Tensor) => sum(square(x)))(zeros([2])).toArray()).toEqual([
      [2, 0],
      [0, 2],
    ])
    expect(hessian((x: Tensor) => norm(x, { ord: 1 }))(zeros([2])).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('√x has an infinite slope at 0, which is the truth', () => {
    expect(slopes(sqrt, [0])).toEqual([INF])
  })
})

describe('norm', () => {
  it('neither overflows nor underflows', () => {
    // Two quotients, squares, a root and a product, each exact to an ulp.
    const close = (x: number, want: number) =>
      expect(Math.abs(x / want - 1)).toBeLessThanOrEqual(6 * 2 ** -52)
    close(norm(tensor([3e200, 4e200])).item(), 5e200)
    close(norm(tensor([3e-200, -4e-200])).item(), 5e-200)
    expect(slopes(x => norm(x), [3e-200, 4e-200]).map(v => Math.round(v * 1e12) / 1e12)).toEqual([0.6, 0.8])
  })

  it('of a NaN is NaN, of an infinity ∞, of nothing 0', () => {
    expect(norm(tensor([Number.NaN, 1])).item()).toBeNaN()
    expect(norm(tensor([-INF, 1])).item()).toBe(INF)
    expect(norm(zeros([0])).item()).toBe(0)
    expect(norm(zeros([0]), { ord: 1 }).item()).toBe(0)
  })
})

describe('pow', () => {
  it('x² by pow has slope 0 at 0, and its derivatives of all orders are finite', () => {
    expect(derivatives(x => pow(x, 2), 0, 4)).toEqual([0, 2, 0, 0])
    expect(derivatives(x => pow(x, 3), 0, 5)).toEqual([0, 0, 6, 0, 0])
    expect(derivatives(x => pow(x, 1), 0, 3)).toEqual([1, 0, 0])
    expect(derivatives(x => pow(x, 0), 0, 3)).toEqual([0, 0, 0])
    expect(derivatives(x => pow(x, 3), -2, 4)).toEqual([12, -12, 6, 0])
  })

  it('whole powers have derivatives p(p − 1)…·xᵖ⁻ᵏ however small x is, in both modes', () => {
    const along = (f: (x: Tensor) => Tensor) => (x: Tensor) => jvp(f)(x, onesLike(x)).tangent
    const bases = {
      float64: [1e-310, -1e-310, 5e-324, 1e-200, 1e-110],
      float32: [1e-40, -1e-40, 1e-30, 1e-15],
    }
    for (const [dtype, xs] of Object.entries(bases) as ['float64' | 'float32', number[]][])
      for (const at of xs)
        for (const p of [0, 1, 2, 3]) {
          const x = tensor(at, { dtype })
          let [back, ahead] = [(x: Tensor) => pow(x, p), (x: Tensor) => pow(x, p)]
          let factor = 1
          for (let k = 1; k <= 4; k++) {
            back = grad(back)
            ahead = along(ahead)
            factor *= p - k + 1
            const want = tensor(factor === 0 ? 0 : factor * x.item() ** (p - k), { dtype }).item()
            // One rounding of the power, one of the product, and those of numbers below the smallest normal one.
            for (const got of [back(x).item(), ahead(x).item()])
              expect(
                Math.abs(got - want),
                `${dtype} ${at}, power ${p}, order ${k}: ${got}`,
              ).toBeLessThanOrEqual(
                Math.abs(want) * 2 * epsilonOf(dtype) +
                  2 * factor * (dtype === 'float32' ? 2 ** -149 : 2 ** -1074),
              )
          }
        }
  })

  it('anything to the power 0 is 1, and 1 to any power', () => {
    expect(pow(tensor([0, -2, INF, Number.NaN]), 0).toArray()).toEqual([1, 1, 1, 1])
    expect(pow(1, tensor([Number.NaN, INF, -3])).toArray()).toEqual([1, 1, 1])
  })

  it('negative numbers have whole powers, and others are NaN', () => {
    expect(pow(tensor(-2), tensor([3, -1])).toArray()).toEqual([-8, -0.5])
    expect(pow(tensor(-2), 0.5).item()).toBeNaN()
  })

  it('at 0 the slope towards the power is 0', () => {
    const slope = (p: number) => grad((v: Tensor) => pow(tensor(0), v))(tensor(p)).item() + 0
    expect([2, 0.5, 0].map(slope)).toEqual([0, 0, 0])
  })

  it('at 0 the slope towards a power below 0 is 0 as well, as documented', () => {
    expect(grad((v: Tensor) => pow(tensor(0), v))(tensor(-1)).item() + 0).toBe(0)
  })

  it('at exponent 0 the mixed second derivative is 1/x, from both sides', () => {
    // ∂/∂p (p·x^(p−1)) = x^(p−1)·(1 + p·ln x), at x = 2 and p = 0: 1/2.
    const h = hessian(([x, p]: readonly [Tensor, Tensor]) => pow(x, p))([tensor(2), tensor(0)])
    expect([h[0][1].item(), h[1][0].item()]).toEqual([0.5, 0.5])
  })

  it('at base 0 and exponent 0 all second derivatives are 0, from both sides', () => {
    const h = hessian(([x, p]: readonly [Tensor, Tensor]) => pow(x, p))([tensor(0), tensor(0)])
    expect(h.flat().map(v => v.item() + 0)).toEqual([0, 0, 0, 0])
  })

  it('the power 0 is flat at ∞ too', () => {
    expect(derivatives(x => pow(x, 0), INF, 1)).toEqual([0])
  })
})

describe('prod', () => {
  it('has the right slopes without, with one and with two zeros', () => {
    expect(slopes(x => prod(x), [2, 3, 4])).toEqual([12, 8, 6])
    expect(slopes(x => prod(x), [2, 0, 4])).toEqual([0, 8, 0])
    expect(slopes(x => prod(x), [0, 3, 0])).toEqual([0, 0, 0])
    expect(
      slopes(
        x => prod(x, { axis: 0 }),
        tensor([
          [0, 2],
          [5, 0],
          [0, 3],
        ]),
      ),
    ).toEqual([0, 0, 0, 6, 0, 0])
  })

  it('has the right second derivatives with zeros', () => {
    const h = hessian((x: Tensor) => prod(x))(tensor([0, 3, 0]))
    expect(Array.from(h.data, v => v + 0)).toEqual([0, 0, 3, 0, 0, 0, 3, 0, 0])
  })
})

describe('clip', () => {
  it('has slope 1 on the closed interval, and 0 outside', () => {
    expect(slopes(x => clip(x, 0, 1), [-1, 0, 0.5, 1, 2])).toEqual([0, 1, 1, 1, 0])
  })

  it('moves with a bound where the bound holds', () => {
    const bound = (f: (b: Tensor) => Tensor) => slopes(f, [0])
    const x = tensor([-1, 0.5, 2])
    expect(bound(low => clip(x, low, 1))).toEqual([1])
    expect(bound(high => clip(x, -5, high))).toEqual([2])
  })

  it('leaves NaN as it is', () => {
    expect(clip(tensor([Number.NaN, 3]), 0, 1).toArray()).toEqual([Number.NaN, 1])
    expect(clip(tensor([-INF, INF]), 0, 1).toArray()).toEqual([0, 1])
  })

  it('a bound that is NaN gives NaN, as NumPy has it', () => {
    expect(clip(tensor([1, 2]), tensor([Number.NaN, 0]), 3).toArray()).toEqual([Number.NaN, 2])
    expect(clip(tensor([1, 2]), 0, tensor([3, Number.NaN])).toArray()).toEqual([1, Number.NaN])
    expect(clip(tensor([1, 2]), Number.NaN, 3).toArray()).toEqual([Number.NaN, Number.NaN])
  })
})

describe('where', () => {
  it('gives a slope of 0 to what is not chosen, also where that is NaN or infinite', () => {
    const f = ([a, b]: readonly [Tensor, Tensor]) => where(tensor([true, false]), a, b)
    const { value, pullback } = vjp(f)([tensor([1, Number.NaN]), tensor([INF, 2])])
    expect(value.toArray()).toEqual([1, 2])
    const [aBar, bBar] = pullback(tensor([5, 7]))
    expect([aBar.toArray(), bBar.toArray()]).toEqual([
      [5, 0],
      [0, 7],
    ])
  })

  it('an infinite slope before it is mended at its input', () => {
    const mended = (x: Tensor) => where(greater(x, 0), log(where(greater(x, 0), x, 1)), 0)
    expect(slopes(mended, [0, 2])).toEqual([0, 0.5])
  })

  it('takes plain numbers, which follow the other branch', () => {
    expect(where(tensor([true, false]), tensor([1, 2], { dtype: 'float32' }), 0).dtype).toBe('float32')
    expect(where(tensor([true, false]), 1, 0).toArray()).toEqual([1, 0])
  })

  it('refuses branches that are neither tensors nor numbers', () => {
    const wrong = 'x' as unknown as Operand
    expect(() => where(tensor([true]), wrong, 1)).toThrow(/^where: wants a tensor or a number/)
    expect(() => where(tensor([true]), wrong, tensor([1]))).toThrow(/^where: wants a tensor or a number/)
  })
})

describe('numbers beside infinities', () => {
  it('x / 0 is ±∞ or NaN, without an error', () => {
    expect(div(tensor([1, -1, 0]), 0).toArray()).toEqual([INF, -INF, Number.NaN])
  })

  it('einsum reads a diagonal without touching what lies beside it', () => {
    const x = tensor([
      [1, INF],
      [Number.NaN, 2],
    ])
    expect(einsum('ii->i', x).toArray()).toEqual([1, 2])
    expect(einsum('ii->', x).item()).toBe(3)
  })

  it('a product with 0 keeps NaN, as IEEE has it', () => {
    expect(mul(tensor([INF]), 0).item()).toBeNaN()
  })
})
