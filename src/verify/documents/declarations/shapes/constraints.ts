// What formulas ask of shapes, where more than one reading is possible until more is known.
import type { Extents, Shape } from './extents.js'

/** A way to satisfy a constraint. */
export interface Way {
  /** Less is more usual. */
  readonly rank: number
  /** Makes it so; whether it can be. */
  readonly take: () => boolean
}

/** What must be true of some shapes. */
export interface Constraint {
  /** The ways that what is known leaves; the constraint is met when one of one is taken. */
  ways(): readonly Way[]
  /** Whether enough is known for a choice to be more than a guess. */
  informed(): boolean
  /** Symbols whose shapes it speaks of directly. */
  readonly about: readonly string[]
}

/** A factor: its shape, the symbol that it is, and whether that is a capital letter, which is a matrix to most people. */
export interface Factor {
  readonly shape: Shape
  readonly symbol?: string | undefined
}

const isCapital = (name: string | undefined): boolean =>
  name !== undefined && /^[A-Z]('|_|\^|$)/.test(name) && !/^[LJENT]$/.test(name)
const named = (...factors: readonly Factor[]): readonly string[] =>
  factors.flatMap(({ symbol }) => (symbol === undefined ? [] : [symbol]))

/** A product of two: one of them a number, or rows by columns, or two columns with a dot between them. */
export function product(x: Extents, a: Factor, b: Factor, out: Shape, dot: boolean): Constraint {
  const [s, t] = [a.shape, b.shape]
  const one = x.scalar()
  const front: Way = { rank: 1, take: () => x.same(s, one) && x.same(t, out) }
  const behind: Way = { rank: 2, take: () => x.same(t, one) && x.same(s, out) }
  const through = (outer: boolean): boolean =>
    x.unify(s.cols, t.rows) &&
    x.unify(s.rows, out.rows) &&
    x.unify(t.cols, out.cols) &&
    (outer ? x.name(s.cols, '1') && x.enlarge(s.rows) && x.enlarge(t.cols) : x.enlarge(s.cols))
  const dotted: Way = {
    rank: 1.2,
    take: () =>
      [s.cols, t.cols].every(cols => x.name(cols, '1')) &&
      x.unify(s.rows, t.rows) &&
      x.enlarge(s.rows) &&
      x.same(out, one),
  }
  return {
    about: named(a, b),
    informed: () => x.isNonscalar(s) || x.isNonscalar(t) || x.isScalar(s) || x.isScalar(t),
    ways() {
      if (x.isScalar(s)) return [front]
      if (x.isScalar(t)) return [behind]
      const known = x.isNonscalar(s)
      const matrix = isCapital(a.symbol)
      const inner: Way = {
        rank: (known && !x.isOne(s.cols)) || matrix ? 0.5 : 2.5,
        take: () => through(false),
      }
      const outer: Way = { rank: 3, take: () => through(true) }
      return [
        ...(known ? [] : [front]),
        ...(x.isNonscalar(t) ? [] : [behind]),
        inner,
        outer,
        ...(dot ? [dotted] : []),
      ]
    },
  }
}

/** Things that are added or compared: of one shape, but for numbers, which go with everything. */
export function sum(x: Extents, parts: readonly Factor[], out: Shape): Constraint {
  const open = (): readonly Factor[] => parts.filter(({ shape }) => x.isOpen(shape))
  const settle = (): boolean => {
    const large = parts.filter(({ shape }) => x.isNonscalar(shape))
    if (!large.every(({ shape }) => x.same(shape, out))) return false
    if (x.isScalar(out)) return parts.every(({ shape }) => x.same(shape, x.scalar()))
    if (parts.every(({ shape }) => x.isScalar(shape))) return x.same(out, x.scalar())
    const [last, ...others] = open()
    return last !== undefined && others.length === 0 && large.length === 0 && x.isNonscalar(out)
      ? x.same(last.shape, out)
      : true
  }
  return {
    about: named(...parts),
    informed: () => parts.some(({ shape }) => !x.isOpen(shape)) || !x.isOpen(out),
    ways() {
      const settled: Way = { rank: 0, take: settle }
      if (open().length === 0) return [settled]
      return [
        { rank: 1, take: () => settle() && open().every(({ shape }) => x.same(shape, out)) },
        {
          rank: 2,
          take: () => settle() && open().every(({ shape }) => x.same(shape, x.scalar())) && settle(),
        },
      ]
    },
  }
}

/** A derivative: of a number, by a number, or of a column by a column. */
export function derivative(x: Extents, of: Factor, by: Factor, out: Shape): Constraint {
  const one = x.scalar()
  const number: Way = { rank: 1, take: () => x.same(of.shape, one) && x.same(by.shape, out) }
  const slope: Way = { rank: 2, take: () => x.same(by.shape, one) && x.same(of.shape, out) }
  const jacobian: Way = {
    rank: 3,
    take: () =>
      x.name(of.shape.cols, '1') &&
      x.name(by.shape.cols, '1') &&
      x.enlarge(of.shape.rows) &&
      x.enlarge(by.shape.rows) &&
      x.unify(out.rows, of.shape.rows) &&
      x.unify(out.cols, by.shape.rows),
  }
  return {
    about: named(of, by),
    informed: () => !x.isOpen(of.shape) || !x.isOpen(by.shape),
    ways() {
      if (x.isScalar(of.shape)) return [number]
      if (x.isScalar(by.shape)) return [slope]
      return [
        ...(x.isNonscalar(of.shape) ? [] : [number]),
        ...(x.isNonscalar(by.shape) ? [] : [slope]),
        jacobian,
      ]
    },
  }
}

/** A power: of a number, or of a square matrix. */
export function power(x: Extents, base: Factor, out: Shape, inverts: boolean): Constraint {
  const one = x.scalar()
  const number: Way = { rank: 1, take: () => x.same(base.shape, one) && x.same(out, one) }
  const matrix: Way = {
    rank: inverts && isCapital(base.symbol) ? 0.5 : 2,
    take: () =>
      x.unify(base.shape.rows, base.shape.cols) && x.same(base.shape, out) && x.enlarge(base.shape.rows),
  }
  return {
    about: named(base),
    informed: () => !x.isOpen(base.shape) || !x.isOpen(out) || inverts,
    ways: () => (x.isScalar(base.shape) ? [number] : x.isNonscalar(base.shape) ? [matrix] : [number, matrix]),
  }
}

/** diag, of a column or of a matrix. */
export function diagonal(x: Extents, of: Factor, out: Shape): Constraint {
  const { rows, cols } = of.shape
  const column: Way = {
    rank: 1,
    take: () => x.name(cols, '1') && x.enlarge(rows) && x.unify(out.rows, rows) && x.unify(out.cols, rows),
  }
  const matrix: Way = {
    rank: 2,
    take: () => x.unify(rows, cols) && x.enlarge(rows) && x.unify(out.rows, rows) && x.name(out.cols, '1'),
  }
  return {
    about: named(of),
    informed: () => !x.isOpen(of.shape),
    ways: () => (x.isOne(cols) ? [column] : x.isBig(cols) ? [matrix] : [column, matrix]),
  }
}

/** Takes what there is one way to, until nothing changes; what cannot be met is given up. What is left waits. */
export function propagate(x: Extents, constraints: readonly Constraint[]): readonly Constraint[] {
  let waiting = constraints
  for (;;) {
    const next = waiting.filter(constraint => {
      const ways = feasible(x, constraint)
      if (ways.length === 1) x.all(ways[0]!.take)
      return ways.length > 1
    })
    if (next.length === waiting.length) return next
    waiting = next
  }
}

/** The ways that are possible, the most usual first. */
export const feasible = (x: Extents, constraint: Constraint): readonly Way[] =>
  constraint
    .ways()
    .filter(({ take }) => x.could(take))
    .toSorted((a, b) => a.rank - b.rank)
