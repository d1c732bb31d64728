// What a symmetric stencil with steps h, 2h, 4h, … says of a function at a point: its slope, and how wrong that may be.

/** The values of a function about a point x, each asked for once. */
export interface Rungs {
  readonly x: number
  /** f(x) */
  readonly f0: number
  /** f(x + 2^k) and f(x − 2^k) */
  at(k: number): readonly [right: number, left: number]
  /** f at another offset, and the offset that x + t really has. */
  off(t: number): readonly [value: number, t: number]
  /** By how much rounding may have missed x ± 2^k: 0 where both are exact, as they are for most steps. */
  slip(k: number): number
  /** How many values were asked for. */
  evaluations(): number
}

/** A function of one number, seen from x. */
export function rungsAround(f: (t: number) => number, x: number): Rungs {
  const known = new Map<number, readonly [number, number]>()
  let evaluations = 1
  const ask = (h: number): number => {
    evaluations++
    return f(x + h)
  }
  return {
    x,
    f0: f(x),
    at(k) {
      const pair = known.get(k) ?? ([ask(2 ** k), ask(-(2 ** k))] as const)
      known.set(k, pair)
      return pair
    },
    off: t => [ask(x + t - x), x + t - x],
    slip(k) {
      const h = 2 ** k
      return x + h - x === h && x - h - x === -h ? 0 : (Math.abs(x) + h) * 2 ** -53
    },
    evaluations: () => evaluations,
  }
}

/** A central formula for the first derivative. */
export interface Stencil {
  /** Steps on each side: p = 2n + 1 points with the middle one, whose weight is 0. */
  readonly n: number
  /** Weights of the quotients (f(x + 2^i·h) − f(x − 2^i·h)) / (2·2^i·h): they extrapolate to 0 in h². */
  readonly weights: readonly number[]
  /** Σ|c|, c the weights of values: how much the formula magnifies noise, in units of 1/h. */
  readonly gain: number
  /** Σ|c·g^p|, g the offsets in steps: how much of f⁽ᵖ⁾/p! the formula leaves behind, in units of h^(p−1). */
  readonly rest: number
}

/** The formula of an odd number of points. */
export function stencilOf(points: number): Stencil {
  const n = (points - 1) / 2
  const weights = extrapolation(n, 0)
  const total = (power: number) => weights.reduce((sum, w, i) => sum + Math.abs(w) * 2 ** (i * power), 0)
  return { n, weights, gain: total(-1), rest: total(points - 1) }
}

/** Weights of values at 1, 4, 16, … (n of them) in their polynomial at u: Lagrange's formula. */
function extrapolation(n: number, u: number): number[] {
  const nodes = Array.from({ length: n }, (_, i) => 4 ** i)
  return nodes.map(a => nodes.reduce((w, b) => (b === a ? w : (w * (u - b)) / (a - b)), 1))
}

/** The divided difference of values at 1, 4, 16, …: the coefficient of the highest power of their polynomial. */
function dividedDifference(values: readonly number[]): number {
  const d = [...values]
  for (let width = 1; width < d.length; width++) {
    for (let i = 0; i + width < d.length; i++) d[i] = (d[i + 1]! - d[i]!) / (4 ** (i + width) - 4 ** i)
  }
  return d[0]!
}

/** The odd and the even part of f(x + t) − f(x), over t and t², at t = h, 2h, 4h, …: both are series in t². */
function parts(rungs: Rungs, k: number, n: number): { readonly odd: number[]; readonly even: number[] } {
  const odd: number[] = []
  const even: number[] = []
  for (let i = 0; i <= n; i++) {
    const [right, left] = rungs.at(k + i)
    const step = 2 ** (k + i)
    odd.push((right - left) / step / 2)
    even.push((right - rungs.f0 + (left - rungs.f0)) / step / step / 2)
  }
  return { odd, even }
}

/** The estimate from the steps h, 2h, …, h = 2^k. */
export interface Level {
  readonly k: number
  /** NaN or infinite where a value is. */
  readonly slope: number
  /** C₂·h^(p−1): what the formula leaves out. */
  readonly truncation: number
  /** The largest |f| and the largest |f(x ± …) − f(x)| on the stencil. */
  readonly size: number
  readonly spread: number
  /** By how much rounding may have missed the arguments. */
  readonly slip: number
}

/** The slope; f⁽ᵖ⁾ and f⁽ᵖ⁺¹⁾ come from one step more, so that f⁽ᵖ⁾ is known over the whole stencil and not in its middle alone. */
export function levelAt({ n, weights, rest }: Stencil, rungs: Rungs, k: number): Level {
  const { odd, even } = parts(rungs, k, n)
  const values = odd.flatMap((_, i) => rungs.at(k + i))
  const highest = Math.abs(dividedDifference(odd))
  const next = Math.abs(dividedDifference(even)) * 2 ** k
  return {
    k,
    slope: weights.reduce((sum, w, i) => sum + w * odd[i]!, 0),
    truncation: rest * (highest + (2 * n + 2) * 2 ** (n - 1) * next),
    size: Math.max(Math.abs(rungs.f0), ...values.map(Math.abs)),
    spread: Math.max(...values.map(value => Math.abs(value - rungs.f0))),
    slip: Math.max(...odd.map((_, i) => rungs.slip(k + i))),
  }
}

/**
 * By how much the slopes on both sides, extrapolated to x, lie apart from their middle: |K| of an even part K·t + a·t² + b·t⁴ + ….
 * Over t² that is K/t and a polynomial in t², which divided differences remove. Noise η adds up to 7·η/h.
 */
export function angleAt({ n }: Stencil, rungs: Rungs, k: number): number {
  const { even } = parts(rungs, k, n + 1)
  const single = dividedDifference(even.map((_, i) => 2 ** -i))
  return Math.abs((dividedDifference(even) / single) * 2 ** k)
}

/** Places in −1 … 1 at no even distances, so that no wave fits them all. */
export const UNEVEN = [-0.937, -0.681, -0.452, -0.213, 0.114, 0.371, 0.598, 0.889]

/**
 * How far f is from the polynomial through the stencil, at most, at points that the stencil does not use, given in steps.
 */
export function surprise({ n }: Stencil, rungs: Rungs, k: number, offsets: readonly number[]): number {
  const { odd, even } = parts(rungs, k, n)
  const misses = offsets.map(offset => {
    const [value, t] = rungs.off(offset * 2 ** k)
    const weights = extrapolation(n + 1, (t / 2 ** k) ** 2)
    const predicted = weights.reduce((sum, w, i) => sum + w * t * (odd[i]! + t * even[i]!), 0)
    return Math.abs(value - rungs.f0 - predicted)
  })
  return Math.max(...misses)
}
