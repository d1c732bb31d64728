// What linear algebra refuses, and in which words: each names the matrix of a batch and the place that shows it.
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  DifferentiationError,
  eye,
  grad,
  hessian,
  jacobian,
  mul,
  ShapeError,
  stack,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '../../../src/index.js'
import * as linalg from '../../../src/ops/linalg/index.js'

const singular = tensor([
  [1, 2],
  [2, 4],
])
const indefinite = tensor([
  [4, 2],
  [2, -3],
])
const thin = tensor([
  [1, 2],
  [2, 4],
  [3, 6],
])
const pair = (x: Tensor): Tensor => stack([eye(2), x])
const slope = (f: (x: Tensor) => Tensor, x: Tensor) => () =>
  grad((x: Tensor) => sum(f(x)) as Tensor<readonly []>)(x)
const add1 = (x: Tensor): Tensor =>
  tensor((x.toArray() as number[][]).map((row, i) => row.map((v, j) => v + (i === j ? 1 : 0))))
const as = <T>(value: unknown): T => value as T

const refusals: Record<string, readonly [run: () => unknown, kind: unknown, message: string]> = {
  'a singular system': [
    () => linalg.solve(singular, zeros([2])),
    ArgumentError,
    'solve: the matrix is singular: column 1 has no pivot',
  ],
  'a singular system of a batch': [
    () => linalg.solve(pair(singular), zeros([2])),
    ArgumentError,
    'solve: matrix 1 of [2, 2, 2] is singular: column 1 has no pivot',
  ],
  'right sides of another length': [
    () => linalg.solve(eye(2), zeros([3])),
    ShapeError,
    'solve: wants b [2] or [..., 2, k] for a matrix [2, 2], got [3]',
  ],
  'a system that is not square': [
    () => linalg.solve(thin, zeros([3])),
    ShapeError,
    'solve: wants square matrices [..., n, n], got [3, 2]',
  ],
  'an unknown choice': [
    () => linalg.solve(eye(2), zeros([2]), { singular: as('zero') }),
    ArgumentError,
    `solve: singular must be 'throw' or 'nan', got "zero"`,
  ],
  'an unknown choice of cholesky': [
    () => linalg.cholesky(eye(2), { indefinite: as(true) }),
    ArgumentError,
    `cholesky: indefinite must be 'throw' or 'nan', got true`,
  ],
  'an inverse power': [
    () => linalg.matrixPower(singular, -1),
    ArgumentError,
    'inverse: the matrix is singular: column 1 has no pivot',
  ],
  'a power that is no whole number': [
    () => linalg.matrixPower(eye(2), 0.5),
    ArgumentError,
    'matrixPower: wants a whole number for a power, got 0.5',
  ],
  'the logarithm of an indefinite matrix': [
    () => linalg.logDeterminant(pair(indefinite)),
    ArgumentError,
    'logDeterminant: matrix 1 of [2, 2, 2] is not positive definite: the pivot of column 1 is -4',
  ],
  'the slope of slogdet at a singular matrix': [
    slope(x => linalg.slogdet(x).logAbsDet, singular),
    DifferentiationError,
    'slogdet: has no derivative to give where the matrix is singular: column 1 has no pivot',
  ],
  'least squares with a column that depends on another': [
    () => linalg.lstsq(stack([add1(thin), thin]), zeros([3])),
    ArgumentError,
    'lstsq: matrix 1 of [2, 3, 2] has no full rank: column 1 depends on those before it',
  ],
  'too few equations, one of which depends on another': [
    () =>
      linalg.lstsq(
        tensor([
          [1, 2, 3],
          [2, 4, 6],
        ]),
        zeros([2]),
      ),
    ArgumentError,
    'lstsq: the matrix has no full rank: row 1 depends on those before it',
  ],
  'an unknown choice of lstsq': [
    () => linalg.lstsq(thin, zeros([3]), { rankDeficient: as('any') }),
    ArgumentError,
    `lstsq: rankDeficient must be 'throw' or 'minimumNorm', got "any"`,
  ],
  'the slope of QR factors without full rank': [
    slope(x => linalg.qr(x).r, thin),
    DifferentiationError,
    'qr: has no derivative to give where the matrix has no full rank: column 1 depends on those before it',
  ],
  'the slope of vectors of equal eigenvalues': [
    slope(x => linalg.eigh(x).vectors, pair(eye(2))),
    DifferentiationError,
    'eigh: has no derivative of vectors to give where eigenvalues 0 and 1 of matrix 0 of [2, 2, 2] are equal to rounding',
  ],
  'the curvature of equal eigenvalues': [
    () => hessian((x: Tensor) => sum(linalg.eigh(x).values) as Tensor<readonly []>)(eye(2)),
    DifferentiationError,
    'eigh: has no derivative of vectors to give where eigenvalues 0 and 1 of the matrix are equal to rounding',
  ],
  'the slope of vectors of equal singular values': [
    slope(x => linalg.svd(x).v, eye(3)),
    DifferentiationError,
    'svd: has no derivative of vectors to give where singular values 0 and 1 of the matrix are equal to rounding',
  ],
  'the slope of the longer vectors of a singular value of 0': [
    slope(x => linalg.svd(x).u, thin),
    DifferentiationError,
    'svd: has no derivative of vectors to give where singular value 1 of the matrix is 0 to rounding',
  ],
  'a trace of what is not square': [
    () => linalg.trace(thin),
    ShapeError,
    'trace: wants square matrices [..., n, n], got [3, 2]',
  ],
  'an outer product of a scalar': [
    () => linalg.outer(tensor(1), tensor([1])),
    ShapeError,
    'outer: wants vectors [..., n], got a scalar',
  ],
  'a Kronecker product of a vector': [
    () => linalg.kron(tensor([1]), eye(2)),
    ShapeError,
    'kron: wants matrices [..., m, n], got [1]',
  ],
  'a cross product in the plane': [
    () => linalg.cross(tensor([1, 2]), tensor([1, 2])),
    ShapeError,
    'cross: wants vectors of three [..., 3], got [2]',
  ],
  'factors of a vector': [
    () => linalg.qr(tensor([1])),
    ShapeError,
    'qr: wants matrices [..., m, n], got [1]',
  ],
  'an exponential of what is not square': [
    () => linalg.expm(thin),
    ShapeError,
    'expm: wants square matrices [..., n, n], got [3, 2]',
  ],
  'what is no tensor': [
    () => linalg.svd(as([[1]])),
    ArgumentError,
    'svd: wants a tensor, got an array of length 1; make one with tensor(…)',
  ],
}

describe('linear algebra refuses', () => {
  for (const [what, [run, kind, message]] of Object.entries(refusals))
    it(what, () => {
      expect(run).toThrow(kind as typeof Error)
      expect(run).toThrow(message)
    })
})

describe('in place of a refusal', () => {
  const nan = Number.NaN

  it('NaN comes by option, for the matrix that has none and for no other', () => {
    const b = tensor([1, 1])
    expect(linalg.solve(pair(singular), b, { singular: 'nan' }).toArray()).toEqual([
      [1, 1],
      [nan, nan],
    ])
    expect(linalg.cholesky(pair(indefinite), { indefinite: 'nan' }).toArray()).toEqual([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [nan, 0],
        [nan, nan],
      ],
    ])
    expect(linalg.logDeterminant(pair(indefinite), { indefinite: 'nan' }).toArray()).toEqual([0, nan])
  })

  it('the shortest of many solutions comes by option, and its slope keeps the rank', () => {
    const b = tensor([1, 2, 3])
    const x = linalg.lstsq(thin, b, { rankDeficient: 'minimumNorm' })
    // (1, 2) times what is left of 1: x = (1, 2)/5.
    Array.from(x.data).forEach((v, i) => {
      expect(Math.abs(v - (i + 1) / 5)).toBeLessThanOrEqual(16 * 2 ** -52)
    })
    // As a function of c, where the matrix is c·thin: x/c.
    const slopes = jacobian((c: Tensor) => linalg.lstsq(mul(thin, c), b, { rankDeficient: 'minimumNorm' }))(
      tensor(2),
    ) as Tensor
    Array.from(slopes.data).forEach((v, i) => {
      expect(Math.abs(v + (i + 1) / 5 / 4)).toBeLessThanOrEqual(64 * 2 ** -52)
    })
  })

  it('values of equal eigenvalues have their sum, and a slope', () => {
    const total = (x: Tensor) => sum(linalg.eigh(x).values) as Tensor<readonly []>
    expect(grad(total)(eye(3) as Tensor).toArray()).toEqual(eye(3).toArray())
    const sizes = (x: Tensor) => sum(linalg.svd(x).s) as Tensor<readonly []>
    expect(grad(sizes)(eye(3) as Tensor).toArray()).toEqual(eye(3).toArray())
  })
})
