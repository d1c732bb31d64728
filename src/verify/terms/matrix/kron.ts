// The Kronecker product: each entry of one matrix times the whole of another.
import { broadcastTo, reshape } from '../../../ops/index.js'
import { mul } from '../../numbers/doubleDouble/index.js'
import { mapped, type Scaled, times } from '../../numbers/index.js'
import { productOfDims } from '../dims.js'
import type { FunctionTerm } from '../term.js'

/** (A ⊗ B)_{(i,p),(j,q)} = a_{ij}·b_{pq}. d(A ⊗ B) = dA ⊗ B + A ⊗ dB */
export const kron: FunctionTerm = {
  names: ['kron'],
  whole: true,
  folds: true,
  type([a, b], { refuse }) {
    if ([a!.rows, a!.cols, b!.rows, b!.cols].includes('?'))
      return refuse('unsupported', 'nothing says how large this is', ['Write the size of the identity: I_n.'])
    const [rows, cols] = [productOfDims(a!.rows, b!.rows), productOfDims(a!.cols, b!.cols)]
    return { ...a!, rows, cols, sort: 'real' }
  },
  value([a, b]) {
    const [m, n] = a!.c.shape.slice(-2) as [number, number]
    const [p, q] = b!.c.shape.slice(-2) as [number, number]
    const spread = (value: Scaled, axes: readonly number[]): Scaled =>
      mapped(value, x => reshape(broadcastTo(x, value.c.shape), [...value.c.shape.slice(0, -2), ...axes]))
    const terms = times(spread(a!, [m, 1, n, 1]), spread(b!, [1, p, 1, q]))
    const { shape } = terms.c
    return mapped(terms, x => reshape(broadcastTo(x, shape), [...shape.slice(0, -4), m * p, n * q]))
  },
  digits(entry, { args, extent }, row, col) {
    const [p, q] = [extent(args[1]!.type.rows), extent(args[1]!.type.cols)]
    return mul(entry(0, Math.floor(row / p), Math.floor(col / q)), entry(1, row % p, col % q))
  },
}
