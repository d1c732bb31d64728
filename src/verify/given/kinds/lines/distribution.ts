// The kind distribution.
import type { Draw } from '../lanes.js'
import { ofLines } from './lines.js'

/** Positive, with sum 1 along the last axis. */
export const distribution = ofLines({
  values: 'positive, with sum 1 along the last axis',
  example: 'q : distribution[k]',
  differentiable: true,
  movable: true,
  allows: v => v > 0,
  line: shares,
})

/** Positive numbers with few binary digits that sum to exactly 1. */
function shares(stream: Draw['stream'], n: number): Float64Array {
  const parts = 2 ** Math.ceil(Math.log2(8 * n))
  const cuts = [...stream.permutation(parts - 1).data]
    .slice(0, n - 1)
    .map(cut => cut + 1)
    .sort((a, b) => a - b)
  return Float64Array.from({ length: n }, (_, i) => ((cuts[i] ?? parts) - (cuts[i - 1] ?? 0)) / parts)
}
