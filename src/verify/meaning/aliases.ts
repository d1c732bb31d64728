// Other names: a line ω = w of the given block that no other line speaks of says that w is called ω as well.
import type { Context } from '../given/index.js'
import { symbolsIn } from '../text/index.js'

/**
 * What each name stands for that is nothing but another name. Of sizes all are, K = k. A symbol of which others are computed is one
 * by itself: derivatives by it are cut there.
 */
export function aliasesIn({ symbols, functions, dims, objective }: Context): ReadonlyMap<string, string> {
  const defined = [...symbols.values()].flatMap(({ name, definition }) =>
    definition === undefined ? [] : [{ name, ...definition }],
  )
  const spoken = new Set([
    ...defined.flatMap(({ expr }) => symbolsIn(expr).map(({ name }) => name)),
    ...[...functions.values()]
      .flatMap(({ readings }) => readings.all.flatMap(symbolsIn))
      .map(({ name }) => name),
    ...(objective === undefined ? [] : [objective.loss, objective.step ?? '']),
  ])
  return new Map(
    defined.flatMap(({ name, expr, labels }) => {
      const bare = labels.length === 0 && expr.kind === 'symbol' && expr.indices.length === 0
      if (!bare || expr.name === name) return []
      const isSize = dims.includes(expr.name)
      return isSize || (symbols.has(expr.name) && !spoken.has(name)) ? [[name, expr.name] as const] : []
    }),
  )
}
