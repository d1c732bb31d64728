// The modified Bessel functions of the first kind and of whole order on one number.

/** e^(−|x|)·Iₙ(x) for n = 0, 1, 2, … */
export function besselScaledOf(n: number, x: number): number {
  const size = Math.abs(x)
  if (Number.isNaN(size)) return size
  const sign = n % 2 === 1 && x < 0 ? -1 : 1
  if (size === Number.POSITIVE_INFINITY) return 0 * sign
  // From here on the smallest term of the asymptotic series is about e^(−2x), below an ulp.
  if (size >= 20 + n * n) return (sign * asymptotic(n, size)) / Math.sqrt(2 * Math.PI * size)
  return sign * series(n, size) * Math.exp(-size)
}

/** Iₙ(x) */
export function besselOf(n: number, x: number): number {
  const size = Math.abs(x)
  if (Number.isNaN(size)) return size
  const sign = n % 2 === 1 && x < 0 ? -1 : 1
  if (size < 20 + n * n) return sign * series(n, size)
  if (size === Number.POSITIVE_INFINITY) return sign * size
  // In two steps: Iₙ still has room where eˣ has none.
  const half = Math.exp(size / 2)
  return sign * ((asymptotic(n, size) / Math.sqrt(2 * Math.PI * size)) * half * half)
}

/** (x/2)ⁿ/n!·Σ (x²/4)ᵏ/(k!·(n + 1)…(n + k)) (DLMF 10.25.2), in which nothing cancels: from its last terms, which are small, to 1. */
function series(n: number, x: number): number {
  const quarter = (x * x) / 4
  let last = 1
  for (let term = 1; ; last++) {
    term *= quarter / (last * (n + last))
    if (last > x / 2 && term < 2 ** -60) break
  }
  let sum = 1
  for (let k = last; k > 0; k--) sum = 1 + (quarter / (k * (n + k))) * sum
  let factor = 1
  for (let k = 1; k <= n; k++) factor *= x / (2 * k)
  return factor * sum
}

/** 1 − (4n² − 1)/(8x) + (4n² − 1)(4n² − 9)/(2!·(8x)²) − … (DLMF 10.40.1), until terms vanish or grow. */
function asymptotic(n: number, x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; k <= 2 * x; k++) {
    term *= -(4 * n * n - (2 * k - 1) ** 2) / (8 * k * x)
    const next = sum + term
    if (next === sum) break
    sum = next
  }
  return sum
}
