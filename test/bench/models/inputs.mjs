// What models are given: numbers of a seeded stream, made here once and handed to PyTorch as they are.
import * as c from '../../../dist/index.js'

/** Makers of tensors in one precision, from one stream. */
export function maker(dtype, seed = 1) {
  const stream = c.random(seed)
  const normal = (shape, scale = 1) => c.mul(scale, stream.normal(shape, { dtype }))
  return {
    normal,
    /** Of a layer: the variance of what comes out is that of what goes in. */
    weight: shape => normal(shape, 1 / Math.sqrt(shape.at(-2) ?? 1)),
    positive: shape => c.add(0.1, c.abs(normal(shape))),
    /** Whole numbers from 0 to below `most`. */
    whole: (n, most) =>
      c.tensor(
        stream.uniform([n]).data.map(u => Math.floor(u * most)),
        { dtype: 'int32' },
      ),
    zeros: shape => c.zeros(shape, { dtype }),
    ones: shape => c.ones(shape, { dtype }),
  }
}
