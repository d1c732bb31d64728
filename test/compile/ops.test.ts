// Every op compiled: the same as op by op, to rounding, for its values and its derivatives.
import { expect } from 'vitest'
import { compile } from '../../src/compile/index.js'
import { cast, grad, jvp, type Tensor } from '../../src/index.js'
import { everyOp, isSmooth, isWhole, onList } from '../ops/every.js'
import { directions } from '../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../support/measured.js'

type List = readonly Tensor[]

/** Compiling takes longer than most calls; random programs have all ops as well. */
const SHARE = 1 / 6

everyOp(
  'compiled, ops give what they give',
  (call, seed) => {
    const f = onList(call)
    const want = f(call.inputs)
    const got = compile(f)(call.inputs)
    expect([got.shape, got.dtype]).toEqual([want.shape, want.dtype])
    if (isWhole(call)) expect(got.toArray()).toEqual(want.toArray())
    else if (want.size > 0 && isSmooth(call)) {
      const weights = directions(seed, [want])
      const eager = measured((x: List, w: List) => inner(w, [f(x)]), call.inputs, weights)
      const value = inner(weights, [got]).item()
      expectAgreement(eager, { value, rounding: eager.rounding }, 'op by op and compiled')
    }
  },
  SHARE,
)

everyOp(
  'compiled in float32, ops give what they give',
  (call, seed) => {
    if (!isSmooth(call)) return
    const f = onList(call)
    const inputs = call.inputs.map(x => cast(x, 'float32'))
    const want = f(inputs)
    const got = compile(f)(inputs)
    expect([got.shape, got.dtype]).toEqual([want.shape, want.dtype])
    if (want.size === 0 || !Array.from(want.data).every(Number.isFinite)) return
    const weights = directions(seed, [want])
    const eager = measured((x: List, w: List) => inner(w, [f(x)]), inputs, weights)
    const value = inner(weights, [got]).item()
    expectAgreement(eager, { value, rounding: eager.rounding }, 'op by op and compiled')
  },
  SHARE,
)

everyOp(
  'compiled, their derivatives are what they are',
  (call, seed) => {
    if (!isSmooth(call) || call.inputs.every(x => x.size === 0)) return
    const f = onList(call)
    const { inputs } = call
    const yBar = directions(seed, [call.run(...inputs)])
    const along = directions(seed + 1, inputs)
    const pulled = (x: List, y: List, u: List) => inner(grad((x: List) => inner(y, [f(x)]))(x), u)
    const pushed = (x: List, y: List, u: List) => inner(y, [jvp(f)(x, u).tangent])
    for (const [name, g] of Object.entries({ pulled, pushed })) {
      const eager = measured(g, inputs, yBar, along)
      const value = compile(g)(inputs, yBar, along).item()
      expectAgreement(eager, { value, rounding: eager.rounding }, `${name}, op by op and compiled`)
    }
  },
  SHARE,
)
