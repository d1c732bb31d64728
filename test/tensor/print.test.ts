// How tensors look: one notation for all values, columns that align, long axes elided.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { arange, div, eye, full, reshape, tensor, zeros } from '../../src/index.js'

const text = (x: { toString(): string }) => x.toString()

describe('printing', () => {
  it('shows scalars and vectors on one line', () => {
    expect(text(tensor(3))).toMatchInlineSnapshot(`"float64 [] 3"`)
    expect(text(tensor(0.1))).toMatchInlineSnapshot(`"float64 [] 0.1"`)
    expect(text(tensor([1, -2, 30]))).toMatchInlineSnapshot(`"float64 [3] [ 1, -2, 30]"`)
    expect(text(tensor([0.5, 1.25]))).toMatchInlineSnapshot(`"float64 [2] [0.50, 1.25]"`)
  })

  it('aligns the columns of matrices', () => {
    expect(
      text(
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "float64 [2, 3]
      [[1, 2, 3],
       [4, 5, 6]]"
    `)
    expect(
      text(
        tensor([
          [1, -20],
          [0.5, 300],
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "float64 [2, 2]
      [[  1.0, -20.0],
       [  0.5, 300.0]]"
    `)
  })

  it('parts the matrices of three axes by an empty line', () => {
    expect(text(reshape(arange(12), [2, 3, 2]))).toMatchInlineSnapshot(`
      "float64 [2, 3, 2]
      [[[ 0,  1],
        [ 2,  3],
        [ 4,  5]],

       [[ 6,  7],
        [ 8,  9],
        [10, 11]]]"
    `)
  })

  it('elides long axes', () => {
    expect(text(arange(2000))).toMatchInlineSnapshot(
      `"float64 [2000] [   0,    1,    2, …, 1997, 1998, 1999]"`,
    )
    expect(text(reshape(arange(2000), [2, 1000]))).toMatchInlineSnapshot(`
      "float64 [2, 1000]
      [[   0,    1,    2, …,  997,  998,  999],
       [1000, 1001, 1002, …, 1997, 1998, 1999]]"
    `)
    expect(text(eye(50))).toMatchInlineSnapshot(`
      "float64 [50, 50]
      [[1, 0, 0, …, 0, 0, 0],
       [0, 1, 0, …, 0, 0, 0],
       [0, 0, 1, …, 0, 0, 0],
       …,
       [0, 0, 0, …, 1, 0, 0],
       [0, 0, 0, …, 0, 1, 0],
       [0, 0, 0, …, 0, 0, 1]]"
    `)
  })

  it('keeps what is short enough whole', () => {
    expect(text(arange(1000))).not.toContain('…')
  })

  it('shows NaN and infinities among numbers', () => {
    expect(text(tensor([1, Number.NaN, Infinity, -Infinity]))).toMatchInlineSnapshot(
      `"float64 [4] [  1, NaN,   ∞,  -∞]"`,
    )
    expect(text(tensor([Number.NaN]))).toMatchInlineSnapshot(`"float64 [1] [NaN]"`)
    expect(text(tensor([0.25, -Infinity]))).toMatchInlineSnapshot(`"float64 [2] [0.25,   -∞]"`)
  })

  it('shows masks as words and integers whole', () => {
    expect(
      text(
        tensor([
          [true, false],
          [false, false],
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "bool [2, 2]
      [[ true, false],
       [false, false]]"
    `)
    expect(text(tensor([1, -2147483648], { dtype: 'int32' }))).toMatchInlineSnapshot(
      `"int32 [2] [          1, -2147483648]"`,
    )
  })

  it('shows empty tensors with their shape', () => {
    expect(text(tensor([]))).toMatchInlineSnapshot(`"float64 [0] []"`)
    expect(text(zeros([2, 0]))).toMatchInlineSnapshot(`"float64 [2, 0] [[]]"`)
  })

  it('turns to scientific notation for the huge, the small and the far apart', () => {
    expect(text(tensor([1.5e300, -2]))).toMatchInlineSnapshot(`"float64 [2] [1.5e+300,  -2.0e+0]"`)
    expect(text(tensor([1e-5, 2e-5]))).toMatchInlineSnapshot(`"float64 [2] [1.0e-5, 2.0e-5]"`)
    expect(text(tensor([1e-7, 1]))).toMatchInlineSnapshot(`"float64 [2] [1.0e-7, 1.0e+0]"`)
    expect(text(tensor(123456789.5))).toMatchInlineSnapshot(`"float64 [] 1.23457e+8"`)
    expect(text(tensor(5e-324))).toMatchInlineSnapshot(`"float64 [] 4.94066e-324"`)
    expect(text(tensor(1e15))).toMatchInlineSnapshot(`"float64 [] 1.0e+15"`)
    expect(text(tensor(123456789))).toMatchInlineSnapshot(`"float64 [] 123456789"`)
  })

  it('shows six digits at most, and no zeros behind the last that counts', () => {
    expect(text(div(tensor([1, 2]), 3))).toMatchInlineSnapshot(`"float64 [2] [0.33333, 0.66667]"`)
    expect(text(tensor([0.1], { dtype: 'float32' }))).toMatchInlineSnapshot(`"float32 [1] [0.1]"`)
    expect(text(tensor([-0, 0]))).toMatchInlineSnapshot(`"float64 [2] [0, 0]"`)
    expect(text(full([2], 99999.95))).toMatchInlineSnapshot(`"float64 [2] [99999.9, 99999.9]"`)
  })

  it('looks the same in console.log', () => {
    expect(inspect(tensor([1, 2]))).toBe('float64 [2] [1, 2]')
  })
})
