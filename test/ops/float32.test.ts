// Every op in float32 beside float64: the same values to float32's precision, and each gradient in its input's own dtype.
import { expect } from 'vitest'
import { fromData } from '../../src/create.js'
import { arrayEqual, type Tensor, vjp } from '../../src/index.js'
import { directions } from '../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../support/measured.js'
import { everyOp, isSmooth, onList } from './every.js'

/** In float32: exact for the grid that arguments are drawn from, and rounded for Gaussian directions. */
const to32 = (x: Tensor): Tensor => fromData(Float32Array.from(x.data), x.shape)
const to64 = (x: Tensor): Tensor => fromData(Float64Array.from(x.data), x.shape)

everyOp(
  'float32 gives float32, whose values and gradients are those of float64 to its precision',
  (call, seed) => {
    const f = onList(call)
    const { inputs } = call
    const inputs32 = inputs.map(to32)
    const y32 = f(inputs32)
    expect(y32.dtype).toBe(call.dtype ?? 'float32')
    if (!isSmooth(call)) {
      expect(arrayEqual(y32, f(inputs))).toBe(true)
      return
    }
    const dx = directions(seed, inputs32)
    const yBar = directions(seed + 1, [y32]).map(to32)
    for (const bar of vjp(f)(inputs32).pullback(yBar[0]!)) expect(bar.dtype).toBe('float32')

    // `measured` counts float32's eps for tensors of that dtype.
    const value = (x: readonly Tensor[], yBar: readonly Tensor[]) => inner(yBar, [f(x)])
    expectAgreement(
      measured(value, inputs32, yBar),
      measured(value, inputs, yBar.map(to64)),
      'values in float32 and float64',
    )
    const slope = (x: readonly Tensor[], dx: readonly Tensor[], yBar: readonly Tensor[]) =>
      inner(vjp(f)(x).pullback(yBar[0]!), dx)
    expectAgreement(
      measured(slope, inputs32, dx, yBar),
      measured(slope, inputs, dx.map(to64), yBar.map(to64)),
      'gradients in float32 and float64',
    )
  },
)

everyOp(
  'float32 beside float64 gives float64, and each gradient has the dtype of its input',
  (call, seed) => {
    const { inputs } = call
    if (inputs.length < 2) return
    const f = onList(call)
    const narrow = inputs.map((_, i) => (seed >> i) % 2 === 0)
    if (narrow.every(n => n === narrow[0])) narrow[0] = !narrow[0]
    const mixed = inputs.map((x, i) => (narrow[i] ? to32(x) : x))
    const { value, pullback } = vjp(f)(mixed)
    expect(value.dtype).toBe(call.dtype ?? 'float64')
    expect(arrayEqual(value, f(inputs))).toBe(true)
    if (!isSmooth(call)) return
    const yBar = directions(seed, [value])
    pullback(yBar[0]!).forEach((bar, i) => {
      expect(bar.dtype).toBe(mixed[i]!.dtype)
      expect(bar.shape).toEqual(mixed[i]!.shape)
    })
    const dx = directions(seed + 1, mixed)
    const slope = (x: readonly Tensor[], dx: readonly Tensor[], yBar: readonly Tensor[]) =>
      inner(vjp(f)(x).pullback(yBar[0]!), dx)
    expectAgreement(
      measured(slope, mixed, dx, yBar),
      measured(slope, inputs, dx.map(to64), yBar),
      'gradients of mixed and of float64 inputs',
    )
  },
)
