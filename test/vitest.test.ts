// The matcher: it passes where the gradient is right, and fails with the report.
import { expect, test } from 'vitest'
import { abs, customOp, exp, matmul, mul, sum, type Tensor, tanh, tensor } from '../src/index.js'
import '../src/vitest.js'

const x = tensor([[0.5, -1]])
const w = tensor([[1.5], [2]])
const f = (w: Tensor, x: Tensor) => sum(tanh(matmul(x, w)))
const wrong = customOp({
  name: 'wrong',
  forward: (x: Tensor) => exp(x),
  differentials: ([x]) => [{ jvp: dx => mul(dx, exp(x)), vjp: dy => dy }],
})

test('passes for a right gradient', () => {
  expect(f).toHaveCorrectGradientAt(w, x)
  expect(wrong).not.toHaveCorrectGradientAt(x)
})

test('fails for a wrong one, with the report', () => {
  expect(() => expect(wrong).toHaveCorrectGradientAt(x)).toThrow(
    /expected the gradient to be correct\n\ncheckGradient: refuted[\s\S]*The op 'wrong' is wrong by itself/,
  )
  expect(() => expect(f).not.toHaveCorrectGradientAt(w, x)).toThrow(
    /expected the gradient to be refuted\n\ncheckGradient: holds/,
  )
})

test('a kink passes neither way', () => {
  expect(() => expect(abs).toHaveCorrectGradientAt(tensor(0))).toThrow('checkGradient: nonsmooth')
  expect(() => expect(abs).not.toHaveCorrectGradientAt(tensor(0))).toThrow('checkGradient: nonsmooth')
})

test('what is no function is refused', () => {
  expect(() => expect(3).toHaveCorrectGradientAt(x)).toThrow('expects a function of tensors, got 3')
})

test('inputs are typed by the function', () => {
  // @ts-expect-error a string is no tensor
  expect(() => expect(f).toHaveCorrectGradientAt(w, 'x')).toThrow()
})
