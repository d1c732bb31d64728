// First derivatives of every op: tied to its values by differences, and its two directions to each other.
import { describe, expect, it } from 'vitest'
import { add, grad, isTracked, jvp, mul, type Tensor, variable, vjp } from '../../src/index.js'
import * as fft from '../../src/ops/fft/index.js'
import * as ops from '../../src/ops/index.js'
import * as linalg from '../../src/ops/linalg/index.js'
import * as nn from '../../src/ops/nn/index.js'
import * as special from '../../src/ops/special/index.js'
import * as stats from '../../src/ops/stats/index.js'
import { centralDifference } from '../../src/testing/differences.js'
import { directions } from '../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../support/measured.js'
import { everyOp, isSmooth, isWhole, onList } from './every.js'
import { table } from './table.js'

describe('the table', () => {
  it('has a row for every op, and no other', () => {
    expect(Object.keys(table).sort()).toEqual(
      Object.keys({ ...ops, ...linalg, ...nn, ...special, ...stats, ...fft }).sort(),
    )
  })
})

everyOp('jvp is the slope that differences of the values show', (call, seed) => {
  if (!isSmooth(call)) return
  const f = onList(call)
  const { inputs } = call
  const dx = directions(seed, inputs)
  const yBar = directions(seed + 1, [call.run(...inputs)])
  const pushed = measured((x, dx, yBar) => inner(yBar, [jvp(f)(x, dx).tangent]), inputs, dx, yBar)
  // Noise of the values is all of their rounding, of which differences are told in units of eps.
  const magnitude = measured((x, yBar) => inner(yBar, [f(x)]), inputs, yBar).rounding / 2 ** -52
  const along = (t: number) => inner(yBar, [f(inputs.map((x, i) => add(x, mul(dx[i]!, t))))]).item()
  const seen = centralDifference(along, 0, { scale: 1 / 8, magnitude })
  if (seen.kind !== 'smooth') return expect.fail(`differences say ${JSON.stringify(seen)}`)
  expectAgreement(pushed, { value: seen.derivative, rounding: seen.bound }, 'jvp and differences')
})

everyOp('vjp is the adjoint of jvp: ⟨ȳ, J·ẋ⟩ = ⟨Jᵀ·ȳ, ẋ⟩', (call, seed) => {
  if (!isSmooth(call)) return
  const f = onList(call)
  const { inputs } = call
  const dx = directions(seed, inputs)
  const yBar = directions(seed + 1, [call.run(...inputs)])
  const forward = measured((x, dx, yBar) => inner(yBar, [jvp(f)(x, dx).tangent]), inputs, dx, yBar)
  const reverse = measured((x, dx, yBar) => inner(vjp(f)(x).pullback(yBar[0]!), dx), inputs, dx, yBar)
  expectAgreement(forward, reverse, 'forward and reverse')
})

everyOp(
  'vjp is linear in the cotangent, and its slope towards that is jvp; and the other way round',
  (call, seed) => {
    if (!isSmooth(call)) return
    const f = onList(call)
    const { inputs } = call
    const dx = directions(seed, inputs)
    const yBar = directions(seed + 1, [call.run(...inputs)])
    const weight = directions(seed + 2, yBar)
    const [forward, reverse] = [
      measured((x, dx, weight) => inner(weight, [jvp(f)(x, dx).tangent]), inputs, dx, weight),
      measured((x, weight, yBar) => inner(vjp(f)(x).pullback(yBar[0]!), weight), inputs, dx, yBar),
    ]
    const throughCotangent = measured(
      (x, dx, yBar, weight) => {
        const pulled = (bar: Tensor) => inner(vjp(f)(x).pullback(bar), dx)
        return inner(weight, [grad(pulled)(yBar[0]!)])
      },
      inputs,
      dx,
      yBar,
      weight,
    )
    expectAgreement(throughCotangent, forward!, 'the slope of vjp towards its cotangent, and jvp')
    const throughTangent = measured(
      (x, dx, yBar, weight) => {
        const pushed = (u: readonly Tensor[]) => inner(yBar, [jvp(f)(x, u).tangent])
        return inner(weight, grad(pushed)(dx))
      },
      inputs,
      directions(seed + 3, inputs),
      yBar,
      dx,
    )
    expectAgreement(throughTangent, reverse!, 'the slope of jvp towards its tangent, and vjp')
  },
)

everyOp(
  'derivatives are zeros where the op is flat, and whole numbers and masks carry none',
  (call, _, row) => {
    if ((row.flat !== true && !isWhole(call)) || call.inputs.length === 0) return
    const f = onList(call)
    const { inputs } = call
    const { value, pullback } = vjp(f)(inputs)
    const zeros = (x: Tensor) => Array.from(x.data, () => 0)
    const { tangent } = jvp(f)(
      inputs,
      inputs.map(x => add(mul(x, 0), 1)),
    )
    expect(Array.from(tangent.data)).toEqual(zeros(value))
    pullback(value).forEach((bar, i) => {
      expect(Array.from(bar.data)).toEqual(zeros(inputs[i]!))
      expect(bar.shape).toEqual(inputs[i]!.shape)
      expect(bar.dtype).toBe('float64')
    })
    expect(isTracked(call.run(...inputs.map(variable)))).toBe(false)
  },
)
