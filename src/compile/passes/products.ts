// Products: a matrix product whose sums have one term is an outer product, which is an elementwise one.
//
// Law: the outputs are the same bit by bit, for one term is rounded once either way; adding 0 makes 0 of −0, as the sum does
// (but for a negative product in float32 that gets too small, which the sum may leave −0).
// Chains of products are left as they are bracketed: (AB)C and A(BC) have the same bound, (k + n)·u·|A||B||C| to first
// order, but what leaves the range on the way differs, and derivatives come in the right order anyway.
import { mul, reshape } from '../../ops/index.js'
import type { Shape } from '../../shape.js'
import type { Program } from '../program.js'
import { byName, type Rule, rewrite } from './rewrite.js'
import { asSum } from './views.js'

/** A program in which products of a column and a row are elementwise. */
export const spreadProducts = (program: Program): Program => rewrite(program, spreadingProducts)

export const spreadingProducts: Rule = byName({
  matmul({ inputs: [a, b], params }, draft) {
    const { transposeA, transposeB } = params as {
      readonly transposeA: boolean
      readonly transposeB: boolean
    }
    const [own, other] = [draft.spec(a!).shape, draft.spec(b!).shape]
    if (own[own.length - (transposeA ? 2 : 1)] !== 1) return undefined
    return draft.record(
      (x, y) =>
        asSum(
          mul(reshape(x, transposeA ? turned(own) : own), reshape(y, transposeB ? turned(other) : other)),
        ),
      a!,
      b!,
    )
  },
})

/** A shape with its last two axes exchanged, of which one is 1: the values stay in order. */
const turned = (shape: Shape): Shape => [
  ...shape.slice(0, -2),
  shape[shape.length - 1]!,
  shape[shape.length - 2]!,
]
