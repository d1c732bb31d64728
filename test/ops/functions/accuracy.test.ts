// How exact trigonometric, hyperbolic and logarithmic functions are in float64, beside figures to 60 digits.
import { describe, expect, it } from 'vitest'
import { grad, type Tensor, tensor } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import { ulp } from '../../support/ulp.js'
import { figures } from './figures.js'

type Row = readonly number[]

/** The largest error of f over the rows, in units that `unit` gives for a row, and where that is. */
function worst(rows: readonly Row[], f: (...xs: Tensor[]) => Tensor, unit: (y: number, xs: Row) => number) {
  let [error, at] = [0, rows[0]!]
  for (const row of rows) {
    const xs = row.slice(0, -2)
    const [value, rest] = row.slice(-2) as [number, number]
    const got = f(...xs.map(x => tensor(x))).item()
    const off = (Math.abs((got - value) / ulp(value) - rest) * ulp(value)) / unit(value, xs)
    if (!(off <= error)) [error, at] = [off, row]
  }
  return { error, at }
}

describe('functions in float64', () => {
  // One call of the host's Math, which V8 takes from fdlibm, is exact to 1 or 2 ulp; log1mexp calls two, of which the first
  // moves the logarithm's argument where it is furthest from 1.
  const inUlp = {
    tan: 2,
    asin: 2,
    acos: 2,
    atan: 2,
    atan2: 2,
    sinh: 2,
    cosh: 2,
    asinh: 2,
    acosh: 2,
    atanh: 2,
    log2: 2,
    log10: 2,
    log1mexp: 3,
  } as const
  for (const [name, limit] of Object.entries(inUlp))
    it(`${name} is exact to ${limit} ulp`, () => {
      const f: (...xs: Tensor[]) => Tensor = { ...ops }[name as keyof typeof inUlp] as never
      const { error, at } = worst(figures[name as keyof typeof inUlp], f, ulp)
      expect(error, `at ${at}`).toBeLessThanOrEqual(limit)
    })

  // The larger of the two and a logarithm up to ln 2 are added: of both, 2 ulp.
  it('logAddExp is exact to 2 ulp of what is added there', () => {
    const { error, at } = worst(figures.logAddExp, ops.logAddExp, (y, [a, b]) =>
      Math.max(ulp(y), ulp(Math.max(a!, b!)), ulp(Math.LN2)),
    )
    expect(error, `at ${at}`).toBeLessThanOrEqual(2)
  })

  it('log2 and log10 of whole powers are whole', () => {
    for (let k = -1074; k < 1024; k++) expect(ops.log2(tensor(2 ** k)).item()).toBe(k)
    for (let k = 0; k <= 22; k++) expect(ops.log10(tensor(10 ** k)).item()).toBe(k)
  })

  it('in float32 they are those of float64, rounded', () => {
    const x = tensor([0.1, 0.5, 0.9], { dtype: 'float32' })
    const wide = tensor(Array.from(x.data))
    for (const f of [
      ops.tan,
      ops.asin,
      ops.acos,
      ops.atan,
      ops.sinh,
      ops.cosh,
      ops.asinh,
      ops.atanh,
      ops.log2,
    ])
      expect(Array.from(f(x).data)).toEqual(Array.from(f(wide).data, Math.fround))
  })
})

describe('slopes keep their digits', () => {
  const slope = (op: (x: Tensor) => Tensor, x: number) => grad(op)(tensor(x)).item()
  /** Roundings of a few operations, and square roots of them. */
  const close = (got: number, want: number) =>
    expect(Math.abs(got - want)).toBeLessThanOrEqual(8 * 2 ** -52 * Math.abs(want))

  it('of asin, acos and atanh next to 1, where 1 − x² has few', () => {
    const x = 1 - 2 ** -40
    // (1 − x)(1 + x) = 2⁻³⁹(1 − 2⁻⁴¹)
    const inside = 2 ** -39 * (1 - 2 ** -41)
    close(slope(ops.asin, x), 1 / Math.sqrt(inside))
    close(slope(ops.acos, x), -1 / Math.sqrt(inside))
    close(slope(ops.atanh, x), 1 / inside)
    close(slope(ops.acosh, 1 + 2 ** -40), 1 / Math.sqrt(2 ** -39 * (1 + 2 ** -41)))
  })

  it('of asinh, acosh and atan2 where squares have no room', () => {
    for (const x of [1e200, 1e-200]) {
      close(slope(ops.asinh, x), 1 / Math.hypot(1, x))
      close(
        slope(y => ops.atan2(y, x), x),
        0.5 / x,
      )
      close(
        slope(y => ops.atan2(x, y), x),
        -0.5 / x,
      )
    }
    close(slope(ops.acosh, 1e200), 1e-200)
  })

  it('of log1mexp at both ends', () => {
    close(slope(ops.log1mexp, -1e-20), -1e20)
    close(slope(ops.log1mexp, -50), -Math.exp(-50) / -Math.expm1(-50))
  })
})
