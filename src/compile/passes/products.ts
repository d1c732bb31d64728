// Products: a matrix product whose sums have one term is an outer product, which is an elementwise one.
//
// Law: the outputs are the same numbers, for one term is rounded once either way; but a product of −0 stays −0, where the sum of
// it is 0. Chains of products are left as they are bracketed: (AB)C and A(BC) have the same bound, (k + n)·u·|A||B||C| to first
// order, but what leaves the range on the way differs, and derivatives come in the right order anyway.
import { mul, reshape } from '../../ops/index.js'
import type { Shape } from '../../shape.js'
import type { Program } from '../program.js'
import { rewrite } from './rewrite.js'

/** A program in which products of a column and a row are elementwise. */
export const spreadProducts = (program: Program): Program =>
  rewrite(program, ({ op, inputs: [a, b], params }, draft) => {
    if (op.name !== 'matmul') return undefined
    const { transposeA, transposeB } = params as {
      readonly transposeA: boolean
      readonly transposeB: boolean
    }
    const [own, other] = [draft.spec(a!).shape, draft.spec(b!).shape]
    if (own[own.length - (transposeA ? 2 : 1)] !== 1) return undefined
    return draft.record(
      (x, y) =>
        mul(reshape(x, transposeA ? turned(own) : own), reshape(y, transposeB ? turned(other) : other)),
      a!,
      b!,
    )
  })

/** A shape with its last two axes exchanged, of which one is 1: the values stay in order. */
const turned = (shape: Shape): Shape => [
  ...shape.slice(0, -2),
  shape[shape.length - 1]!,
  shape[shape.length - 2]!,
]
