// Sums and products whose way leads out of a dtype's range though the result lies within it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { epsilonOf } from '../../src/dtype.js'
import {
  crossEntropy,
  cumsum,
  einsum,
  full,
  grad,
  hessian,
  jvp,
  mean,
  prod,
  scatterAdd,
  slice,
  sum,
  sumTo,
  type Tensor,
  tensor,
  variance,
  vjp,
  zeros,
} from '../../src/index.js'
import { withKernels } from '../../src/kernels/current.js'
import { reference } from '../../src/kernels/reference.js'
import { fastKernels } from '../../src/kernels/wasm/index.js'
import { LEAST_ZERO } from '../kernels/conformance/sets.js'

const INF = Number.POSITIVE_INFINITY
const SETS = [reference, fastKernels({ least: LEAST_ZERO })] as const
const DTYPES = ['float64', 'float32'] as const
type Float = (typeof DTYPES)[number]

/** The exponents that numbers of a dtype reach in these tests: 2^EDGE fits, its square does not. */
const EDGE = { float64: 1000, float32: 120 } as const

/** Numbers m·2ᵉ over the whole range, with few digits, and zeros now and then. */
const widely = (dtype: Float) =>
  fc
    .oneof(
      {
        weight: 8,
        arbitrary: fc.tuple(
          fc.integer({ min: 5, max: 8 }),
          fc.integer({ min: -EDGE[dtype], max: EDGE[dtype] }),
          fc.boolean(),
        ),
      },
      { weight: 1, arbitrary: fc.constant([0, 0, false] as [number, number, boolean]) },
    )
    .map(([m, e, minus]) => (minus ? -1 : 1) * (m / 8) * 2 ** e)

/** Π as a fraction and an exponent, which nothing leads out of range. */
function exactly(factors: readonly number[]): { readonly m: number; readonly e: number } {
  let [m, e] = [1, 0]
  for (const x of factors) {
    const own = x === 0 ? 0 : Math.floor(Math.log2(Math.abs(x)))
    m *= x * 2 ** -own
    e += own
    while (Math.abs(m) >= 2) [m, e] = [m / 2, e + 1]
  }
  return { m, e: m === 0 ? 0 : e }
}

/** Whether m·2ᵉ is an ordinary number of a dtype. */
const fits = (dtype: Float, { m, e }: { m: number; e: number }) => m === 0 || Math.abs(e) <= EDGE[dtype]

function expectClose(got: number, { m, e }: { m: number; e: number }, within: number, what: string): void {
  const want = m * 2 ** e
  if (!(Math.abs(got - want) <= within * Math.abs(want))) expect.fail(`${what}: got ${got}, wanted ${want}`)
}

for (const dtype of DTYPES)
  for (const set of SETS)
    describe(`${dtype} by ${set.name} kernels`, () => {
      const make = (values: readonly number[]): Tensor => tensor(values as number[], { dtype })
      const eps = epsilonOf(dtype)
      const with_ = <T>(run: () => T): T => withKernels(set, run)

      it('a product that fits is found, with those of its slopes that fit', () => {
        fc.assert(
          fc.property(fc.array(widely(dtype), { minLength: 1, maxLength: 12 }), values =>
            with_(() => {
              const whole = exactly(values)
              if (!fits(dtype, whole)) return
              // A rounding for each product, of which there are n − 1 in any order, here and in `exactly`; one for the dtype.
              const within = (2 * values.length + 1) * eps
              const x = make(values)
              expectClose(prod(x).item(), whole, within, 'prod')
              const slopes = grad((x: Tensor) => prod(x))(x)
              const { pullback } = vjp((x: Tensor) => prod(x, { axis: 0, keepdims: true }))(x)
              const same = pullback(make([1]))
              values.forEach((_, i) => {
                const others = exactly(values.filter((_, j) => j !== i))
                expect(slopes.data[i]).not.toBeNaN()
                if (fits(dtype, others)) expectClose(slopes.data[i]!, others, within, `slope ${i}`)
                expect(Object.is(same.data[i], slopes.data[i])).toBe(true)
              })
            }),
          ),
          { numRuns: 300 },
        )
      })

      it('a product along each axis is that of each line by itself', () => {
        const line = [2 ** EDGE[dtype], 2 ** EDGE[dtype], 2 ** -EDGE[dtype], 2 ** -EDGE[dtype]]
        const rows = [line, [1, 2, 3, 4], [0, 0, line[0]!, line[1]!]] as const
        const x = tensor(rows as unknown as number[][], { dtype })
        expect(with_(() => prod(x, { axis: 1 }).toArray())).toEqual([1, 24, 0])
        const turned = tensor(
          line.map((_, j) => rows.map(row => row[j]!)),
          { dtype },
        )
        expect(with_(() => prod(turned, { axis: 0 }).toArray())).toEqual([1, 24, 0])
        expect(with_(() => grad((x: Tensor) => sum(prod(x, { axis: 1 })))(x).toArray())).toEqual([
          [line[2], line[2], line[0], line[0]],
          [24, 12, 8, 6],
          [0, 0, 0, 0],
        ])
      })

      it('a mean is that of numbers 2³² times smaller, made larger again', () => {
        fc.assert(
          fc.property(fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 1, maxLength: 60 }), units =>
            with_(() => {
              // Multiples of 2⁻⁶ of about the largest number, whose sums are exact.
              const top = dtype === 'float64' ? 2 ** 1023 : 2 ** 127
              const want = (units.reduce((a, b) => a + b, 0) / units.length / 64) * top
              const x = make(units.map(u => (u / 64) * top).map(v => v * (1 - 2 ** -10)))
              const got = mean(x).item()
              expect(Math.abs(got - want * (1 - 2 ** -10))).toBeLessThanOrEqual(2 * eps * Math.abs(want))
              expect(grad((x: Tensor) => mean(x))(x).data[0]).toBe(make([1 / units.length]).item())
            }),
          ),
        )
      })

      it('a variance that fits is found, and its slope 2/n·(x − mean)', () => {
        const side = dtype === 'float64' ? 2 ** 511 : 2 ** 63
        for (const n of [2, 8, 100]) {
          const x = make(Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 10 : 8) * (side / 2)))
          expect(with_(() => variance(x).item())).toBe((side / 2) ** 2)
          const slopes = with_(() => grad((x: Tensor) => variance(x))(x))
          // A quotient and two products are rounded.
          expect(Math.abs(slopes.data[0]! - side / n)).toBeLessThanOrEqual((3 * eps * side) / n)
          // Of one large line, small ones beside it keep their digits.
          const small = make(Array.from({ length: n }, (_, i) => (i % 2) * 2))
          const both = tensor([Array.from(x.data), Array.from(small.data)], { dtype })
          expect(with_(() => variance(both, { axis: 1 }).toArray())).toEqual([(side / 2) ** 2, 1])
        }
        expect(with_(() => variance(make([INF, 1])).item())).toBeNaN()
        expect(with_(() => mean(make([INF, 1])).item())).toBe(INF)
      })

      it('a sum that fits is found in any order of its terms', () => {
        const top = dtype === 'float64' ? 2 ** 1023 : 2 ** 127
        fc.assert(
          fc.property(
            fc.array(fc.constantFrom(-1, -0.5, 0.25, 0.5, 1), { minLength: 1, maxLength: 20 }),
            units =>
              with_(() => {
                const x = make(units.map(u => u * top))
                const sums = units.map((_, i) => units.slice(0, i + 1).reduce((a, b) => a + b, 0))
                const want = sums.map(s => (Math.abs(s) < 2 ? s * top : s * INF))
                expect(sum(x).item()).toBe(want.at(-1))
                expect(cumsum(x, { axis: 0 }).toArray()).toEqual(want)
                const index = zeros([units.length], { dtype: 'int32' })
                expect(scatterAdd(make([0]), index, x).toArray()).toEqual(want.slice(-1))
                // Into more places than there are terms, too.
                const many = scatterAdd(zeros([units.length + 1], { dtype }), index, x)
                expect(many.data[0]).toBe(want.at(-1))
                const columns = tensor([units.map(u => [u * top, 1])], { dtype })
                expect(sumTo(columns, [1, 1, 2]).data[0]).toBe(want.at(-1))
                expect(sumTo(columns, [1, 1, 2]).data[1]).toBe(units.length)
              }),
          ),
        )
      })

      it('einsum gives what its operands give in any order', () => {
        const [large, small] = [make([2 ** EDGE[dtype]]), make([2 ** -EDGE[dtype]])]
        for (const terms of [
          [large, small, large],
          [small, large, large],
        ] as const)
          expect(with_(() => einsum('i,i,i->i', ...terms).toArray())).toEqual([2 ** EDGE[dtype]])
        if (dtype === 'float32') {
          const y = with_(() => einsum('i,i,i->', large, large, small))
          expect([y.dtype, y.item()]).toEqual([dtype, 2 ** EDGE[dtype]])
        }
      })

      it('cross-entropy of soft labels is y·(ln Σ e^z − z) also where that difference does not fit', () => {
        const top = dtype === 'float64' ? 2 ** 1023 : 2 ** 127
        const f = ([z, y]: readonly [Tensor, Tensor]) => crossEntropy(z, y)
        const at = (z: number[], y: number[]) => with_(() => vjp(f)([make(z), make(y)]))
        const { value, pullback } = at([top, -top], [0.5, 0.5])
        expect(value.item()).toBe(top)
        expect(pullback(tensor(1, { dtype })).map(bar => bar.toArray())).toEqual([
          [0.5, -0.5],
          [0, INF],
        ])
        expect(at([top, -top, 0], [1, 0, 0]).value.item()).toBe(0)
        expect(at([top, -top], [0, 1]).value.item()).toBe(INF)
        expect(at([INF, 0], [1, 0]).value.item()).toBe(0)
        // A row beside it keeps its digits.
        const rows = with_(() =>
          crossEntropy(
            tensor(
              [
                [top, -top],
                [0, -50],
              ],
              { dtype },
            ),
            tensor(
              [
                [0.5, 0.5],
                [1, 0],
              ],
              { dtype },
            ),
            {
              reduction: 'none',
            },
          ),
        )
        const tail = Math.exp(-50)
        expect(rows.data[0]).toBe(top)
        expect(Math.abs(rows.data[1]! - tail)).toBeLessThanOrEqual(4 * eps * tail)
      })
    })

describe('products', () => {
  it('of the issue: zeros beside large numbers, and large ones beside small', () => {
    const narrow = tensor([0, 0, 1e20, 1e20], { dtype: 'float32' })
    expect(prod(narrow).item()).toBe(0)
    expect(grad((x: Tensor) => prod(x))(narrow).toArray()).toEqual([0, 0, 0, 0])
    const wide = tensor([1e200, 1e200, 1e-200, 1e-200])
    // 1e200 and 1e-200 are each off by half an ulp; with three products, 5 halves.
    expect(Math.abs(prod(wide).item() - 1)).toBeLessThanOrEqual(3.5 * 2 ** -52)
  })

  it('have second derivatives, in both modes, where pairs of factors leave the range', () => {
    const x = tensor([2 ** 600, 2 ** 600, 2 ** -600, 2 ** -600])
    const h = hessian((x: Tensor) => prod(x))(x).toArray() as number[][]
    expect(
      h.map((row, i) => row.map((v, j) => (i === j ? v === 0 : v === 1 / (x.data[i]! * x.data[j]!)))),
    ).toEqual(new Array(4).fill([true, true, true, true]))
    const along = jvp(grad((x: Tensor) => prod(x)))(x, tensor([0, 0, 0, 1])).tangent
    expect(along.toArray()).toEqual(h.map(row => row[3]))
  })

  it('of many factors neither overflow nor vanish on the way', () => {
    const up = new Array<number>(3000).fill(2)
    const down = new Array<number>(3000).fill(0.5)
    expect(prod(tensor([...up, ...down])).item()).toBe(1)
    expect(prod(tensor([...up, 0])).item()).toBe(0)
    expect(grad((x: Tensor) => prod(x))(tensor([...up, 0, 0])).data.length).toBe(3002)
    expect(Array.from(grad((x: Tensor) => prod(x))(tensor([...up, 0, 0])).data).every(v => v === 0)).toBe(
      true,
    )
    const one = grad((x: Tensor) => prod(x))(tensor([...up, 0, ...down]))
    expect([one.data[0], one.data[3000], one.data[6000]]).toEqual([0, 1, 0])
  })

  it('of integers are 0 with a 0, however large the others', () => {
    expect(prod(tensor([2 ** 20, 2 ** 20, 2 ** 20, 0], { dtype: 'int32' })).item()).toBe(0)
    expect(() => prod(tensor([2 ** 16, 2 ** 16], { dtype: 'int32' }))).toThrow(
      'prod: the result 4294967296 at position 0',
    )
  })

  it('with ∞ and NaN are as IEEE has them', () => {
    expect(prod(tensor([INF, 1e200, 1e-200, -1e-200, 1e300])).item()).toBe(-INF)
    expect(prod(tensor([INF, 0])).item()).toBeNaN()
    expect(prod(tensor([Number.NaN, 1e300, 1e300, 1e300, 1e300])).item()).toBeNaN()
  })
})

describe('sums', () => {
  it('and their means, of rows that stay in range, keep the last digit beside one that does not', () => {
    const x = tensor([
      [1.5e308, 1.5e308],
      [5e-324, 5e-324],
    ])
    expect(mean(x, { axis: 1 }).toArray()).toEqual([1.5e308, 5e-324])
  })

  it('that stay in range keep the last digit of the smallest numbers beside one that does not', () => {
    const x = tensor([
      [1e308, 5e-324],
      [1e308, 0],
      [-1e308, 1],
    ])
    expect(sum(x, { axis: 0 }).toArray()).toEqual([1e308, 1])
    expect(sum(slice(x, [[0, 2]]), { axis: 0 }).toArray()).toEqual([INF, 5e-324])
    expect(cumsum(x, { axis: 0 }).toArray()).toEqual([
      [1e308, 5e-324],
      [INF, 5e-324],
      [1e308, 1],
    ])
  })
})

describe('einsum', () => {
  it('brings all operands to one dtype before it contracts any', () => {
    const narrow = tensor([1e20], { dtype: 'float32' })
    for (const terms of [
      [narrow, narrow, tensor([1])],
      [tensor([1]), narrow, narrow],
      [narrow, tensor([1]), narrow],
    ] as const) {
      const y = einsum('i,i,i->i', ...terms)
      expect(y.dtype).toBe('float64')
      expect(y.item()).toBe(narrow.item() ** 2)
    }
    const bars = vjp(([a, b]: readonly [Tensor, Tensor]) => einsum('i,i,i->', a, a, b))([
      narrow,
      tensor([1]),
    ]).pullback(tensor(1))
    expect(bars.map(bar => bar.dtype)).toEqual(['float32', 'float64'])
    expect(einsum('i->i', tensor([true])).dtype).toBe('bool')
  })
})

describe('means', () => {
  it('of the issue', () => {
    const x = full([10], 1e38, { dtype: 'float32' })
    expect(mean(x).item()).toBe(x.data[0])
    expect(mean(full([10], 1e308)).item()).toBe(1e308)
    const y = tensor([1.1e20, 0.9e20, 1.1e20, 0.9e20], { dtype: 'float32' })
    // x − mean of eight digits of 10 is off by 10 halves, its square twice that, and three roundings.
    expect(Math.abs(variance(y).item() / 1e38 - 1)).toBeLessThanOrEqual(24 * 2 ** -23)
  })
})
