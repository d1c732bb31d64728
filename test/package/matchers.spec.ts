// The matchers of chainrule/vitest under another vitest than this repository's.
import 'chainrule/vitest'
import { square, sum, type Tensor, tensor } from 'chainrule'
import { given } from 'chainrule/verify'
import { expect, it } from 'vitest'

const paper = given('x : real[n]\nL = \\sum_i x_i^2')

it('gradients and claims', () => {
  expect((x: Tensor) => sum(square(x))).toHaveCorrectGradientAt(tensor([1, 2]))
  expect('\\nabla_x L = 2 x').toHold(paper)
  expect('\\nabla_x L = 3 x').not.toHold(paper)
  expect(() => expect('\\nabla_x L = 3 x').toHold(paper)).toThrow('expected the claim to hold')
})
