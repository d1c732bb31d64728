// What formulas tell by how they use a symbol: m in 1/m Σ_i is how many i there are, what is inverted can be, logarithms want positive numbers.
import { childrenOf, type Expr, formulasOf, nameOfIndex } from '../../text/index.js'
import type { Letters } from './candidates.js'
import type { Stated } from './stated.js'
import type { Said } from './words/fact.js'

/** All formulas within one, itself first. */
export const within = (expr: Expr): readonly Expr[] => [expr, ...childrenOf(expr).flatMap(within)]

const partsOf = (stated: readonly Stated[]): readonly Expr[] =>
  stated.flatMap(({ statement }) => formulasOf(statement).flatMap(within))

/** Letters that count things. */
const COUNTS = /^[mnMNKTB]$/

/** Over what indices run, where a sum over one is divided by a letter that counts: 1/m Σ_i. */
export function countsIn(
  stated: readonly Stated[],
  { symbols }: Letters,
  said: Said,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const part of partsOf(stated)) {
    if (part.kind !== 'mul') continue
    const sum = part.factors.map(({ value }) => value).find(value => value.kind === 'big')
    if (sum?.kind !== 'big' || sum.range.kind !== 'all' || said.ranges.has(sum.index)) continue
    const below = part.factors
      .filter(({ by, value }) => by === 'over' || value.kind === 'mul')
      .flatMap(({ value }) => within(value))
    const count = below
      .map(nameOfIndex)
      .find(name => name !== undefined && COUNTS.test(name) && isCount(symbols.get(name), said))
    if (count !== undefined) found.set(sum.index, count)
  }
  return found
}

const isCount = (candidate: ReturnType<Letters['symbols']['get']>, said: Said): boolean =>
  candidate !== undefined &&
  [...candidate.below].every(count => count === 0) &&
  said.facts.every(({ name }) => name.name !== candidate.name)

/** The kinds that symbols must be of for their uses to have values. */
export function kindsIn(stated: readonly Stated[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const nameOf = (expr: Expr | undefined): string | undefined =>
    expr?.kind === 'symbol' ? expr.name : undefined
  const note = (name: string | undefined, kind: string): void => {
    if (name !== undefined && STRENGTH.indexOf(kind) > STRENGTH.indexOf(found.get(name) ?? ''))
      found.set(name, kind)
  }
  for (const part of partsOf(stated)) {
    if (part.kind === 'call') {
      const [of] = part.args
      if (part.fn === 'inverse') note(nameOf(of), 'invertible')
      if (part.fn === 'log' || part.fn === 'sqrt') {
        note(nameOf(of), 'positive')
        if (of?.kind === 'call' && of.fn === 'det') note(nameOf(of.args[0]), 'positive definite')
        // log(1 - p)
        if (
          part.fn === 'log' &&
          of?.kind === 'add' &&
          of.terms.length === 2 &&
          of.terms[1]!.negative &&
          of.terms[0]!.value.kind === 'number'
        )
          note(nameOf(of.terms[1]!.value), 'probability')
      }
    }
    if (
      part.kind === 'pow' &&
      part.exponent.kind === 'add' &&
      part.exponent.terms.every(({ negative }) => negative)
    )
      note(nameOf(part.base), 'invertible')
  }
  return found
}

const STRENGTH = ['', 'invertible', 'positive', 'positive definite', 'probability']
