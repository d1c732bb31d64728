// Fourier transforms of any length: against the sum as written, Parseval's and the convolution theorem, and what is refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random, slice, square, sum, type Tensor, tensor, zeros } from '../../src/index.js'
import { complexMul, fft, ifft, irfft, rfft } from '../../src/ops/fft/index.js'

/** The sum as it is written; angles are those of jk modulo n, so that each is exact to 3 ulp. */
function dft(x: Tensor): Float64Array {
  const n = x.shape[0]!
  const out = new Float64Array(2 * n)
  for (let k = 0; k < n; k++)
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n
      const [re, im, c, s] = [x.data[2 * j]!, x.data[2 * j + 1]!, Math.cos(angle), Math.sin(angle)]
      out[2 * k]! += re * c - im * s
      out[2 * k + 1]! += re * s + im * c
    }
  return out
}

const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0)

/** Of n normal values, below 6 each, sums as written err by n roundings of terms, and fast ones by fewer. */
const within = (n: number) => 6 * 8 * n * 2 ** -52

const lengths = fc.oneof(
  fc.integer({ min: 1, max: 130 }),
  fc.constantFrom(128, 243, 360, 251, 257, 2 * 37, 3 * 41, 512),
)

describe('transforms', () => {
  it('are the sum as it is written, for lengths of all kinds', () => {
    fc.assert(
      fc.property(lengths, fc.nat(), (n, seed) => {
        const x = random(seed).normal([n, 2])
        const y = fft(x)
        // A convolution goes through three transforms of up to 4n values.
        expect(apart(y.data, dft(x))).toBeLessThanOrEqual(4 * within(n))
        expect(apart(ifft(y).data, x.data)).toBeLessThanOrEqual(4 * within(n))
        const total = sum(square(x)).item()
        expect(Math.abs(sum(square(fft(x, { norm: 'ortho' }))).item() - total)).toBeLessThanOrEqual(
          4 * within(n) * (1 + total),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('of real values lead back, for even and odd lengths', () => {
    fc.assert(
      fc.property(lengths, fc.nat(), (n, seed) => {
        const x = random(seed).normal([n])
        expect(apart(irfft(rfft(x), { n }).data, x.data)).toBeLessThanOrEqual(4 * within(n))
      }),
      { numRuns: 30 },
    )
  })

  it('make convolutions of products', () => {
    const [a, b] = [random(1).normal([10]), random(2).normal([4])]
    const n = 13
    const y = irfft(complexMul(rfft(a, { n }), rfft(b, { n })), { n })
    const want = Array.from({ length: n }, (_, k) =>
      Array.from(b.data).reduce((total, v, j) => total + v * (a.data[k - j] ?? 0), 0),
    )
    expect(apart(y.data, want)).toBeLessThanOrEqual(within(n) * 6)
  })

  it('have exact quarters, and NumPy’s figures', () => {
    expect(
      fft(
        tensor([
          [1, 0],
          [2, 0],
          [3, 0],
          [4, 0],
        ]),
      ).toArray(),
    ).toEqual([
      [10, 0],
      [-2, 2],
      [-2, 0],
      [-2, -2],
    ])
    // NumPy 2.4: rfft([1, 2, 4]) = 7, −2 + √3·i; irfft([1+9j, 2+3j], n=3) and irfft([1+9j, 2+3j])
    expect(apart(rfft(tensor([1, 2, 4])).data, [7, 0, -2, Math.sqrt(3)])).toBeLessThanOrEqual(within(3))
    const half = tensor([
      [1, 9],
      [2, 3],
    ])
    const third = [5 / 3, -1 / 3 - Math.sqrt(3), -1 / 3 + Math.sqrt(3)]
    expect(apart(irfft(half, { n: 3 }).data, third)).toBeLessThanOrEqual(within(3))
    expect(irfft(half).toArray()).toEqual([1.5, -0.5])
  })

  it('keep float32, take whole numbers and lines of one', () => {
    expect(rfft(zeros([3], { dtype: 'float32' })).dtype).toBe('float32')
    expect(rfft(zeros([3], { dtype: 'int32' })).dtype).toBe('float64')
    expect(fft(tensor([[3, 4]])).toArray()).toEqual([[3, 4]])
    expect(fft(zeros([0, 4, 2])).shape).toEqual([0, 4, 2])
    expect(slice(fft(zeros([3, 4, 2]), { axis: 0 }), [0]).shape).toEqual([4, 2])
  })

  it('refuse what is not complex, empty lines, and norms that are none', () => {
    expect(() => fft(zeros([3]))).toThrow(
      'fft: wants complex numbers as pairs in a last axis of 2, got shape [3]',
    )
    expect(() => fft(zeros([0, 2]))).toThrow('fft: a line has a whole number of values, 1 or more, got n = 0')
    expect(() => irfft(zeros([1, 2]))).toThrow('got n = 0')
    expect(() => rfft(zeros([3]), { n: 2.5 })).toThrow('got n = 2.5')
    expect(() => rfft(zeros([3]), { norm: 'both' as never })).toThrow(
      `norm is 'backward', 'ortho' or 'forward'`,
    )
    expect(() => rfft(zeros([3]), { axis: 1 })).toThrow('rfft: axis 1 does not exist')
    expect(() => complexMul(zeros([2]), zeros([3]))).toThrow('complexMul: wants complex numbers')
  })
})
