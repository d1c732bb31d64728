// The kind real.
import { sizeOf } from '../../../../shape.js'
import { type Draw, wholes } from '../lanes.js'
import { entrywise } from './entrywise.js'

/** Any number. */
export const real = entrywise({
  values: 'any number',
  example: 'X : real[m, n]',
  differentiable: true,
  smooth: true,
  movable: true,
  large: true,
  allows: Number.isFinite,
  draw,
})

function draw({ shape, lane, stream, tie }: Draw): Float64Array {
  const n = sizeOf(shape)
  switch (lane) {
    case 'zeros':
      return new Float64Array(n)
    case 'ones':
      return new Float64Array(n).fill(1)
    case 'ties':
      return new Float64Array(n).fill(tie!)
    case 'units':
      return wholes(stream, n, -1, 1)
    case 'wide':
      return wholes(stream, n, -64, 64).map(k => k / 16)
    case 'large':
    case 'huge': {
      const top = lane === 'large' ? 700 : 10_000
      const signs = wholes(stream, n, 0, 1)
      return wholes(stream, n, 0, 64).map((k, i) => (2 * signs[i]! - 1) * (top - k / 16))
    }
    case 'ordinary':
      return wholes(stream, n, -24, 24).map(k => k / 16)
  }
}
