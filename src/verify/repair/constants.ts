// A constant that one formula is of another, named: a product of powers of the dimensions and a small number.

import {
  call,
  type Expr,
  minus,
  NOWHERE,
  number,
  PI,
  plus,
  power,
  product,
  quotient,
  sum,
  symbol,
} from '../text/index.js'

/** Numbers that people forget, and how they are written. */
const NUMBERS: readonly (readonly [number, Expr])[] = [
  ...[1, 2, 3, 4].flatMap((p): readonly (readonly [number, Expr])[] =>
    [1, 2, 3, 4].flatMap(q =>
      gcd(p, q) === 1 ? [[p / q, q === 1 ? number(p) : quotient(number(p), number(q))] as const] : [],
    ),
  ),
  [Math.LN2, call('log', number(2))],
  [1 / Math.LN2, quotient(number(1), call('log', number(2)))],
  [Math.SQRT2, call('sqrt', number(2))],
  [Math.SQRT1_2, quotient(number(1), call('sqrt', number(2)))],
  [Math.PI, { kind: 'number', ...PI, span: NOWHERE }],
]

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Rounding of a ratio of two sums. */
const CLOSE = 1e-9

/** A size and how it is written: d, d − 1, √d. */
interface Size {
  readonly value: number
  readonly expr: Expr
}

/** All ways to write a constant, the simplest first; sizes are distinct primes, so that few fit by chance. */
export function constantsNear(
  ratio: number,
  dims: readonly string[],
  sizes: Readonly<Record<string, number>>,
): readonly Expr[] {
  if (!Number.isFinite(ratio) || ratio === 0) return []
  const size = Math.abs(ratio)
  const found: { readonly expr: Expr; readonly cost: number }[] = []
  const known: readonly Size[] = dims.flatMap(dim => {
    const value = sizes[dim] ?? Number(dim)
    const d = symbol(dim)
    return [
      { value, expr: d },
      { value: value - 1, expr: sum(plus(d), minus(number(1))) },
      { value: value + 1, expr: sum(plus(d), plus(number(1))) },
      { value: Math.sqrt(value), expr: call('sqrt', d) },
      { value: value ** 2, expr: power(d, 2) },
    ]
  })
  const one: Size = { value: 1, expr: number(1) }
  for (const above of [one, ...known]) {
    for (const below of [one, ...known]) {
      if (above === below && above !== one) continue
      for (const [value, expr] of NUMBERS) {
        if (!(Math.abs((value * above.value) / below.value - size) <= CLOSE * size)) continue
        const top = product(expr, above.expr)
        const cost = (value === 1 ? 0 : 1) + (above === one ? 0 : 1) + (below === one ? 0 : 1)
        found.push({ expr: below === one ? top : quotient(top, below.expr), cost })
      }
    }
  }
  const signed = (expr: Expr): Expr => (ratio < 0 ? sum(minus(expr)) : expr)
  return found.sort((a, b) => a.cost - b.cost).map(({ expr }) => signed(expr))
}
