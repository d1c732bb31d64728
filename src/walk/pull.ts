// Reverse: cotangents of the outputs are pulled back along a path.
import { originOf } from '../graph/index.js'
import { sumTo } from '../ops/broadcast.js'
import { isTensor, type Tensor } from '../tensor.js'
import { accumulate, differentialsOf, missing } from './differentials.js'
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
  const cotangents = new Array<Tensor | undefined>(nodes.length)
  for (const [y, yBar] of seeds) {
    const index = indices.get(y)!
    if (index >= 0) accumulate(cotangents, index, y, yBar, y, 'cotangent')
  }
  for (let i = nodes.length - 1; i >= 0; i--) {
    const start = starts[i]!
    const yBar = cotangents[i]
    if (start === starts[i + 1] || yBar === undefined) continue
    if (!keep) cotangents[i] = undefined
    const y = nodes[i]!
    const rules = differentialsOf(y, recorded)
    const origin = originOf(y)!
    for (let j = 0; j < origin.arity; j++) {
      const rule = rules[j]
      const source = sources[start + j]!
      if (source < 0 || rule === undefined) continue
      const x = origin.input(j)
      if (typeof rule.vjp !== 'function') throw missing(y, 'vjp')
      const xBar = rule.vjp(yBar)
      accumulate(
        cotangents,
        source,
        x,
        origin.op.broadcasts && isTensor(xBar) ? sumTo(xBar, x.shape) : xBar,
        y,
        'vjp',
      )
    }
  }
  return cotangents
}
