// The discrete Fourier transform of one line of any length: mixed radices where factors are small, Bluestein's convolution elsewhere.
import { bounded } from '../bounded.js'

/** Real and imaginary parts of a line. */
export interface Line {
  re: Float64Array
  im: Float64Array
}

/** A transform of lines of one length, in place of what it is given: Σⱼ xⱼ·e^(−2πijk/n). */
export type Transform = (line: Line) => void

export const lineOf = (n: number): Line => ({ re: new Float64Array(n), im: new Float64Array(n) })

/** The transform of lines of n values, n ≥ 1. Tables of shorter ones are kept. */
export const transformOf = (n: number): Transform => (n <= LONG ? kept(n) : made(n))

const LONG = 2 ** 14
const kept = /* @__PURE__ */ bounded(32, made)

/** The largest prime factor that costs less than a convolution. */
const LARGE = 31

function made(n: number): Transform {
  const factors = factorsOf(n)
  return factors.some(p => p > LARGE) ? convolved(n) : mixed(n, factors)
}

/** Prime factors, but fours for pairs of twos. */
function factorsOf(n: number): number[] {
  const factors: number[] = []
  let rest = n
  for (const p of [4, 2]) for (; rest % p === 0; rest /= p) factors.push(p)
  for (let p = 3; p * p <= rest; p += 2) for (; rest % p === 0; rest /= p) factors.push(p)
  if (rest > 1) factors.push(rest)
  return factors
}

/** e^(−2πik/n) for k below n. Angles are brought below π/4 as whole numbers first, so that quarters are exact. */
function rootsOf(n: number): Line {
  const roots = lineOf(n)
  for (let k = 0; k < n; k++) {
    const eighth = Math.floor((8 * k) / n)
    const beyond = 8 * k - eighth * n
    const angle = ((eighth % 2 === 0 ? beyond : n - beyond) * Math.PI) / (4 * n)
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    const [x, y] = (eighth + 1) % 4 < 2 ? [c, s] : [s, c]
    roots.re[k] = eighth >= 2 && eighth < 6 ? -x : x
    roots.im[k] = eighth < 4 ? -y : y
  }
  return roots
}

/**
 * Stockham's order: no bits are reversed (Van Loan 1992, Computational Frameworks for the Fast Fourier Transform, 1.7). With
 * values s apart and n′ = n/s of them, a step of radix p sends x[q + s(r + mt)], t < p, m = n′/p, to
 * y[q + s(pr + u)] = e^(−2πi·ru/n′)·Σₜ x·e^(−2πi·tu/p).
 */
function mixed(n: number, factors: readonly number[]): Transform {
  const roots = rootsOf(n)
  return line => {
    let from = line
    let to = lineOf(n)
    let s = 1
    for (const p of factors) {
      if (p === 2) byTwo(from, to, n, s, roots)
      else if (p === 4) byFour(from, to, n, s, roots)
      else byPrime(from, to, n, s, p, roots)
      ;[from, to] = [to, from]
      s *= p
    }
    line.re = from.re
    line.im = from.im
  }
}

function byTwo({ re, im }: Line, to: Line, n: number, s: number, roots: Line): void {
  const m = n / (2 * s)
  for (let r = 0; r < m; r++) {
    const [c, d] = [roots.re[r * s]!, roots.im[r * s]!]
    for (let q = 0; q < s; q++) {
      const [a, b] = [q + s * r, q + s * (r + m)]
      const [x, y] = [re[a]! - re[b]!, im[a]! - im[b]!]
      const at = q + 2 * s * r
      to.re[at] = re[a]! + re[b]!
      to.im[at] = im[a]! + im[b]!
      to.re[at + s] = x * c - y * d
      to.im[at + s] = x * d + y * c
    }
  }
}

function byFour({ re, im }: Line, to: Line, n: number, s: number, roots: Line): void {
  const m = n / (4 * s)
  const apart = s * m
  for (let r = 0; r < m; r++) {
    const [c1, d1] = [roots.re[r * s]!, roots.im[r * s]!]
    const [c2, d2] = [roots.re[2 * r * s]!, roots.im[2 * r * s]!]
    const [c3, d3] = [roots.re[3 * r * s]!, roots.im[3 * r * s]!]
    for (let q = 0; q < s; q++) {
      const a = q + s * r
      const [b, c, d] = [a + apart, a + 2 * apart, a + 3 * apart]
      const [evenRe, evenIm] = [re[a]! + re[c]!, im[a]! + im[c]!]
      const [unevenRe, unevenIm] = [re[a]! - re[c]!, im[a]! - im[c]!]
      const [oddRe, oddIm] = [re[b]! + re[d]!, im[b]! + im[d]!]
      // (x_b − x_d)/i
      const [turnedRe, turnedIm] = [im[b]! - im[d]!, re[d]! - re[b]!]
      const at = q + 4 * s * r
      to.re[at] = evenRe + oddRe
      to.im[at] = evenIm + oddIm
      const [x1, y1] = [unevenRe + turnedRe, unevenIm + turnedIm]
      to.re[at + s] = x1 * c1 - y1 * d1
      to.im[at + s] = x1 * d1 + y1 * c1
      const [x2, y2] = [evenRe - oddRe, evenIm - oddIm]
      to.re[at + 2 * s] = x2 * c2 - y2 * d2
      to.im[at + 2 * s] = x2 * d2 + y2 * c2
      const [x3, y3] = [unevenRe - turnedRe, unevenIm - turnedIm]
      to.re[at + 3 * s] = x3 * c3 - y3 * d3
      to.im[at + 3 * s] = x3 * d3 + y3 * c3
    }
  }
}

function byPrime({ re, im }: Line, to: Line, n: number, s: number, p: number, roots: Line): void {
  const m = n / (p * s)
  for (let r = 0; r < m; r++)
    for (let u = 0; u < p; u++) {
      const [c, d] = [roots.re[r * u * s]!, roots.im[r * u * s]!]
      for (let q = 0; q < s; q++) {
        let [x, y] = [0, 0]
        for (let t = 0; t < p; t++) {
          const at = q + s * (r + m * t)
          const root = ((t * u) % p) * (n / p)
          x += re[at]! * roots.re[root]! - im[at]! * roots.im[root]!
          y += re[at]! * roots.im[root]! + im[at]! * roots.re[root]!
        }
        const at = q + s * (p * r + u)
        to.re[at] = x * c - y * d
        to.im[at] = x * d + y * c
      }
    }
}

/**
 * With jk = (j² + k² − (k − j)²)/2 the transform is a convolution with a chirp, of which powers of two do the work
 * (Bluestein 1970, A linear filtering approach to the computation of the discrete Fourier transform).
 */
function convolved(n: number): Transform {
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1))
  const powers = transformOf(size)
  const roots = rootsOf(2 * n)
  const chirp = lineOf(n)
  const filter = lineOf(size)
  // j² as it grows, modulo 2n: the square itself may pass 2⁵³.
  for (let j = 0, square = 0; j < n; square = (square + 2 * j + 1) % (2 * n), j++) {
    chirp.re[j] = roots.re[square]!
    chirp.im[j] = roots.im[square]!
    for (const at of [j, (size - j) % size]) {
      filter.re[at] = chirp.re[j]!
      filter.im[at] = -chirp.im[j]!
    }
  }
  powers(filter)
  return line => {
    const wide = lineOf(size)
    const times = (from: Line, to: Line, by: Line, count: number) => {
      for (let j = 0; j < count; j++) {
        const [x, y] = [from.re[j]!, from.im[j]!]
        to.re[j] = x * by.re[j]! - y * by.im[j]!
        to.im[j] = x * by.im[j]! + y * by.re[j]!
      }
    }
    times(line, wide, chirp, n)
    powers(wide)
    times(wide, wide, filter, size)
    // With both parts changed for one another a transform is the inverse, but for 1/size.
    const back = { re: wide.im, im: wide.re }
    powers(back)
    for (let j = 0; j < n; j++) {
      line.re[j] = back.im[j]! / size
      line.im[j] = back.re[j]! / size
    }
    times(line, line, chirp, n)
  }
}
