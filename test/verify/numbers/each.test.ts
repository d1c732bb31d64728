// One pass over several tensors, against ops that stretch by themselves.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromData } from '../../../src/create.js'
import { add, mul, type Tensor, tensor } from '../../../src/index.js'
import { sizeOf } from '../../../src/shape.js'
import { each, some } from '../../../src/verify/numbers/each.js'
import { grid, listOf, shapes, stretching } from '../../support/arbitrary.js'

/** Up to five tensors that meet in one shape. */
const operands = shapes({ filled: true }).chain(shape =>
  fc.array(
    stretching(shape).chain(own =>
      listOf(sizeOf(own), grid).map((values): Tensor => fromData(Float64Array.from(values), own)),
    ),
    { minLength: 1, maxLength: 5 },
  ),
)

it('is f of the entries, stretched as ops stretch them', () => {
  fc.assert(
    fc.property(operands, xs => {
      // Each operand counts by its own place, so that none can stand for another.
      const weighted = xs.map((x, k) => mul(x, k + 1)).reduce((sum: Tensor, x) => add(sum, x))
      const found = each((...entries) => entries.reduce((sum, v, k) => sum + v * (k + 1), 0), ...xs)
      expect(found.shape).toEqual(weighted.shape)
      expect([...found.data].map(v => v + 0)).toEqual([...weighted.data].map(v => v + 0))
    }),
  )
})

it('gives f no more than there are tensors', () => {
  expect(each(Math.max, tensor([-3, -2])).toArray()).toEqual([-3, -2])
  expect(each(Math.max, tensor([-3, -2]), tensor([-5])).toArray()).toEqual([-3, -2])
})

it('finds an entry that is such', () => {
  expect(some(tensor([1, 2]), v => v > 1)).toBe(true)
  expect(some(tensor([1, 2]), v => v > 2)).toBe(false)
})
