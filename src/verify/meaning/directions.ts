// Claims about differentials: which symbols vary, and a direction for each of them that is as good as any other.

import type { Declared } from '../given/index.js'
import { kinds } from '../given/kinds/index.js'
import {
  type Expr,
  formulasIn,
  formulasOf,
  LanguageError,
  mapStatement,
  type Of,
  type Statement,
  symbolsIn,
  variedBy,
} from '../text/index.js'
import { withEntries } from './lower/entries.js'
import { spoken } from './node.js'
import { Problem } from './problem.js'

/** All differentials in a formula. */
const differentialsIn = (expr: Expr): readonly Of<'differential'>[] =>
  formulasIn(expr).filter(part => part.kind === 'differential')

/**
 * The problem of a statement with differentials, in which each symbol that varies has a direction; the same problem where it
 * has none. What varies are the inputs whose d stands in it, and all else is constant. Where none does, as in dL = gᵀ dz
 * with z computed from others, all vary that what stands on the right is computed from.
 */
export function withDirections(problem: Problem, written: Statement): Problem {
  const { sides, conditions } = mapStatement(written, expr => withEntries(expr, problem))
  const all = formulasOf({ sides, conditions }).flatMap(differentialsIn)
  if (all.length === 0) return problem
  refuseReach(sides[0]!)
  refuseGradients(problem, sides)
  const isInput = (name: string): boolean => problem.symbols.get(name)?.definition === undefined
  const explicit = namesOf(all).filter(name => problem.symbols.has(name) && isInput(name))
  const behind = sides.slice(1).flatMap(differentialsIn)
  const varied =
    explicit.length > 0
      ? explicit
      : inputsWithin(problem, behind.length > 0 ? behind : all).filter(varies(problem))
  const directions = new Map<string, string>()
  const symbols = new Map(problem.symbols)
  for (const name of new Set(varied)) {
    const direction = directionOf(problem, symbols.get(name)!, all)
    directions.set(name, direction.name)
    symbols.set(direction.name, direction)
  }
  if (directions.size === 0)
    throw new LanguageError(
      'ambiguous',
      'nothing varies here that a differential could be taken of',
      all[0]!.span,
      ['Write d in front of what varies, as in df = \\nabla_x f^\\top dx.'],
    )
  const own = new Problem({ ...problem, symbols }, directions)
  own.around = problem.around
  return own
}

/** The symbols that differentials are of. */
const namesOf = (all: readonly Of<'differential'>[]): readonly string[] =>
  all.flatMap(({ of }) => variedBy(of) ?? [])

/** All inputs that formulas within differentials are computed from. */
const inputsWithin = (problem: Problem, all: readonly Of<'differential'>[]): readonly string[] => [
  ...new Set(
    all.flatMap(symbolsIn).flatMap(({ name }) => {
      const symbol = problem.symbols.get(name)
      if (symbol === undefined) return []
      return symbol.definition === undefined
        ? [name]
        : [...problem.inputsOf([problem.definition(symbol).node])]
    }),
  ),
]

/** Whether a symbol moves smoothly in every direction. */
const varies =
  (problem: Problem) =>
  (name: string): boolean =>
    kinds[problem.symbols.get(name)!.kind].differentiable === true

/** What is held constant of all that differentials are taken of, for the reading. */
export const constantsIn = (problem: Problem, sides: readonly Expr[]): readonly string[] =>
  inputsWithin(problem, sides.flatMap(differentialsIn)).filter(
    name =>
      varies(problem)(name) &&
      !problem.directions.has(name) &&
      ![...problem.directions.values()].includes(name),
  )

/** Kinds whose values do not move in every direction. */
const BOUND = ['orthogonal', 'distribution']
const SYMMETRIC = ['symmetric', 'positive definite']

/** The direction of a symbol: of its shape, and as symmetric as it is. */
function directionOf(problem: Problem, symbol: Declared, all: readonly Of<'differential'>[]): Declared {
  const { name, kind } = symbol
  const { span } = all.find(({ of }) => variedBy(of) === name) ?? all[0]!
  if (!varies(problem)(name) || BOUND.includes(kind))
    throw new LanguageError(
      'calculus',
      `${spoken(name)} is of kind ${kind}: it does not move in every direction, so its differential is not read`,
      span,
      ['Declare it as real or invertible where any direction is meant.'],
    )
  const wanted = `d${name}`
  return {
    ...symbol,
    name: problem.symbols.has(wanted) ? `${wanted}'` : wanted,
    kind: SYMMETRIC.includes(kind) ? 'symmetric' : 'real',
  }
}

/**
 * Refuses what is written dW and is no differential: people name gradients so. A direction is arbitrary, so that nothing can
 * be claimed of it alone; a differential does not come from those of what is computed from it; and it is linear, so that it
 * stands on both sides.
 */
function refuseGradients(problem: Problem, sides: readonly Expr[]): void {
  const refuse = (reason: string, { span }: Expr, name: string): never => {
    const ways = [
      `Declare d${name} in the given block where it is a name: d${name} = \\nabla_{${name}} L.`,
      'Write \\partial L/\\partial W or \\nabla_W L for a gradient.',
    ]
    throw new LanguageError('ambiguous', reason, span, ways)
  }
  const isZero = (side: Expr): boolean => side.kind === 'number' && side.value === 0
  sides.forEach((side, i) => {
    const others = sides.filter((_, k) => k !== i)
    const beside = namesOf(others.flatMap(differentialsIn))
    const name = side.kind === 'differential' ? variedBy(side.of) : undefined
    const shown = name === undefined ? '' : spoken(name)
    if (name !== undefined && problem.symbols.has(name)) {
      const later = beside.find(
        other => other !== name && problem.symbols.has(other) && problem.symbolMentions(other, name),
      )
      if (later !== undefined)
        refuse(
          `d${shown} by d${spoken(later)}, which is computed from it: differentials, or gradients of that name?`,
          side,
          shown,
        )
      const isMentioned = others
        .flatMap(differentialsIn)
        .flatMap(symbolsIn)
        .some(other => problem.symbols.has(other.name) && problem.symbolMentions(other.name, name))
      if (problem.symbols.get(name)!.definition === undefined && !isMentioned)
        refuse(
          `d${shown} is any direction, and nothing is claimed of it: is it a gradient of that name?`,
          side,
          shown,
        )
    }
    const [first] = differentialsIn(side)
    const lone = first !== undefined && others.every(other => differentialsIn(other).length === 0)
    if (lone && !others.some(isZero))
      refuse(
        'a differential stands on one side only: is it a gradient of that name?',
        first!,
        spoken(variedBy(first!.of) ?? 'f'),
      )
  })
}

/** d xᵀA x as a whole side: of x alone, or of all that follows? Within a side, as in dA B + A dB, a d is of what it stands at. */
function refuseReach(side: Expr): void {
  const [first, ...rest] = side.kind === 'mul' ? side.factors : []
  if (first === undefined || rest.some(({ value }) => differentialsIn(value).length > 0)) return
  const { value } = first
  // In brackets, (dx)ᵀA x, it is clear.
  if (
    value.kind !== 'differential' ||
    variedBy(value.of) === undefined ||
    value.span.start !== side.span.start
  )
    return
  throw new LanguageError('ambiguous', 'how far does this d reach?', value.span, [
    'Write d(…) around all that it is of, or (dx)^\\top … where it is of the first factor.',
  ])
}
