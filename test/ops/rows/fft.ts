// Rows of Fourier transforms, beside their sums as they are written.
import fc from 'fast-check'
import type { Shape, Tensor } from '../../../src/index.js'
import * as ffts from '../../../src/ops/fft/index.js'
import { broadcastShapes } from '../../../src/shape.js'
import { axisOf, front, shapes, stretching, tensorOf } from '../../support/arbitrary.js'
import { build, type Plain, plain, read, total } from '../../support/plain.js'
import { call, given, type Row, rounding, show } from '../row.js'

const norms = fc.constantFrom(undefined, 'backward' as const, 'ortho' as const, 'forward' as const)

/** Lines of 1 to 7 values along an axis, and perhaps another length that they are brought to. */
const drawn = shapes({ minRank: 1, filled: true, maxRank: 2 }).chain(lead =>
  fc.record({
    shape: fc
      .tuple(fc.integer({ min: 1, max: 7 }), axisOf(lead.length))
      .map(([n, axis]) => ({ shape: lead.with(front(axis, lead.length), n), axis })),
    n: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    norm: norms,
  }),
)

const scaleOf = (norm: string | undefined, n: number, inverse: boolean): number =>
  norm === 'ortho' ? 1 / Math.sqrt(n) : (norm === 'forward') !== inverse ? 1 / n : 1

/** A complex value, 0 beyond the end of its line. */
function complexAt(x: Plain, isComplex: boolean, index: readonly number[], axis: number): [number, number] {
  if (index[axis]! >= x.shape[axis]!) return [0, 0]
  return isComplex ? [read(x, [...index, 0]), read(x, [...index, 1])] : [read(x, index), 0]
}

/** Σ of complex values times e^(±2πijk/n), at one k; the angle is that of jk modulo n. */
function sumAt(
  x: Plain,
  isComplex: boolean,
  index: readonly number[],
  axis: number,
  n: number,
  sign: 1 | -1,
) {
  const terms = Array.from({ length: n }, (_, j) => {
    const [re, im] = complexAt(x, isComplex, index.with(axis, j), axis)
    const angle = (sign * 2 * Math.PI * ((j * index[axis]!) % n)) / n
    return [re * Math.cos(angle) - im * Math.sin(angle), re * Math.sin(angle) + im * Math.cos(angle)] as const
  })
  return [total(terms.map(t => t[0])), total(terms.map(t => t[1]))] as const
}

/** Values of 4 at most: n terms of two products, and the angles of both ways. */
const within = (n: number) => rounding(2 * n + 4, 8)

const complexes = (name: 'fft' | 'ifft', op: typeof ffts.fft): Row => ({
  calls: drawn
    .chain(({ shape: { shape, axis }, ...rest }) =>
      fc.tuple(tensorOf([...shape, 2]), fc.constant({ axis, ...rest })),
    )
    .map(([x, { axis, n, norm }]) => {
      const options = given({ axis, n, norm })
      return call({
        text: `${name}(a, ${show(options)})`,
        inputs: [x],
        run: a => op(a!, options),
        naive: () => {
          const at = front(axis, x.rank - 1)
          const length = n ?? x.shape[at]!
          const scale = scaleOf(norm, length, name === 'ifft')
          const sign = name === 'fft' ? -1 : 1
          return {
            ...build(x.shape.with(at, length), index => {
              const sums = sumAt(plain(x), true, index.slice(0, -1), at, length, sign)
              return scale * sums[index.at(-1) as 0 | 1]
            }),
            within: within(length),
          }
        },
      })
    }),
})

const reals: Row = {
  calls: drawn
    .chain(({ shape: { shape, axis }, ...rest }) => fc.tuple(tensorOf(shape), fc.constant({ axis, ...rest })))
    .map(([x, { axis, n, norm }]) => {
      const options = given({ axis, n, norm })
      return call({
        text: `rfft(a, ${show(options)})`,
        inputs: [x],
        run: a => ffts.rfft(a!, options),
        naive: () => {
          const at = front(axis, x.rank)
          const length = n ?? x.shape[at]!
          return {
            ...build([...x.shape.with(at, Math.floor(length / 2) + 1), 2], index => {
              const sums = sumAt(plain(x), false, index.slice(0, -1), at, length, -1)
              return scaleOf(norm, length, false) * sums[index.at(-1) as 0 | 1]
            }),
            within: within(length),
          }
        },
      })
    }),
}

/** The whole spectrum that half of one stands for: y_{n−k} is the conjugate of y_k, and what mirrors itself is real. */
function mirrored(y: Tensor, axis: number, n: number): Plain {
  const shape: Shape = y.shape.slice(0, -1).with(axis, n)
  return build([...shape, 2], index => {
    const k = index[axis]!
    const mirror = (n - k) % n
    const own = index.slice(0, -1)
    const [re, im] = complexAt(plain(y), true, own.with(axis, Math.min(k, mirror)), axis)
    if (index.at(-1) === 0) return re
    return k === mirror ? 0 : k < mirror ? im : -im
  })
}

const inverses: Row = {
  calls: drawn
    .chain(({ shape: { shape, axis }, ...rest }) =>
      fc.tuple(tensorOf([...shape, 2]), fc.constant({ axis, ...rest })),
    )
    .map(([y, { axis, n, norm }]) => {
      const at = front(axis, y.rank - 1)
      const length = n ?? Math.max(1, 2 * (y.shape[at]! - 1))
      const options = given({ axis, n: y.shape[at] === 1 ? length : n, norm })
      return call({
        text: `irfft(a, ${show(options)})`,
        inputs: [y],
        run: a => ffts.irfft(a!, options),
        naive: () => {
          const whole = mirrored(y, at, length)
          return {
            ...build(
              whole.shape.slice(0, -1),
              index => scaleOf(norm, length, true) * sumAt(whole, true, index, at, length, 1)[0],
            ),
            within: within(length),
          }
        },
      })
    }),
}

const products: Row = {
  calls: shapes({ maxRank: 2 })
    .chain(common => fc.tuple(stretching(common), stretching(common)))
    .chain(([left, right]) => fc.tuple(tensorOf([...left, 2]), tensorOf([...right, 2])))
    .map(([a, b]) =>
      call({
        text: 'complexMul(a, b)',
        inputs: [a, b],
        run: (a, b) => ffts.complexMul(a!, b!),
        naive: () => {
          const lead = (x: Tensor, i: number) =>
            build(x.shape.slice(0, -1), index => read(plain(x), [...index, i]))
          const [p, q, r, s] = [lead(a, 0), lead(a, 1), lead(b, 0), lead(b, 1)]
          return build([...broadcastShapes('test', p.shape, r.shape), 2], index => {
            const [re, im, other, otherIm] = [p, q, r, s].map(part => read(part, index.slice(0, -1)))
            return index.at(-1) === 0 ? re! * other! - im! * otherIm! : re! * otherIm! + im! * other!
          })
        },
      }),
    ),
}

export const transforms = {
  fft: complexes('fft', ffts.fft),
  ifft: complexes('ifft', ffts.ifft),
  rfft: reals,
  irfft: inverses,
  complexMul: products,
} satisfies Record<string, Row>
