// Values with scales: what is 0 has none, but a 0 that can move has a slope.
import { expect, it } from 'vitest'
import { add, exp, grad, mul, reshape, type Tensor, tensor } from '../../../src/index.js'
import { addUp, expOf, plain, type Scaled, sumOver } from '../../../src/verify/numbers/index.js'

const value = (c: Tensor, scale?: Tensor): Scaled => ({ c, scale, error: undefined })
const tiny = value(tensor([-1338]), tensor([-946]))

it('the slope of a 0 is kept beside what is far smaller, in a sum of two and along an axis', () => {
  const two = (x: Tensor) => reshape(plain(expOf(addUp([value(mul(x, 0.75)), tiny], [false, false]))).c, [])
  expect(grad(two)(tensor([0])).toArray()).toEqual([0.75])
  const along = (x: Tensor) => {
    const both = value(mul(tensor([1, -1338]), add(x, tensor([0, 1]))), tensor([0, -946]))
    return reshape(plain(expOf(sumOver(both, [0]))).c, [])
  }
  expect(grad(along)(tensor([0, 0])).data[0]).toBe(1)
})

it('a constant 0 has no scale, so that nothing is too small beside it', () => {
  const { c, scale } = addUp([value(tensor([0])), tiny], [false, false])
  expect([c.item(), scale!.item()]).toEqual([-1338, -946])
  expect(exp(tensor(-946)).item()).toBe(0)
})
