// Functions of a given block that apply themselves, which are refused.
import { appliedIn, LanguageError } from '../text/index.js'
import type { OwnFunction } from './context.js'

/** A function that applies itself, also by way of others, has no value that could be found by its formula. */
export function checkCircles(functions: ReadonlyMap<string, OwnFunction>, source: string): void {
  const done = new Set<string>()
  const visit = (own: OwnFunction, path: readonly string[]): void => {
    if (path.includes(own.name))
      throw new LanguageError(
        'context',
        `${own.name} is defined by itself: ${[...path, own.name].join(' → ')}`,
        own.span,
        [],
        source,
      )
    if (done.has(own.name)) return
    for (const name of appliedIn(own.expr)) {
      const inner = functions.get(name)
      if (inner !== undefined) visit(inner, [...path, own.name])
    }
    done.add(own.name)
  }
  for (const own of functions.values()) visit(own, [])
}
