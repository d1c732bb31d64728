// Calls of a compiled function: what they take, what becomes of what they gave, and where f itself runs.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CompileOptions, compile, inspect } from '../../src/compile/index.js'
import {
  add,
  exp,
  full,
  grad,
  hessian,
  jacobian,
  jvp,
  mul,
  norm,
  reshape,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  valueAndGrad,
} from '../../src/index.js'

/** Larger than what is copied at once. */
const N = 40
const of = (value: number, n = N): Tensor => full([n], value)
/** The value that a tensor is full of. */
function filling(x: Tensor): number {
  expect([...x.data]).toEqual(new Array(x.size).fill(x.data[0]))
  return x.data[0]!
}

const pair = (x: Tensor, y: Tensor) => [add(y, 1), mul(x, 2), y] as const

describe('results', () => {
  it('stay what they are, whenever they are read and whatever was called in between', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            n: fc.constantFrom(3, N, N + 1),
            // Which former results to give back as arguments: none where there are none of that size.
            from: fc.tuple(fc.nat(9), fc.nat(9)),
            read: fc.boolean(),
          }),
          { maxLength: 12 },
        ),
        fc.constantFrom(1, 2, 16),
        (calls, signatures) => {
          const fast = compile(pair, { signatures })
          const known: { readonly got: Tensor; readonly want: number }[] = []
          for (const { n, from, read } of calls) {
            const fitting = known.filter(({ got }) => got.size === n)
            const [x, y] = from.map(i => fitting[fitting.length - 1 - i] ?? { got: of(i, n), want: i }) as [
              (typeof known)[number],
              (typeof known)[number],
            ]
            const got = fast(x.got, y.got)
            for (const [i, want] of [y.want + 1, 2 * x.want, y.want].entries())
              known.push({ got: got[i]!, want })
            if (read) filling(got[0])
          }
          for (const { got, want } of known) expect(filling(got)).toBe(want)
        },
      ),
    )
  })

  it('that are lent can come back as arguments, in turn too, and are not to be read later', () => {
    const fast = compile(pair, { results: 'nextCall' })
    let [x, y]: readonly Tensor[] = [of(1), of(5)]
    for (let i = 0; i < 5; i++) [x, y] = fast(x!, y!)
    let [a, b] = [1, 5]
    for (let i = 0; i < 5; i++) [a, b] = [b + 1, 2 * a]
    expect([filling(x!), filling(y!)]).toEqual([a, b])
    const [late] = fast(x!, y!)
    fast(of(0), of(0))
    expect(() => late.data).toThrow("leave out results: 'nextCall'")
  })

  it('are arguments, constants, views of them and one another where f gives those', () => {
    const seven = of(7)
    const f = (x: Tensor) => {
      const y = exp(x)
      const turned = transpose(reshape(y, [4, 10]))
      return [x, reshape(x, [4, 10]), y, y, turned, seven, reshape(seven, [2, 20]), reshape(turned, [N])]
    }
    for (const results of ['always', 'nextCall'] as const) {
      const fast = compile(f, { results })
      const shown = (ys: readonly Tensor[]) => ys.map(y => [y.shape, [...y.data]])
      for (const x of [of(1), of(2)]) {
        const [got, want] = [fast(x), f(x)]
        expect(got.map(y => y.shape)).toEqual(want.map(y => y.shape))
        for (const [i, y] of want.entries())
          for (let j = 0; j < y.size; j++) expect(got[i]!.data[j]).toBeCloseTo(y.data[j]!, 12)
        if (results === 'always') expect(shown(got)).toEqual(shown(got))
      }
    }
  })
})

describe('arguments', () => {
  it('may be the same tensor twice, and another one later', () => {
    const fast = compile(sub as (x: Tensor, y: Tensor) => Tensor)
    const [x, one] = [of(3), of(1)]
    expect([fast(x, x), fast(x, one), fast(one, x), fast(x, x)].map(filling)).toEqual([0, 2, -2, 0])
  })

  it('are what a spread copies: what cannot be listed is no argument', () => {
    const fast = compile(({ a }: { readonly a: Tensor }) => mul(a, 2))
    const hiding = Object.defineProperty({ a: of(1) }, 'cache', { value: of(9), enumerable: false })
    expect([fast(hiding), fast(hiding), fast({ a: of(3) })].map(filling)).toEqual([2, 2, 6])
  })
})

describe('f', () => {
  const options: CompileOptions = {}
  const energy = (x: Tensor): Tensor => sum(mul(exp(x), x))
  it('runs itself where a derivative is to flow through it, and in other compiled functions', () => {
    const fast = compile(energy, options)
    const x = tensor([0.5, -1, 2])
    fast(x)
    expect(grad(fast)(x).toArray()).toEqual(grad(energy)(x).toArray())
    expect(jvp(fast)(x, x).tangent.item()).toBe(jvp(energy)(x, x).tangent.item())
    expect(hessian(fast)(x).toArray()).toEqual(hessian(energy)(x).toArray())
    const cubed = (x: Tensor) => mul(mul(x, x), x)
    expect(jacobian(compile(cubed))(x).toArray()).toEqual(jacobian(cubed)(x).toArray())
    const outer = compile((x: Tensor) => add(fast(x), fast(mul(x, 2))))
    for (let i = 0; i < 2; i++)
      expect(outer(x).item()).toBeCloseTo(add(energy(x), energy(mul(x, 2))).item(), 12)
  })

  it('that throws leaves nothing behind, and may call its own compiled self', () => {
    let count = 0
    const f = compile((x: Tensor): Tensor => {
      if (count++ === 0) throw new Error('my own')
      return mul(x, 2)
    })
    expect(() => f(of(1))).toThrow('my own')
    expect(filling(f(of(1)))).toBe(2)
    let depth = 0
    const g: (x: Tensor) => Tensor = compile((x: Tensor) => (depth++ < 1 ? g(mul(x, 2)) : mul(x, 3)))
    expect(filling(g(of(1)))).toBe(6)
  })
})

describe('a norm', () => {
  it('is compiled, and is what it is op by op for huge, tiny, infinite and missing values and for none', () => {
    const rows = [
      [3, -4],
      [0, -0],
      [3e200, 4e200],
      [3e-200, 4e-200],
      [Number.NEGATIVE_INFINITY, 1],
      [Number.NaN, 1],
    ]
    for (const options of [{}, { axis: 0 }, { axis: 1, keepdims: true }]) {
      const length = (x: Tensor) => norm(x, options)
      for (const some of [...rows.map(row => [row]), rows.slice(0, 4), rows]) {
        const [fast, slow] = [compile(length)(tensor(some)), length(tensor(some))]
        expect(fast.shape).toEqual(slow.shape)
        // A sum of eight squares at most, a root, a product.
        for (const [i, v] of [...slow.data].entries())
          if (!(Math.abs(fast.data[i]! - v) <= 2 ** -52 * 8 * v)) expect(fast.data[i]).toBe(v)
      }
      expect(inspect(length, [tensor(rows)]).reason).toBeUndefined()
    }
  })
})

describe('long programs', () => {
  it('are made of functions that hosts take and make fast', () => {
    const deep = (x: Tensor): Tensor => {
      let y = x
      for (let i = 0; i < 200; i++) y = tanh(add(y, 0.1))
      return sum(y)
    }
    const x = full([16, 8], 0.5)
    const { value, gradient } = valueAndGrad(deep)(x)
    const own = compile(valueAndGrad(deep))(x)
    // 200 functions, each exact to 2.5 units of the last place, each a contraction.
    expect(Math.abs(own.value.item() - value.item())).toBeLessThan(value.item() * 200 * 6 * 2 ** -52)
    for (const [i, v] of [...gradient.data].entries())
      expect(Math.abs(own.gradient.data[i]! - v)).toBeLessThanOrEqual(Math.abs(v) * 200 * 20 * 2 ** -52)
    expect(inspect(valueAndGrad(deep), [x]).reason).toBeUndefined()
  })
})
