// The passes' face: each makes a program into one that computes the same with less, and `optimized` is what all of them leave.
import type { Program, Value } from '../program.js'
import { shareCommon, sharing, sharingConstants } from './common.js'
import { removeDead } from './dead.js'
import { simplify, simplifying, uniform } from './identities.js'
import { spreadingProducts, spreadProducts } from './products.js'
import { firstOf, rewrite } from './rewrite.js'
import { foldingViews, foldViews } from './views.js'

export { foldViews, removeDead, shareCommon, simplify, spreadProducts }

/** More rounds than any program has been seen to take. */
const ROUNDS = 8

/**
 * A program after all passes, and what stands in it for values that are to be there besides its outputs. The rules of all passes
 * are tried together, in rounds until nothing changes.
 */
export function optimized(
  program: Program,
  keep: readonly Value[] = [],
): { readonly program: Program; readonly keep: readonly Value[] } {
  let current = removeDead({ ...program, outputs: [...program.outputs, ...keep] })
  for (let round = 0; round < ROUNDS; round++) {
    const shared = sharingConstants()
    const rule = firstOf(simplifying, foldingViews, spreadingProducts, sharing())
    const next = rewrite(
      current,
      rule,
      (x, tensor, draft) => uniform(x, tensor, draft) ?? shared(x, tensor, draft),
    )
    if (next === current) break
    current = removeDead(next)
  }
  const { outputs } = current
  const count = program.outputs.length
  return { program: { ...current, outputs: outputs.slice(0, count) }, keep: outputs.slice(count) }
}
