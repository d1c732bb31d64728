// Trees rewritten from the leaves up; what does not change stays the same object.
import type { Expr } from '../text/tree.js'

const KINDS: ReadonlySet<unknown> = new Set<Expr['kind']>([
  'symbol',
  'number',
  'add',
  'mul',
  'pow',
  'call',
  'transpose',
  'big',
  'norm',
  'iverson',
  'delta',
  'cases',
  'derivative',
  'constant',
  'indexed',
])

/** A tree, or what holds trees, in which each formula is replaced by what `change` makes of it, the innermost first. */
export function rewritten<T>(tree: T, change: (expr: Expr) => Expr): T {
  const visit = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part
    if (Array.isArray(part)) {
      const parts = part.map(visit)
      return parts.some((value, i) => value !== part[i]) ? parts : part
    }
    const changed = Object.entries(part)
      .map(([key, value]) => [key, value, visit(value)] as const)
      .filter(([, before, after]) => before !== after)
    const whole =
      changed.length === 0
        ? part
        : { ...part, ...Object.fromEntries(changed.map(([key, , value]) => [key, value])) }
    return 'kind' in whole && KINDS.has(whole.kind) ? change(whole as Expr) : whole
  }
  return visit(tree) as T
}
