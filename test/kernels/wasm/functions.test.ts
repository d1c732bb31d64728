// How exact the vector functions are, in both float types: beside decimals in float64, and beside doubles in float32.
import { describe, expect, it } from 'vitest'
import { startEngine } from '../../../src/kernels/wasm/engine.js'
import { FUNCTIONS, PAIRS } from '../../../src/kernels/wasm/functions/index.js'
import { fastKernels } from '../../../src/kernels/wasm/index.js'
import { erfOf } from '../../../src/ops/erf.js'
import { precise } from '../../support/precise.js'
import { ulp } from '../../support/ulp.js'
import { type Format, unitExponent } from '../../support/ulps.js'
import { argumentsFor, SPECIAL } from './precise/arguments.js'
import { error32, error64 } from './precise/errors.js'
import { decimal, exact } from './precise/exact.js'

/** `RUNS=2000 npx vitest run test/kernels/wasm` searches longer. */
const RUNS = Number(process.env['RUNS'] ?? 40)

/** Arguments for each function and format, and for how many of them a decimal is computed, half a millisecond each. */
const COUNT = 250 * RUNS
const DECIMALS = 4 * RUNS
const SEED = 1

/**
 * What a function may be off, in ulp. The worst is sigmoid, e/(1 + e): 1 from e = e⁻ˣ, ½ from the sum, ½ from the quotient;
 * where the result lies in the binade below that of the sum, the sum's ½ counts twice.
 */
const LIMIT = 2.5

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

/** The functions that are rounded, in doubles. */
const rounded: { readonly [op in keyof typeof exact]: (x: number) => number } = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sigmoid: x => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  softplus,
  logSigmoid: x => -softplus(-x),
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  erf: erfOf,
  sechSquared: x => (4 * Math.exp(-2 * Math.abs(x))) / (1 + Math.exp(-2 * Math.abs(x))) ** 2,
}

const even = (x: number) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))

/** The functions that have an exact result, or one that is rounded once. */
const plain: { readonly [op: string]: (x: number) => number } = {
  neg: x => -x,
  abs: Math.abs,
  square: x => x * x,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  round: even,
  relu: x => Math.max(x, 0),
  sign: Math.sign,
}

const isNegative = (x: number) => Object.is(Math.sign(1 / x), -1)

describe('the decimals', () => {
  const { sechSquared, ...tabled } = exact

  for (const [name, f] of Object.entries(tabled))
    it(`of ${name} are those of another library`, () => {
      for (const [x, value, rest] of precise[name as keyof typeof tabled] as [number, number, number][]) {
        const more = f(decimal(x))
          .minus(decimal(value))
          .div(decimal(ulp(value)))
        // The table has three digits of what is left in ulp.
        expect(Math.abs(more.toNumber() - rest), `at ${x}`).toBeLessThan(0.000_501)
      }
    })

  it('of sechSquared are 1 − tanh²', () => {
    for (const x of [-3, -0.1, 1e-9, 0.55, 2, 10]) {
      const y = exact.tanh(decimal(x))
      // 60 digits, of which 1 − tanh² loses 8 where it is 10⁻⁸.
      const off = sechSquared(decimal(x)).plus(y.times(y)).minus(1)
      expect(off.abs().toNumber()).toBeLessThan(1e-58)
    }
  })
})

it('every vector function is among those that are tested here', () => {
  expect([...Object.keys(rounded), ...Object.keys(plain)].sort()).toEqual(Object.keys(FUNCTIONS).sort())
})

describe.each(startEngine()?.fma ? [false, true] : [false])('with fma %s', fma => {
  it('pow is exact to 1.5 ulp in float64, and to half a one of float32', () => {
    const kernels = fastKernels({ fma, least: { map: 0, zip: 0, reduce: 0, rows: 0, matmul: 0 } })
    const table = precise.pow as [number, number, number, number][]
    for (const Values of [Float64Array, Float32Array]) {
      const [x, p, y] = [0, 1, 2].map(i => new Values(table.map(row => row[i]!)))
      kernels.zip('pow', () => expect.fail('the plain rule ran'), x!, p!, y!, undefined, PAIRS['pow'])
      for (const [i, [base, exponent, value, rest]] of table.entries()) {
        // In float32 the arguments are other numbers, and the host has what is right of them to far more digits.
        const [want, more] = Values === Float64Array ? [value, rest] : [x![i]! ** p![i]!, 0]
        if (Math.fround(want) === 0 || !Number.isFinite(Math.fround(want))) continue
        const unit = Values === Float64Array ? ulp(want) : 2 ** unitExponent(want, 'float32')
        // From half a unit of rounding and at most one before it; float32 is computed in float64.
        const limit = Values === Float64Array ? 1.5 : 0.501
        expect(Math.abs((y![i]! - want) / unit - more), `${base}^${exponent}`).toBeLessThanOrEqual(limit)
      }
    }
  })

  const kernels = fastKernels({ fma, least: { map: 0, zip: 0, reduce: 0, rows: 0, matmul: 0 } })

  /** Arguments, and what the vector function makes of them. */
  function run(op: string, format: Format) {
    const x = argumentsFor(format, COUNT, SEED)
    const y = x.slice()
    const code = FUNCTIONS[op]!
    // Beyond its range a code leaves the value to the plain rule.
    const f = code.beyond ? rounded[op as keyof typeof rounded] : () => expect.fail('the plain rule ran')
    kernels.map(op, f, x, y, code)
    return { x, y }
  }

  describe.each(['float32', 'float64'] as const)('in %s', format => {
    const stored = format === 'float32' ? Math.fround : (x: number) => x

    for (const [op, f] of Object.entries(plain))
      it(`${op} is what JavaScript gives, to the last bit`, () => {
        const { x, y } = run(op, format)
        for (const [i, got] of y.entries()) {
          const want = stored(f(x[i]!))
          if (!Object.is(got, want)) expect.fail(`${op}(${x[i]}) is ${got}, not ${want}`)
        }
      })

    for (const [op, f] of Object.entries(rounded))
      it(`${op} is NaN, infinite, whole or its argument where JavaScript’s is, and has its sign`, () => {
        const { x, y } = run(op, format)
        for (const [i, got] of y.entries()) {
          const want = stored(f(x[i]!))
          const alike = Number.isNaN(got) === Number.isNaN(want) && isNegative(got) === isNegative(want)
          const special = SPECIAL[format].includes(x[i]!)
          const settled = !Number.isFinite(want) || Number.isInteger(want) || Object.is(want, x[i])
          if (!alike || (special && settled && !Object.is(got, want)))
            expect.fail(`${op}(${x[i]}) is ${got}, not ${want}`)
        }
      })
  })

  for (const [op, f] of Object.entries(rounded))
    it(`${op} is exact to ${LIMIT} ulp in float32`, () => {
      const { x, y } = run(op, 'float32')
      let [worst, at] = [0, Number.NaN]
      for (const [i, got] of y.entries()) {
        const error = Number.isNaN(got) ? 0 : error32(got, f(x[i]!))
        if (!(error <= worst)) [worst, at] = [error, x[i]!]
      }
      expect(worst, `at ${at}`).toBeLessThanOrEqual(LIMIT)
    })

  for (const [op, f] of Object.entries(rounded))
    it(`${op} is exact to ${LIMIT} ulp in float64`, () => {
      const { x, y } = run(op, 'float64')
      const isOwn = (v: number) => Number.isFinite(v) && !(FUNCTIONS[op]!.beyond && Math.abs(v) > 2 ** 15)
      const finite = [...x.keys()].filter(i => isOwn(x[i]!) && Number.isFinite(f(x[i]!)))
      // Half of the decimals go where JavaScript's own function differs most.
      const apart = (i: number) => Math.abs(y[i]! - f(x[i]!)) / ulp(y[i]!)
      const suspects = finite.map(i => [i, apart(i)] as const).sort((a, b) => b[1] - a[1])
      const chosen = [...suspects.slice(0, DECIMALS / 2).map(([i]) => i), ...finite.slice(0, DECIMALS / 2)]
      let [worst, at] = [0, Number.NaN]
      for (const i of chosen) {
        const error = error64(y[i]!, exact[op as keyof typeof exact](decimal(x[i]!)))
        if (!(error <= worst)) [worst, at] = [error, x[i]!]
      }
      expect(worst, `at ${at}`).toBeLessThanOrEqual(LIMIT)
    })
})
