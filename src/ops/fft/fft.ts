// The discrete Fourier transform along an axis and its inverse. A complex number is a pair in a last axis of 2.
import { floatOf } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { formatShape, normalizeAxis } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { pad } from '../concat.js'
import { cast } from '../reshape.js'
import { slice } from '../slice.js'
import { complex, half, halfOf, whole } from './operations.js'

/** Along which axis, how long a line is, and where 1/n stands. */
export interface FFTOptions {
  /** The axis, counted without that of the pairs; the last unless given. */
  readonly axis?: number
  /** How many values a line has: longer ones are cut, shorter ones get zeros behind. As long as it is unless given. */
  readonly n?: number
  /** `'backward'`, unless given: 1/n stands in the inverse; `'forward'`: before the sum; `'ortho'`: 1/√n in both. */
  readonly norm?: 'backward' | 'ortho' | 'forward'
}

/**
 * The discrete Fourier transform along an axis: yₖ = Σⱼ xⱼ·e^(−2πijk/n). In time n·log n for any n.
 *
 * complex [..., n, 2] → [..., n, 2], or another axis; dy = fft(dx), and the adjoint is n·ifft
 */
export function fft(x: Tensor, options: FFTOptions = {}): Tensor {
  return complexAlong('fft', x, options, false)
}

/**
 * The inverse of `fft`: xⱼ = 1/n·Σₖ yₖ·e^(2πijk/n).
 *
 * complex [..., n, 2] → [..., n, 2], or another axis; dy = ifft(dx), and the adjoint is fft/n
 */
export function ifft(x: Tensor, options: FFTOptions = {}): Tensor {
  return complexAlong('ifft', x, options, true)
}

function complexAlong(op: string, x: Tensor, options: FFTOptions, inverse: boolean): Tensor {
  const axis = complexAxis(op, x, options)
  const n = lengthOf(op, options.n ?? x.shape[axis]!)
  const values = resized(cast(x, floatOf(x.dtype)), axis, n)
  return complex(values, { axis, inverse, scale: scaleOf(op, n, options, inverse) })
}

/**
 * The transform of real values: frequencies 0 … n/2, of which the others are mirrors, yₙ₋ₖ = ȳₖ.
 *
 * real [..., n] → [..., ⌊n/2⌋ + 1, 2], or another axis; dy = rfft(dx)
 */
export function rfft(x: Tensor, options: FFTOptions = {}): Tensor {
  checkTensor('rfft', x)
  checkOptions('rfft', options, NAMES)
  const axis = normalizeAxis('rfft', options.axis ?? -1, x.rank)
  const n = lengthOf('rfft', options.n ?? x.shape[axis]!)
  const values = resized(cast(x, floatOf(x.dtype)), axis, n)
  return half(values, { axis, n, doubled: false, scale: scaleOf('rfft', n, options, false) })
}

/**
 * The inverse of `rfft`: n real values, an even number unless given, 2·(k − 1). Of what is its own mirror, the first frequency and for
 * even n the last, the imaginary part counts for nothing.
 *
 * complex [..., k, 2] → [..., n], or another axis; dy = irfft(dx)
 */
export function irfft(x: Tensor, options: FFTOptions = {}): Tensor {
  const axis = complexAxis('irfft', x, options)
  const n = lengthOf('irfft', options.n ?? 2 * (x.shape[axis]! - 1))
  const values = resized(cast(x, floatOf(x.dtype)), axis, halfOf(n))
  return whole(values, { axis, n, doubled: true, scale: scaleOf('irfft', n, options, true) })
}

const NAMES = ['axis', 'n', 'norm']

/** The axis of complex x; refuses what is not complex. */
function complexAxis(op: string, x: Tensor, options: FFTOptions): number {
  checkTensor(op, x)
  checkOptions(op, options, NAMES)
  checkComplex(op, x)
  return normalizeAxis(op, options.axis ?? -1, x.rank - 1)
}

/** Refuses what has no pairs in its last axis. */
export function checkComplex(op: string, x: Tensor): void {
  if (x.rank === 0 || x.shape[x.rank - 1] !== 2)
    throw new ShapeError(
      op,
      `wants complex numbers as pairs in a last axis of 2, got shape ${formatShape(x.shape)}`,
      [x.shape],
    )
}

function lengthOf(op: string, n: number): number {
  if (!Number.isSafeInteger(n) || n < 1)
    throw new ArgumentError(op, `a line has a whole number of values, 1 or more, got n = ${describe(n)}`)
  return n
}

function scaleOf(op: string, n: number, { norm = 'backward' }: FFTOptions, inverse: boolean): number {
  if (norm === 'ortho') return 1 / Math.sqrt(n)
  if (norm !== 'backward' && norm !== 'forward')
    throw new ArgumentError(op, `norm is 'backward', 'ortho' or 'forward', got ${describe(norm)}`)
  return (norm === 'backward') === inverse ? 1 / n : 1
}

/** x cut or with zeros behind, to n along an axis. */
function resized(x: Tensor, axis: number, n: number): Tensor {
  const size = x.shape[axis]!
  if (size === n) return x
  return size > n
    ? slice(
        x,
        x.shape.map((_, i) => (i === axis ? [0, n] : undefined)),
      )
    : pad(
        x,
        x.shape.map((_, i): [number, number] => (i === axis ? [0, n - size] : [0, 0])),
      )
}
