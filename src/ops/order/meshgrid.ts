// Coordinates of a grid from those along its sides.
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { broadcastTo } from '../broadcast.js'
import { reshape } from '../reshape.js'

/** In which order the axes of the grid stand. */
export interface MeshgridOptions {
  /** `'xy'`, unless given: the second vector runs down the first axis, as in a picture. `'ij'`: each runs along its own axis. */
  readonly indexing?: 'xy' | 'ij'
}

/**
 * For each vector the grid that repeats it along all other axes, so that together they are the coordinates of its points.
 * As NumPy's, the first two axes change places, unless `indexing` is 'ij'. A scalar counts as a vector of one.
 *
 * [m], [n] → two of [n, m], or of [m, n] for 'ij'; dy = dx, repeated likewise
 *
 * @example
 * const [x, y] = meshgrid([linspace(0, 1, 3), linspace(0, 1, 2)])   // two of shape [2, 3]
 */
export function meshgrid(vectors: readonly Tensor[], options: MeshgridOptions = {}): Tensor[] {
  checkOptions('meshgrid', options, ['indexing'])
  const { indexing = 'xy' } = options
  if (indexing !== 'xy' && indexing !== 'ij')
    throw new ArgumentError('meshgrid', `indexing is 'xy' or 'ij', got ${describe(indexing)}`)
  if (!Array.isArray(vectors))
    throw new ArgumentError('meshgrid', `wants vectors in an array, got ${describe(vectors)}`)
  for (const x of vectors) {
    checkTensor('meshgrid', x)
    if (x.rank > 1)
      throw new ShapeError('meshgrid', `wants vectors, got shape ${formatShape(x.shape)}`, [x.shape])
  }
  const axisOf = (i: number) => (indexing === 'xy' && i < 2 && vectors.length > 1 ? 1 - i : i)
  const shape = vectors.map((_, axis) => vectors[axisOf(axis)]!.size)
  return vectors.map((x, i) =>
    broadcastTo(
      reshape(
        x,
        shape.map((n, axis) => (axis === axisOf(i) ? n : 1)),
      ),
      shape,
    ),
  )
}
