// Branches and loops that go by a value: what they give, their derivatives, and what they refuse.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/index.js'
import {
  abs,
  add,
  cond,
  div,
  exp,
  grad,
  greater,
  hvp,
  jvp,
  less,
  mul,
  neg,
  onesLike,
  scan,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  vjp,
  whileLoop,
  zeros,
} from '../../../src/index.js'
import { inBatch } from '../../../src/walk/index.js'

const along = (f: (x: Tensor) => Tensor) => (x: Tensor) => jvp(f)(x, onesLike(x)).tangent

describe('cond', () => {
  it('runs one branch, with its value and its derivatives', () => {
    const ran: string[] = []
    const f = (x: Tensor) =>
      cond(
        greater(x, 0),
        x => {
          ran.push('positive')
          return mul(x, square(x))
        },
        x => {
          ran.push('other')
          return neg(x)
        },
        x,
      )
    for (const [at, orders] of [
      [2, [8, 12, 12, 6, 0]],
      [-3, [3, -1, 0, 0, 0]],
    ] as const) {
      ran.length = 0
      let [back, ahead] = [f, f]
      for (const want of orders) {
        expect(back(tensor(at)).item() + 0).toBe(want)
        expect(ahead(tensor(at)).item() + 0).toBe(want)
        back = grad(back)
        ahead = along(ahead)
      }
      expect(new Set(ran)).toEqual(new Set([at > 0 ? 'positive' : 'other']))
    }
  })

  it('takes a plain boolean, and gives whatever a branch gives', () => {
    const pick = (flag: boolean) =>
      cond(
        flag,
        (x: Tensor, k: number) => ({ value: mul(x, k), name: 'times' }),
        (x: Tensor) => ({ value: x, name: 'same' }),
        tensor(3),
        2,
      )
    expect(pick(true)).toMatchObject({ name: 'times' })
    expect(pick(true).value.item()).toBe(6)
    expect(pick(false).value.item()).toBe(3)
  })

  const root = (x: Tensor) =>
    cond(
      greater(x, 0),
      x => [sqrt(x), exp(x)] as const,
      x => [mul(x, 2), x] as const,
      x,
    )[0]

  it('chooses by where while compile traces', () => {
    const [value, slope] = [compile(root), compile(grad(root))]
    for (const at of [4, 0.25, -2]) {
      expect(value(tensor(at)).item()).toBe(root(tensor(at)).item())
      expect(slope(tensor(at)).item()).toBe(grad(root)(tensor(at)).item())
    }
  })

  it('chooses by where for each of many samples', () => {
    const xs = tensor([4, -2, 0.25, -1])
    const each = inBatch(4, ({ enter, leave }) => {
      const x = enter(xs)
      return leave(
        cond(
          enter(greater(xs, 0)),
          x => mul(x, x),
          x => neg(x),
          x,
        ),
      )
    })
    expect(each.toArray()).toEqual([16, 2, 0.0625, 1])
  })

  it('names what does not fit', () => {
    const same = (x: Tensor) => x
    expect(() => cond(tensor(1) as never, same, same, tensor(1))).toThrow(
      'cond: the predicate must be true, false or a bool tensor of shape [], got float64 []; compare, as in less(x, 1)',
    )
    expect(() => cond(greater(zeros([2]), 0), same, same, tensor(1))).toThrow('got bool [2]')
    expect(() => cond(1 as never, same, same, tensor(1))).toThrow('cond: the predicate must be')
    expect(() => cond(true, same, undefined as never, tensor(1))).toThrow('cond: wants a function for each')
    const traced = (no: (x: Tensor) => unknown) =>
      compile((x: Tensor) => cond<[Tensor], unknown>(greater(x, 0), x => ({ a: x }), no, x) as Tensor)
    expect(() => traced(() => ({ a: zeros([2]) }))(tensor(1))).toThrow(
      'cond: the result at a has shape [] where the predicate holds and [2] where not',
    )
    expect(() => traced(x => ({ b: x }))(tensor(1))).toThrow('cond: the result at a is float64 []')
    const texts = compile((x: Tensor) =>
      cond(
        greater(x, 0),
        x => ({ x, n: 1 }),
        x => ({ x, n: 2 }),
        x,
      ),
    )
    expect(() => texts(tensor(1))).toThrow('the branches differ in what is no tensor at n')
  })
})

/** √a by Newton's iteration, for all values at once. */
const newton = (a: Tensor): Tensor =>
  whileLoop(
    ({ x }) => greater(sum(abs(sub(square(x), a))), 1e-13),
    ({ x }) => ({ x: div(add(x, div(a, x)), 2) }),
    { x: add(mul(a, 0), 1.4) },
    { maxIterations: 60 },
  ).x

describe('whileLoop', () => {
  it('goes on until its condition fails, with derivatives of any order in forward mode', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 64 }), k => {
        const a = k / 16
        const x = tensor(a)
        // Each of at most 7 steps squares the error in x, which ends below 1e-13/√a: as a power 2⁷ of something that depends on a,
        // its derivatives are up to 2⁷ and 2¹⁴ times as large, times what that something's own are, below 50.
        const near = (got: Tensor, want: number, within: number) =>
          expect(Math.abs(got.item() - want)).toBeLessThan(within)
        near(newton(x), Math.sqrt(a), 2e-13)
        near(along(newton)(x), 0.5 * a ** -0.5, 2 ** 7 * 1e-11)
        near(along(along(newton))(x), -0.25 * a ** -1.5, 2 ** 14 * 5e-10)
      }),
      { numRuns: 30 },
    )
  })

  it('refuses reverse mode and names scan, also where no step was taken', () => {
    const message = /whileLoop: has no derivative in reverse mode.*use jvp, or scan/
    expect(() => grad(newton)(tensor(2))).toThrow(message)
    expect(() => hvp(newton)(tensor(2), tensor(1))).toThrow(message)
    const none = (x: Tensor) =>
      whileLoop(
        () => false,
        x => x,
        x,
      )
    expect(none(tensor(2)).item()).toBe(2)
    expect(() => grad(none)(tensor(2))).toThrow(message)
    expect(along(none)(tensor(2)).item()).toBe(1)
    // In the same number of steps, scan gives the same tangent.
    let steps = 0
    const counted = (x: Tensor) => {
      steps = 0
      const body = (y: Tensor) => div(add(y, div(x, y)), 2)
      return whileLoop(
        y => {
          const on = greater(abs(sub(square(y), x)), 1e-13)
          if (on.item() === 1) steps++
          return on
        },
        body,
        add(mul(x, 0), 1.5),
      )
    }
    const tangent = along(counted)(tensor(2)).item()
    const scanned = (x: Tensor) =>
      scan(y => [div(add(y, div(x, y)), 2), undefined], add(mul(x, 0), 1.5), undefined, { length: steps })
        .carry
    expect(along(scanned)(tensor(2)).item()).toBe(tangent)
    // Nothing tracked, nothing refused.
    expect(grad((x: Tensor) => mul(x, newton(tensor(4))))(tensor(3)).item()).toBe(2)
  })

  it('is unrolled by compile where its condition is known, and refused where not', () => {
    const power = (x: Tensor) =>
      whileLoop(
        ({ n }) => less(n, 5),
        ({ n, y }) => ({ n: add(n, 1), y: mul(y, x) }),
        { n: tensor(0), y: tensor(1) },
      ).y
    expect(compile(power)(tensor(2)).item()).toBe(32)
    expect(() => compile(newton)(tensor(2))).toThrow('whileLoop: the condition is not known here')
    const flags = tensor([true, false])
    expect(() =>
      inBatch(2, ({ enter }) =>
        whileLoop(
          () => enter(flags),
          x => x,
          tensor(1),
        ),
      ),
    ).toThrow('whileLoop: the condition is not known here')
  })

  it('is bounded, and keeps shapes and dtypes', () => {
    const forever = (n?: number) => () =>
      whileLoop(
        () => true,
        x => x,
        tensor(1),
        n === undefined ? {} : { maxIterations: n },
      )
    expect(forever(7)).toThrow('whileLoop: the condition still holds after 7 steps')
    expect(forever()).toThrow('after 10000 steps')
    expect(forever(0)).toThrow('after 0 steps')
    expect(forever(-1)).toThrow('whileLoop: maxIterations must be a whole number ≥ 0')
    expect(forever(1.5)).toThrow('whileLoop: maxIterations must be a whole number ≥ 0')
    expect(() =>
      whileLoop(
        () => true,
        () => zeros([3]) as Tensor,
        zeros([2]) as Tensor,
      ),
    ).toThrow('whileLoop: the carry has shape [2] at the start and [3] after step 0')
    expect(() =>
      whileLoop(
        () => tensor(1) as never,
        x => x,
        tensor(1),
      ),
    ).toThrow('whileLoop: the condition must be true, false or a bool tensor of shape [], got float64 []')
    expect(() => whileLoop(true as never, x => x, tensor(1))).toThrow(
      'whileLoop: wants a condition and a body',
    )
  })

  it('as scan with a fixed number of steps has a gradient', () => {
    const steps = (a: Tensor) =>
      scan(x => [div(add(x, div(a, x)), 2), undefined], tensor(1.5), undefined, { length: 8 }).carry
    expect(Math.abs(grad(steps)(tensor(2)).item() - 0.5 / Math.SQRT2)).toBeLessThan(1e-12)
    expect(vjp(steps)(tensor(2)).value.item()).toBeCloseTo(Math.SQRT2, 12)
  })
})
