// Second derivatives of every op, ȳ·D²f[u, v], in all four mixes of modes: forward or reverse over forward or reverse.
import { expect } from 'vitest'
import { add, grad, jvp, mul, type Tensor, vjp } from '../../src/index.js'
import { centralDifference } from '../../src/testing/differences.js'
import { directions } from '../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../support/measured.js'
import { everyOp, isSmooth, onList } from './every.js'

type List = readonly Tensor[]

everyOp(
  'second derivatives agree in all four mixes of modes, and with differences of the first',
  (call, seed) => {
    if (!isSmooth(call)) return
    const f = onList(call)
    const { inputs } = call
    const [u, v] = [directions(seed, inputs), directions(seed + 1, inputs)]
    const yBar = directions(seed + 2, [call.run(...inputs)])

    // ⟨ȳ, J·u⟩ as a function of x, by either mode.
    const pushed = (u: List, yBar: List) => (x: List) => inner(yBar, [jvp(f)(x, u).tangent])
    const pulled = (u: List, yBar: List) => (x: List) => inner(vjp(f)(x).pullback(yBar[0]!), u)
    // The derivative of that along v, by either mode.
    const forward = (g: (x: List) => Tensor, x: List, v: List) => jvp(g)(x, v).tangent
    const reverse = (g: (x: List) => Tensor, x: List, v: List) => inner(grad(g)(x), v)

    const [forwardOverReverse, reverseOverForward, reverseOverReverse, forwardOverForward] = (
      [
        [forward, pulled],
        [reverse, pushed],
        [reverse, pulled],
        [forward, pushed],
      ] as const
    ).map(([over, first]) => measured((x, u, v, yBar) => over(first(u, yBar), x, v), inputs, u, v, yBar))
    expectAgreement(forwardOverReverse!, reverseOverForward!, 'forward over reverse and reverse over forward')
    expectAgreement(reverseOverReverse!, forwardOverForward!, 'reverse over reverse and forward over forward')
    expectAgreement(forwardOverReverse!, reverseOverReverse!, 'forward and reverse over reverse')

    const first = (x: List, u: List, yBar: List) => pulled(u, yBar)(x)
    const magnitude = measured(first, inputs, u, yBar).rounding / 2 ** -52
    const along = (t: number) =>
      first(
        inputs.map((x, i) => add(x, mul(v[i]!, t))),
        u,
        yBar,
      ).item()
    const seen = centralDifference(along, 0, { scale: 1 / 8, magnitude })
    if (seen.kind !== 'smooth') return expect.fail(`differences say ${JSON.stringify(seen)}`)
    expectAgreement(
      forwardOverReverse!,
      { value: seen.derivative, rounding: seen.bound },
      'jvp of vjp and differences',
    )
  },
)
