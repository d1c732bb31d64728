// What an op does by broadcasting is what it does to operands that were stretched by hand.
import { expect } from 'vitest'
import { broadcastTo, sumTo, type Tensor, vjp } from '../../src/index.js'
import { directions } from '../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../support/measured.js'
import { everyOp, isSmooth, onList } from './every.js'

everyOp('f(a, b) is f of a and b stretched, and its gradients are the sums of theirs', (call, seed) => {
  const { inputs, stretched } = call
  if (stretched === undefined) return
  const f = onList(call)
  const stretch = (x: readonly Tensor[]) => x.map((a, i) => broadcastTo(a, stretched[i]!))
  const [y, stretchedY] = [f(inputs), f(stretch(inputs))]
  expect(y.shape).toEqual(stretchedY.shape)
  expect(y.toTypedArray()).toEqual(stretchedY.toTypedArray())
  if (!isSmooth(call)) return
  const dx = directions(seed, inputs)
  const yBar = directions(seed + 1, [y])
  const direct = measured((x, dx, yBar) => inner(vjp(f)(x).pullback(yBar[0]!), dx), inputs, dx, yBar)
  const summed = measured(
    (x, dx, yBar) =>
      inner(
        vjp(f)(stretch(x))
          .pullback(yBar[0]!)
          .map((bar, i) => sumTo(bar, inputs[i]!.shape)),
        dx,
      ),
    inputs,
    dx,
    yBar,
  )
  expectAgreement(direct, summed, 'gradients of operands and of stretched operands')
})
