// Forward: tangents of the inputs are pushed ahead along a path.
import { type Differential, originOf } from '../graph/index.js'
import { broadcastTo } from '../ops/broadcast.js'
import type { Tensor } from '../tensor.js'
import { differentialsOf, missing, Sums } from './differentials.js'
import type { Path } from './path.js'

/** Pushes tangents of inputs ahead along a path. Returns one for each node; `undefined` means 0. */
export function pushForward(
  path: Path,
  seeds: readonly (readonly [input: Tensor, tangent: Tensor])[],
  { recorded = path.open } = {},
): readonly (Tensor | undefined)[] {
  const { nodes, sources, starts, indices } = path
  const sums = new Sums(nodes.length)
  const { found: tangents } = sums
  for (const [x, dx] of seeds) {
    const index = indices.get(x)
    if (index !== undefined) tangents[index] = dx
  }
  for (let i = 0; i < nodes.length; i++) {
    const y = nodes[i]!
    const { broadcasts } = originOf(y)!.op
    let rules: readonly (Differential | undefined)[] | undefined
    const start = starts[i]!
    for (let j = 0; start + j < starts[i + 1]!; j++) {
      const source = sources[start + j]!
      const dx = source < 0 ? undefined : tangents[source]
      if (dx === undefined) continue
      rules ??= differentialsOf(y, recorded)
      const rule = rules[j]
      if (rule === undefined) continue
      if (typeof rule.jvp !== 'function') throw missing(y, 'jvp')
      if (rule.joint !== undefined && sums.wait(i, y, rule, 'jvp', dx, y)) continue
      const dy = rule.jvp(dx)
      sums.add(i, y, broadcasts ? broadcastTo(dy, y.shape) : dy, y, 'jvp')
    }
    if (rules !== undefined) sums.at(i)
  }
  return tangents
}
