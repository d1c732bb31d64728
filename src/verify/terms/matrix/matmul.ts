// The product of matrices.
import { mul } from '../../numbers/doubleDouble/index.js'
import { product } from '../../numbers/index.js'
import { range, sumOf } from '../entries.js'
import type { Operator } from '../term.js'

/** d(AB) = dA·B + A·dB */
export const matmul: Operator = {
  whole: true,
  value: ([a, b]) => product(a!, b!),
  work: ({ args, extent }) => extent(args[0]!.type.cols),
  digits: (entry, at, row, col) =>
    sumOf(range(at, at.args[0]!.type.cols).map(k => mul(entry(0, row, k), entry(1, k, col)))),
}
