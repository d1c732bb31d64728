// Laws of linear algebra at sizes that fall into blocks, forward and in derivatives.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  abs,
  add,
  eye,
  grad,
  jvp,
  matmul,
  max,
  mul,
  random,
  type Shape,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  vjp,
} from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'
import { seeds } from '../../support/arbitrary.js'
import { inner } from '../../support/measured.js'

/** Sizes below, at and above those of blocks. */
const sizes = fc.constantFrom(1, 2, 5, 16, 17, 24, 31, 33, 49, 65, 97)
const cases = fc.tuple(sizes, seeds)
const some = { numRuns: 12 }

const largest = (x: Tensor): number => (x.size === 0 ? 0 : max(abs(x)).item())

/**
 * Two ways to n×n matrices of entries up to `size`: sums of n products, some of them three deep, of matrices with a condition below
 * `kappa`.
 */
function expectClose(got: Tensor, want: Tensor, n: number, size = largest(want), kappa = 8): void {
  expect(got.shape).toEqual(want.shape)
  expect(largest(sub(got, want))).toBeLessThanOrEqual(3 * (n + 3) * kappa * 2 ** -52 * size)
}

/** Gaussian entries, whose singular values are below 2√n, beside 3√n on the diagonal: a condition of 5. */
const regular = (n: number, seed: number): Tensor =>
  add(random(seed).normal([n, n]), mul(eye(n), 3 * Math.sqrt(n))) as Tensor
const t = (x: Tensor): Tensor => transpose(x, [1, 0])
/** Symmetric, with eigenvalues from n to 25n. */
const definite = (n: number, seed: number): Tensor => {
  const a = regular(n, seed)
  return matmul(a, a, { transposeB: true })
}
const law = (sentence: string, check: (n: number, seed: number) => void) =>
  it(sentence, () =>
    fc.assert(
      fc.property(cases, ([n, seed]) => check(n, seed)),
      some,
    ),
  )

describe('systems', () => {
  law('A·solve(A, B) = B, A⁻¹·A = I, and the vector of a column is its column', (n, seed) => {
    const a = regular(n, seed)
    const b = random(seed + 1).normal([n, 3])
    const x = linalg.solve(a, b)
    expectClose(matmul(a, x), b, n)
    expectClose(matmul(linalg.inverse(a), a), eye(n), n)
    expectClose(linalg.solve(a, matmul(b, tensor([1, 0, 0]))), matmul(x, tensor([1, 0, 0])), n)
  })

  law('L·Lᵀ = A, and triangles are solved from both, turned or not', (n, seed) => {
    const a = definite(n, seed)
    const l = linalg.cholesky(a)
    expectClose(matmul(l, l, { transposeB: true }), a, n)
    const b = random(seed + 1).normal([n, 5])
    const z = linalg.solveTriangular(l, b)
    expectClose(matmul(l, z), b, n)
    expectClose(linalg.solveTriangular(t(l), b, { lower: false, transposed: true }), z, n)
    const x = linalg.solveTriangular(l, z, { transposed: true })
    // The condition of A is the square of that of L.
    expectClose(x, linalg.solve(a, b), n, largest(x), 64)
  })

  law(
    'what least squares leave is orthogonal to all columns; the shortest solution is made of rows',
    (n, seed) => {
      const stream = random(seed)
      const a = stream.normal([2 * n, n])
      const b = stream.normal([2 * n])
      const x = linalg.lstsq(a, b)
      const left = sub(matmul(a, x), b)
      // Products of 2n entries up to 4 with what is left, up to 4.
      expect(largest(matmul(t(a), left))).toBeLessThanOrEqual(3 * (2 * n + 3) * 16 * 2 * n * 2 ** -52)
      const wide = linalg.lstsq(t(a), matmul(t(a), b))
      expectClose(matmul(t(a), wide), matmul(t(a), b), 2 * n)
      // Extents of 2n and n: a condition of 6 to 40.
      expectClose(
        wide,
        linalg.lstsq(t(a), matmul(t(a), b), { rankDeficient: 'minimumNorm' }),
        2 * n,
        8,
        40 ** 2,
      )
    },
  )
})

describe('factors', () => {
  law('Q·R = A, QᵀQ = I and R is upper triangular, for high and wide matrices', (n, seed) => {
    for (const shape of [
      [n, n],
      [n + 7, n],
      [n, n + 7],
    ] as const) {
      const a = random(seed).normal(shape) as Tensor
      const { q, r } = linalg.qr(a)
      expectClose(matmul(q, r), a, n + 7)
      expectClose(matmul(q, q, { transposeA: true }), eye(n), n + 7, 1)
      const rows = r.toArray() as number[][]
      expect(rows.every((row, i) => row.every((v, j) => j >= i || v === 0))).toBe(true)
    }
  })

  law('V·diag(λ)·Vᵀ = A, VᵀV = I, λ ascend, and their sum is the trace', (n, seed) => {
    const x = random(seed).normal([n, n])
    const a = add(x, t(x)) as Tensor
    const { values, vectors } = linalg.eigh(a)
    const norm = Math.max(Math.abs(values.data[0]!), Math.abs(values.data[n - 1]!))
    expectClose(matmul(mul(vectors, values), vectors, { transposeB: true }), a, n, norm)
    expectClose(matmul(vectors, vectors, { transposeA: true }), eye(n), n, 1)
    expect(Array.from(values.data)).toEqual([...values.data].sort((p, q) => p - q))
    expect(Math.abs(sum(values).item() - linalg.trace(a).item())).toBeLessThanOrEqual(
      8 * n * n * 2 ** -52 * norm,
    )
  })

  law(
    'U·diag(s)·Vᵀ = A, columns are orthogonal, s descend and are the eigenvalues of a definite matrix',
    (n, seed) => {
      for (const shape of [
        [n, n],
        [n + 7, n],
        [n, n + 7],
      ] as const) {
        const a = random(seed).normal(shape) as Tensor
        const { u, s, v } = linalg.svd(a)
        const norm = s.data[0]!
        expectClose(matmul(mul(u, s), v, { transposeB: true }), a, n + 7, norm)
        for (const w of [u, v]) expectClose(matmul(w, w, { transposeA: true }), eye(n), n + 7, 1)
        expect(Array.from(s.data)).toEqual([...s.data].sort((p, q) => q - p))
      }
      const a = definite(n, seed)
      const values = Float64Array.from(linalg.eigh(a).values.data).reverse()
      expectClose(linalg.svd(a).s, tensor(values) as Tensor, n)
    },
  )
})

describe('determinants and functions of matrices', () => {
  law(
    'slogdet is the sign and logarithm of the determinant, logDeterminant that of a definite matrix',
    (n, seed) => {
      const small = Math.min(n, 33)
      const a = mul(random(seed).normal([small, small]), 1 / 2) as Tensor
      const det = linalg.determinant(a).item()
      const { sign, logAbsDet } = linalg.slogdet(a)
      expect(sign.item()).toBe(Math.sign(det))
      // The same pivots: products of n factors, and sums of n logarithms up to ln 2⁵⁰.
      expect(Math.abs(logAbsDet.item() - Math.log(Math.abs(det)))).toBeLessThanOrEqual(small * 64 * 2 ** -52)
      const d = definite(n, seed)
      const log = linalg.logDeterminant(d).item()
      // Pivots are exact to n·κ·eps of themselves.
      expect(Math.abs(log - linalg.slogdet(d).logAbsDet.item())).toBeLessThanOrEqual(
        n * n * 25 * 2 ** -52 + 64 * 2 ** -52 * log,
      )
    },
  )

  law('exp A·exp −A = I, and its determinant is e to the trace', (n, seed) => {
    const a = mul(random(seed).normal([n, n]), 1 / Math.sqrt(n)) as Tensor
    const [plus, minus] = [linalg.expm(a), linalg.expm(mul(a, -1))]
    // Both reach e² in norm, and rounding of either is met by the size of the other.
    expectClose(matmul(plus, minus), eye(n), n, 1, Math.E ** 4)
    const { sign, logAbsDet } = linalg.slogdet(plus)
    expect(sign.item()).toBe(1)
    expect(Math.abs(logAbsDet.item() - linalg.trace(a).item())).toBeLessThanOrEqual(
      3 * (n + 3) * n * Math.E ** 4 * 2 ** -52,
    )
  })

  law('exp of a nilpotent matrix is its finite sum, and of a diagonal one its exponentials', (n, seed) => {
    const [p, q, r] = Array.from(random(seed).normal([3]).data) as [number, number, number]
    const a = tensor([
      [0, p, q],
      [0, 0, r],
      [0, 0, 0],
    ])
    expectClose(linalg.expm(a), add(add(eye(3), a), mul(matmul(a, a), 0.5)) as Tensor, 3)
    const d = random(seed).normal([n])
    const spread = mul(eye(n), d) as Tensor
    const want = mul(eye(n), tensor(Array.from(d.data, Math.exp))) as Tensor
    expectClose(linalg.expm(spread), want, n)
  })

  law('powers add up, Kronecker products multiply, and their traces', (n, seed) => {
    const stream = random(seed)
    const a = mul(regular(n, seed), 1 / (3 * Math.sqrt(n))) as Tensor
    const third = linalg.matrixPower(a, 3)
    expectClose(matmul(linalg.matrixPower(a, 5), linalg.matrixPower(a, -2)), third, n, largest(third), 5 ** 5)
    const [p, q, x, y] = [
      [2, 3],
      [3, 2],
      [3, 4],
      [2, 2],
    ].map(shape => stream.normal(shape as Shape)) as [Tensor, Tensor, Tensor, Tensor]
    expectClose(matmul(linalg.kron(p, q), linalg.kron(x, y)), linalg.kron(matmul(p, x), matmul(q, y)), 12, 64)
    const both = linalg.trace(linalg.kron(a, matmul(p, q))).item()
    const apart = linalg.trace(a).item() * linalg.trace(matmul(p, q)).item()
    expect(Math.abs(both - apart)).toBeLessThanOrEqual(8 * n * n * 64 * 2 ** -52)
  })

  it('a cross product is orthogonal to both, and as long as their parallelogram is large', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const stream = random(seed)
        const [a, b] = [stream.normal([3]), stream.normal([3])]
        const y = linalg.cross(a, b)
        const dot = (p: Tensor, q: Tensor) => sum(mul(p, q)).item()
        const size = dot(a, a) * dot(b, b)
        expect(Math.abs(dot(y, a))).toBeLessThanOrEqual(12 * 2 ** -52 * size * Math.max(1, dot(a, a)))
        expect(Math.abs(dot(y, y) + dot(a, b) ** 2 - size)).toBeLessThanOrEqual(24 * 2 ** -52 * size)
      }),
      some,
    )
  })
})

/** Ops of one square matrix, at which they are smooth. */
const ofOne: Record<
  string,
  { readonly at: (n: number, seed: number) => Tensor; readonly f: (x: Tensor) => Tensor }
> = {
  cholesky: { at: definite, f: x => linalg.cholesky(x) },
  logDeterminant: { at: definite, f: x => linalg.logDeterminant(x) },
  slogdet: { at: regular, f: x => linalg.slogdet(x).logAbsDet },
  inverse: { at: regular, f: x => linalg.inverse(x) },
  'solve in A': { at: regular, f: x => linalg.solve(x, random(1).normal([x.shape[0]!, 4])) },
  'solve in B': { at: regular, f: x => linalg.solve(regular(x.shape[0]!, 2), x) },
  'solveTriangular in A': {
    at: regular,
    f: x => linalg.solveTriangular(x, random(1).normal([x.shape[0]!, 4])),
  },
  'solveTriangular in B': {
    at: regular,
    f: x => linalg.solveTriangular(regular(x.shape[0]!, 2), x, { lower: false }),
  },
  qr: { at: regular, f: x => linalg.qr(x).r },
  'eigh values': { at: definite, f: x => linalg.eigh(x).values },
  'svd values': { at: regular, f: x => linalg.svd(x).s },
  expm: { at: (n, seed) => mul(regular(n, seed), 1 / (3 * Math.sqrt(n))) as Tensor, f: x => linalg.expm(x) },
}

describe('derivatives in blocks', () => {
  for (const [name, { at, f }] of Object.entries(ofOne))
    it(`${name}: both directions are adjoint, and the slope is that of differences`, () => {
      for (const n of [37, 70]) {
        const x = at(n, n)
        const stream = random(n + 1)
        const dx = stream.normal([n, n])
        const { value, tangent } = jvp(f)(x, dx) as { value: Tensor; tangent: Tensor }
        const yBar = stream.normal(value.shape)
        const xBar = vjp(f)(x).pullback(yBar) as Tensor
        const [ahead, back] = [inner([yBar], [tangent]).item(), inner([xBar], [dx]).item()]
        // Sums of n² terms of either sign, each exact to n·κ² roundings.
        const size = Math.sqrt(inner([tangent], [tangent]).item() * inner([yBar], [yBar]).item())
        expect(Math.abs(ahead - back)).toBeLessThanOrEqual(n * 64 * 2 ** -52 * size)
        const step = 2 ** -16
        const moved = (h: number) => inner([yBar], [f(add(x, mul(dx, h)) as Tensor)]).item()
        const seen = (moved(step) - moved(-step)) / (2 * step)
        // A step of 2⁻¹⁶ leaves 2⁻³² of a third derivative, and eps/2⁻¹⁶ of the values.
        const values = Math.sqrt(inner([value], [value]).item() * inner([yBar], [yBar]).item())
        expect(Math.abs(seen - ahead)).toBeLessThanOrEqual(2 ** -26 * size + n * 64 * 2 ** -36 * values)
      }
    })

  it('the gradient of the logarithm of a determinant is the inverse, both sides of the diagonal on the lower one', () => {
    const n = 70
    const a = definite(n, 7)
    const got = grad((x: Tensor) => linalg.logDeterminant(x) as Tensor<readonly []>)(a)
    const want = linalg.inverse(a)
    const folded = want.toTypedArray().map((v, at) => {
      const [i, j] = [Math.floor(at / n), at % n]
      return j > i ? 0 : j === i ? v : 2 * v
    })
    expectClose(got, reshaped(folded, n), n, largest(want), 25)
  })
})

const reshaped = (values: ArrayLike<number>, n: number): Tensor =>
  tensor(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => values[i * n + j]!)))
