// How exact functions of single values are in float64, beside tables to 60 digits: at both ends, near zeros, and between.
import { describe, expect, it } from 'vitest'
import { grad, pow, type Tensor, tensor } from '../../src/index.js'
import { withKernels } from '../../src/kernels/current.js'
import { reference } from '../../src/kernels/reference.js'
import { fastKernels } from '../../src/kernels/wasm/index.js'
import * as ops from '../../src/ops/index.js'
import { LEAST_ZERO } from '../kernels/conformance/sets.js'
import { precise } from '../support/precise.js'
import { ulp } from '../support/ulp.js'

/**
 * What each may be off, in ulp. One call of the host's Math, which V8 takes from fdlibm, is exact to 1 or 2; sigmoid,
 * softplus and logSigmoid call two and add; erf promises 2.5.
 */
const LIMITS = {
  exp: 2,
  expm1: 2,
  log: 2,
  log1p: 2,
  sin: 2,
  cos: 2,
  tanh: 2,
  sigmoid: 3,
  softplus: 3,
  logSigmoid: 3,
  erf: 2.5,
} as const

/** The largest error of f over rows of arguments, value and rest, in ulp, and where it is. */
function worst(rows: readonly (readonly number[])[], f: (...args: number[]) => number) {
  let error = 0
  let at: readonly number[] = []
  for (const row of rows) {
    const [value, rest] = row.slice(-2) as [number, number]
    const off = Math.abs((f(...row.slice(0, -2)) - value) / ulp(value) - rest)
    if (!(off <= error)) [error, at] = [off, row]
  }
  return { error, at }
}

describe('functions of single values', () => {
  for (const name of Object.keys(LIMITS) as (keyof typeof LIMITS)[]) {
    it(`${name} is exact to ${LIMITS[name]} ulp`, () => {
      const op: (x: Tensor) => Tensor = { ...ops }[name]
      const { error, at } = worst(precise[name], x => op(tensor(x)).item())
      expect(error, `at ${at[0]}`).toBeLessThanOrEqual(LIMITS[name])
    })
  }

  it('pow is exact to 2 ulp', () => {
    const { error, at } = worst(precise.pow, (x, p) => pow(tensor(x!), tensor(p!)).item())
    expect(error, `at ${at[0]} to the power ${at[1]}`).toBeLessThanOrEqual(2)
  })
})

describe('slopes at both ends', () => {
  const slope = (op: (x: Tensor) => Tensor, x: number) => grad(op)(tensor(x)).item()

  // σ′(x) = σ(x)·σ(−x): two functions exact to 3 ulp and a product; y·(1 − y) would be off by eˣ·eps.
  it('sigmoid keeps the digits of a small slope', () => {
    for (const [x, value] of precise.sigmoid) {
      const other = precise.sigmoid.find(row => row[0] === -x!)
      if (other === undefined) continue
      const want = value! * other[1]!
      expect(Math.abs(slope(ops.sigmoid, x!) - want), `at ${x}`).toBeLessThanOrEqual(8 * ulp(want))
    }
  })

  it('softplus has the slope σ(x), logSigmoid σ(−x), both to 3 ulp', () => {
    for (const [x, value] of precise.sigmoid) {
      expect(Math.abs(slope(ops.softplus, x!) - value!)).toBeLessThanOrEqual(3 * ulp(value!))
      expect(Math.abs(slope(ops.logSigmoid, -x!) - value!)).toBeLessThanOrEqual(3 * ulp(value!))
    }
  })

  it('tanh has the slope 1/cosh²x at both ends, by every kernel set', () => {
    for (const set of [reference, fastKernels({ least: LEAST_ZERO })])
      for (const x of [0, 0.5, 20, 300, 354, 355, 372, 400, 710, 1e300, Number.POSITIVE_INFINITY])
        for (const at of [x, -x]) {
          const got = withKernels(set, () => slope(ops.tanh, at))
          // 4/(eˣ + e⁻ˣ)² by halves, each of which fits: exponentials to 2 ulp twice and a few roundings, or the smallest number.
          const want = 2 / (Math.exp(x) + Math.exp(-x)) / ((Math.exp(x) + Math.exp(-x)) / 2)
          const bound = 12 * 2 ** -52 * want + 2 ** -1073
          expect(Math.abs(got - want), `${set.name} at ${at}: ${got}`).toBeLessThanOrEqual(bound)
        }
  })

  it('log1p has the slope 1 and expm1 the slope 1 at numbers too small to change 1', () => {
    expect(slope(ops.log1p, 1e-300)).toBe(1)
    expect(slope(ops.expm1, 1e-300)).toBe(1)
  })
})

describe('values that are no ordinary numbers', () => {
  /** Values as they are, but 0 for −0. */
  const at = (op: (x: Tensor) => Tensor, ...xs: number[]) => Array.from(op(tensor(xs)).data, v => v + 0)

  it('limits at ±∞ are those of mathematics', () => {
    expect(at(ops.exp, -Infinity, Infinity)).toEqual([0, Infinity])
    expect(at(ops.expm1, -Infinity, Infinity)).toEqual([-1, Infinity])
    expect(at(ops.log, 0, Infinity)).toEqual([-Infinity, Infinity])
    expect(at(ops.log1p, -1, Infinity)).toEqual([-Infinity, Infinity])
    expect(at(ops.sqrt, 0, Infinity)).toEqual([0, Infinity])
    expect(at(ops.tanh, -Infinity, Infinity)).toEqual([-1, 1])
    expect(at(ops.sigmoid, -Infinity, Infinity)).toEqual([0, 1])
    expect(at(ops.softplus, -Infinity, Infinity)).toEqual([0, Infinity])
    expect(at(ops.logSigmoid, -Infinity, Infinity)).toEqual([-Infinity, 0])
    expect(at(ops.erf, -Infinity, Infinity)).toEqual([-1, 1])
    expect(at(ops.relu, -Infinity, Infinity)).toEqual([0, Infinity])
  })

  it('NaN stays NaN in every function', () => {
    for (const [name, op] of Object.entries({ ...ops })) {
      if (
        !(name in LIMITS) &&
        !['relu', 'abs', 'sign', 'floor', 'ceil', 'round', 'sqrt', 'square', 'neg'].includes(name)
      )
        continue
      expect((op as (x: Tensor) => Tensor)(tensor(Number.NaN)).item(), name).toBeNaN()
    }
  })

  it('log, log1p and sqrt outside their domain are NaN', () => {
    expect(at(ops.log, -1)).toEqual([Number.NaN])
    expect(at(ops.log1p, -1.5)).toEqual([Number.NaN])
    expect(at(ops.sqrt, -1)).toEqual([Number.NaN])
  })
})

describe('rounding to whole numbers', () => {
  it('round takes the even one of two as near, as NumPy does', () => {
    const rounded = (...xs: number[]) => Array.from(ops.round(tensor(xs)).data, v => v + 0)
    expect(rounded(0.5, 1.5, 2.5, -0.5, -1.5, -2.5)).toEqual([0, 2, 2, 0, -2, -2])
    expect(rounded(0.49999999999999994, 2 ** 51 + 0.5, 2 ** 51 + 1.5)).toEqual([0, 2 ** 51, 2 ** 51 + 2])
    expect(rounded(2 ** 53, -Infinity)).toEqual([2 ** 53, -Infinity])
  })

  it('floor and ceil round down and up, below zero too', () => {
    expect(ops.floor(tensor([-1.5, -1, 1.5])).toArray()).toEqual([-2, -1, 1])
    expect(ops.ceil(tensor([-1.5, -1, 1.5])).toArray()).toEqual([-1, -1, 2])
  })

  it('mod has the sign of its divisor, as Python has it', () => {
    const [a, b] = [tensor([7, -7, 7, -7, 5, -5]), tensor([3, 3, -3, -3, Infinity, Infinity])]
    expect(ops.mod(a, b).toArray()).toEqual([1, 2, -2, -1, 5, Infinity])
    expect(ops.mod(tensor([1]), 0).item()).toBeNaN()
  })
})
