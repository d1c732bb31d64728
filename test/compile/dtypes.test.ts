// Masks, integers and both float types, compiled: the same as op by op, whichever of them an op takes.
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import {
  add,
  cast,
  type DType,
  equal,
  gather,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  maximum,
  minimum,
  mul,
  notEqual,
  reshape,
  segmentSum,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  transpose,
  where,
} from '../../src/index.js'

/** Values that are the same in all orders of adding, and that some type cannot hold. */
const VALUES: { readonly [D in DType]: readonly number[] } = {
  float64: [Number.NaN, Number.POSITIVE_INFINITY, 0, -0, 1, 2.5, -1, 16777217, 5e-324, 1, 0, 3],
  float32: [Number.NaN, Number.NEGATIVE_INFINITY, 0, -0, 1, 2.5, -1, 16777216, 2 ** -149, 1, 0, 3],
  int32: [0, 1, -1, 2, 16777217, 16777216, -2147483648, 2147483647, 3, 1, 0, 4],
  bool: [0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1],
}
const DTYPES = Object.keys(VALUES) as DType[]

/** Values of a type in another order. */
const drawn = (dtype: DType, by: number, shape: readonly number[]): Tensor =>
  reshape(
    tensor(
      VALUES[dtype].map((_, i) => VALUES[dtype][(i * by + by) % 12]!),
      { dtype },
    ),
    shape,
  )

const SHAPES = [[12], [12, 1], [1, 12], [4, 3]]

const PAIRS = {
  add,
  sub,
  mul,
  maximum,
  minimum,
  equal,
  notEqual,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
}

/** What a function gives, or what it says when it refuses. */
function told(f: (...xs: Tensor[]) => Tensor | readonly Tensor[], xs: readonly Tensor[]): unknown {
  try {
    return [f(...xs)].flat().map(({ dtype, shape, data }) => ({ dtype, shape, values: [...data] }))
  } catch (error) {
    return String(error)
  }
}

function expectAlike(f: (...xs: Tensor[]) => Tensor | readonly Tensor[], ...xs: readonly Tensor[]): void {
  expect(told(compile(f), xs)).toEqual(told(f, xs))
}

describe('compiled', () => {
  for (const [name, op] of Object.entries(PAIRS))
    it(`${name} gives what it gives for any two dtypes, also of numbers and stretched`, () => {
      for (const p of DTYPES)
        for (const q of DTYPES)
          for (const shape of SHAPES) {
            const [a, b] = [drawn(p, 1, shape), drawn(q, 5, shape)]
            expectAlike(op, a, b)
            expectAlike(op, a, tensor(VALUES[q][4]!, { dtype: q }))
            expectAlike(x => op(x, 16777217), a)
          }
    })

  it('where takes any dtype as a condition: what is not 0 holds', () => {
    for (const c of DTYPES)
      for (const p of DTYPES)
        for (const shape of SHAPES)
          expectAlike(where as never, drawn(c, 7, shape), drawn(p, 1, shape), drawn(p, 5, shape))
  })

  it('integers are compared as they are, beside floats too', () => {
    for (const dtype of ['float32', 'float64'] as const)
      for (const op of [equal, less, greaterEqual])
        for (const shape of SHAPES) {
          const [i, j, x] = [drawn('int32', 1, shape), drawn('int32', 5, shape), drawn(dtype, 1, shape)]
          expectAlike((i, j, x) => where(op(i, j), x, 0), i, j, x)
          expectAlike((i, x) => where(op(i, 16777216), x, 0), i, x)
          expectAlike((i, x) => where(op(i, j), x, 0), i, x)
          // One call that is for the interpreter leaves those before and after to the machine.
          const f = (i: Tensor, x: Tensor) => where(op(i, 3), x, 0)
          const fast = compile(f)
          const small = minimum(maximum(i, -5), 5)
          for (const k of [small, i, small]) expect(told(fast, [k, x])).toEqual(told(f, [k, x]))
        }
  })

  it('values of any dtype are moved, counted and looked up beside floats', () => {
    const rows = tensor([1, 0, 3, 3], { dtype: 'int32' })
    const columns = tensor([2, 0, 1, 2], { dtype: 'int32' })
    for (const p of DTYPES)
      for (const dtype of ['float32', 'float64'] as const)
        for (const move of [
          (x: Tensor) => transpose(x),
          (x: Tensor) => take(x, rows),
          (x: Tensor) => gather(x, columns),
          (x: Tensor) => cast(x, dtype),
          (x: Tensor) => sum(cast(greater(x, 0), 'int32'), { axis: 1 }),
          (x: Tensor) => sum(greater(x, 0), { axis: 0 }),
          (x: Tensor) => cast(lessEqual(x, 1), 'int32'),
          (x: Tensor) => segmentSum(greater(x, 0), columns, 3),
        ])
          expectAlike((x, t) => [move(x), mul(t, 0.5)], drawn(p, 5, [4, 3]), tensor([3], { dtype }))
    // Rows too wide to be unrolled, and integers that are more than float32 has.
    const wide = reshape(
      tensor(
        Array.from({ length: 160 }, (_, i) => i + 16777200),
        { dtype: 'int32' },
      ),
      [4, 40],
    )
    const t = tensor([3], { dtype: 'float32' })
    expectAlike((x, i, t) => [take(x, i), gather(x, i), mul(t, 0.5)], wide, rows, t)
  })
})
