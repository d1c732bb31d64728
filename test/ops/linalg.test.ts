// Linear algebra at its edges: singular matrices, and what has no size.
import { describe, expect, it } from 'vitest'
import { eye, grad, hessian, mul, sum, type Tensor, tensor, zeros } from '../../src/index.js'
import { determinant, inverse } from '../../src/ops/linalg/index.js'

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
