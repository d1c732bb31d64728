// Reverse: cotangents of the outputs are pulled back along a path.
import { originOf } from '../graph/index.js'
import { broadcastTo, sumTo } from '../ops/broadcast.js'
import { sameShape } from '../shape.js'
import { isTensor, type Tensor } from '../tensor.js'
import { differentialsOf, missing, Sums } from './differentials.js'
import type { Path } from './path.js'

/**
 * Pulls cotangents of the outputs back along a path. Returns one for each node: only those of the inputs, or all of them
 * with `keep`; `undefined` where nothing arrived.
 */
export function pullBack(
  path: Path,
  seeds: readonly (readonly [output: Tensor, cotangent: Tensor])[],
  { recorded = path.open, keep = false } = {},
): readonly (Tensor | undefined)[] {
  const { nodes, sources, starts, indices } = path
  const sums = new Sums(nodes.length)
  const { found: cotangents } = sums
  for (const [y, yBar] of seeds) {
    const index = indices.get(y)!
    if (index >= 0) sums.add(index, y, yBar, y, 'cotangent')
  }
  for (let i = nodes.length - 1; i >= 0; i--) {
    const found = sums.at(i)
    if (found === undefined) continue
    const start = starts[i]!
    const isInput = start === starts[i + 1]
    const y = nodes[i]!
    const origin = originOf(y)!
    const { op } = origin
    // What a sum spread is written down only for those who cannot do with less.
    const whole = isInput || keep || !op.broadcasts
    const yBar = whole && !sameShape(found.shape, y.shape) ? broadcastTo(found, y.shape) : found
    cotangents[i] = isInput || keep ? yBar : undefined
    if (isInput) continue
    const rules = differentialsOf(y, recorded)
    for (let j = 0; j < origin.arity; j++) {
      const rule = rules[j]
      const source = sources[start + j]!
      if (source < 0 || rule === undefined) continue
      const x = origin.input(j)
      if (typeof rule.vjp !== 'function') throw missing(y, 'vjp')
      if (rule.joint !== undefined && sums.wait(source, x, rule, 'vjp', yBar, y)) continue
      const xBar = rule.vjp(yBar)
      const summed = op.broadcasts && !sameShape(x.shape, y.shape) && isTensor(xBar)
      const part = summed ? sumTo(broadcastTo(xBar, y.shape), x.shape) : xBar
      sums.add(source, x, part, y, 'vjp', op.spreads || op.broadcasts)
    }
  }
  return cotangents
}
