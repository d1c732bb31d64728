// Linear algebra at its edges: singular matrices, and what has no size.
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  einsum,
  eye,
  grad,
  hessian,
  log,
  mul,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.js'
import { cholesky, determinant, inverse, solveTriangular } from '../../src/ops/linalg/index.js'

const singular = tensor([
  [1, 2],
  [2, 4],
])

describe('the determinant', () => {
  it('of nothing is 1', () => {
    expect(determinant(zeros([0, 0])).item()).toBe(1)
    expect(determinant(zeros([0, 3, 3])).shape).toEqual([0])
  })

  it('changes its sign where two rows are exchanged', () => {
    const [row, other] = [
      [0, 2],
      [3, 1],
    ]
    expect(determinant(tensor([row!, other!])).item()).toBe(-6)
    expect(determinant(tensor([other!, row!])).item()).toBe(6)
  })

  it('of a singular matrix is 0, and has the cofactors for a slope', () => {
    expect(determinant(singular).item()).toBe(0)
    expect(grad((x: Tensor) => determinant(x))(singular).toArray()).toEqual([
      [4, -2],
      [-2, 1],
    ])
    expect(grad((x: Tensor) => determinant(x))(zeros([3, 3])).toArray()).toEqual(zeros([3, 3]).toArray())
    expect(grad((x: Tensor) => determinant(x))(zeros([1, 1])).toArray()).toEqual([[1]])
  })

  it('has no second derivative to give at a singular matrix', () => {
    expect(() => hessian((x: Tensor) => determinant(x))(singular)).toThrow(
      'determinant: has no second derivative to give where the matrix is singular: column 1 has no pivot',
    )
  })

  it('is NaN where an entry is', () => {
    expect(
      determinant(
        tensor([
          [Number.NaN, 1],
          [1, 1],
        ]),
      ).item(),
    ).toBeNaN()
  })
})

describe('the inverse', () => {
  it('names the matrix of a batch that is singular, and its column', () => {
    expect(() => inverse(singular)).toThrow('inverse: the matrix is singular: column 1 has no pivot')
    const batch = tensor([eye(2).toArray(), singular.toArray()])
    expect(() => inverse(batch)).toThrow('inverse: matrix 1 of [2, 2, 2] is singular: column 1 has no pivot')
    expect(inverse(batch, { singular: 'nan' }).toArray()).toEqual([
      eye(2).toArray(),
      [
        [Number.NaN, Number.NaN],
        [Number.NaN, Number.NaN],
      ],
    ])
  })

  it('does not depend on the unit', () => {
    const turn = tensor([
      [0.6, -0.8],
      [0.8, 0.6],
    ])
    for (const unit of [1, 2 ** -560, 2 ** 560])
      expect(mul(inverse(mul(turn, unit)), unit).toArray()).toEqual(inverse(turn).toArray())
  })

  it('takes square matrices alone', () => {
    expect(() => inverse(zeros([2, 3]))).toThrow('inverse: wants square matrices [..., n, n], got [2, 3]')
    expect(() => determinant(zeros([3]))).toThrow('determinant: wants square matrices [..., n, n], got [3]')
    expect(() => inverse(eye(2), { singular: 'none' as 'nan' })).toThrow(
      `inverse: singular must be 'throw' or 'nan', got "none"`,
    )
  })

  it('of whole numbers is float', () => {
    const x = tensor(
      [
        [2, 0],
        [0, 4],
      ],
      { dtype: 'int32' },
    )
    expect(inverse(x).toArray()).toEqual([
      [0.5, 0],
      [0, 0.25],
    ])
    expect(sum(inverse(zeros([0, 0]))).item()).toBe(0)
  })
})

describe('the Cholesky factor', () => {
  const a = tensor([
    [4, 2],
    [2, 5],
  ])

  it('is lower triangular, and reads the lower triangle alone', () => {
    const factor = [
      [2, 0],
      [1, 2],
    ]
    expect(cholesky(a).toArray()).toEqual(factor)
    const half = tensor([
      [4, Number.NaN],
      [2, 5],
    ])
    expect(cholesky(half).toArray()).toEqual(factor)
    expect(grad((x: Tensor) => sum(cholesky(x)))(half).data[1]).toBe(0)
  })

  it('refuses what is not positive definite, and names the matrix, the column and its pivot', () => {
    expect(() => cholesky(singular)).toThrow(
      new ArgumentError('cholesky', 'the matrix is not positive definite: the pivot of column 1 is 0'),
    )
    const batch = tensor([a.toArray(), mul(a, -1).toArray()])
    expect(() => cholesky(batch)).toThrow(
      'cholesky: matrix 1 of [2, 2, 2] is not positive definite: the pivot of column 0 is -4',
    )
    expect(() => cholesky(zeros([2, 3]))).toThrow('cholesky: wants square matrices [..., n, n], got [2, 3]')
  })

  it('of a NaN is NaN, and of nothing nothing', () => {
    expect(cholesky(tensor([[Number.NaN]])).item()).toBeNaN()
    expect(cholesky(zeros([0, 3, 3])).shape).toEqual([0, 3, 3])
    expect(cholesky(zeros([2, 0, 0])).shape).toEqual([2, 0, 0])
  })

  it('gives the logarithm of a determinant, whose gradient is the inverse', () => {
    const half = (x: Tensor) => sum(log(einsum('ii->i', cholesky(x))))
    // d ln det A = ⟨A⁻¹, dA⟩; the lower triangle stands for both, so entries beside the diagonal count twice.
    const [[p, none], [q, r]] = grad((x: Tensor) => mul(half(x), 2))(a).toArray() as [
      [number, number],
      [number, number],
    ]
    const want = inverse(a).toArray() as [[number, number], [number, number]]
    for (const [got, exact] of [
      [p, want[0][0]],
      [q, 2 * want[1][0]],
      [r, want[1][1]],
    ] as const)
      expect(Math.abs(got - exact)).toBeLessThanOrEqual(8 * 2 ** -52 * Math.abs(exact))
    expect(none).toBe(0)
  })
})

describe('a triangular system', () => {
  const a = tensor([
    [2, 8],
    [1, 4],
  ])

  it('is solved from either triangle, turned or not, by ones on the diagonal or by what stands there', () => {
    const b = tensor([4, 4])
    expect(solveTriangular(a, b).toArray()).toEqual([2, 0.5])
    expect(solveTriangular(a, b, { lower: false }).toArray()).toEqual([-2, 1])
    expect(solveTriangular(a, b, { transposed: true }).toArray()).toEqual([1.5, 1])
    expect(solveTriangular(a, b, { lower: false, transposed: true }).toArray()).toEqual([2, -3])
    expect(solveTriangular(a, b, { unitDiagonal: true }).toArray()).toEqual([4, 0])
  })

  it('takes a vector for all of a batch, and batches that broadcast', () => {
    const batch = tensor([a.toArray(), eye(2).toArray()])
    expect(solveTriangular(batch, tensor([4, 4])).toArray()).toEqual([
      [2, 0.5],
      [4, 4],
    ])
    expect(solveTriangular(a, zeros([3, 2, 5])).shape).toEqual([3, 2, 5])
    expect(solveTriangular(zeros([0, 2, 2]), zeros([2, 5])).shape).toEqual([0, 2, 5])
  })

  it('refuses a zero on the diagonal, and shapes that do not fit', () => {
    expect(() => solveTriangular(zeros([1, 2, 2]), zeros([2]))).toThrow(
      'solveTriangular: matrix 0 of [1, 2, 2] is singular: 0 stands on the diagonal in row 0',
    )
    expect(solveTriangular(zeros([2, 2]), tensor([1, 2]), { unitDiagonal: true }).toArray()).toEqual([1, 2])
    expect(() => solveTriangular(a, zeros([3]))).toThrow(
      'solveTriangular: wants b [2] or [..., 2, k] for a matrix [2, 2], got [3]',
    )
    expect(() => solveTriangular(zeros([2, 2, 2]), zeros([3, 2, 2]))).toThrow('do not broadcast')
    expect(() => solveTriangular(a, zeros([2]), { lower: 1 as never })).toThrow(
      'solveTriangular: lower must be true or false, got 1',
    )
  })
})
