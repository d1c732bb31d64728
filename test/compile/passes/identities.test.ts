// Identities and constants: exact for every value, and nothing more.
import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/passes/index.js'
import {
  abs,
  add,
  cast,
  cumsum,
  div,
  exp,
  full,
  logicalAnd,
  logicalOr,
  maximum,
  minimum,
  mul,
  neg,
  ones,
  pow,
  square,
  sub,
  type Tensor,
  tensor,
  where,
  zeros,
} from '../../../src/index.js'
import { mulNoNan } from '../../../src/ops/arithmetic.js'
import { float32, float64, int32, left, passed, programOf } from './passed.js'

describe('simplify', () => {
  it('shows what it does', () => {
    const f = (x: Tensor) => add(div(mul(x, 1), 8), mul(ones([2000]), neg(tensor(0.5))))
    expect(passed(simplify, f, [float64(3, 1)])).toMatchInlineSnapshot(`
      "%0: float64 [3, 1] = input
      %5: float64 [2000] = …
      %2: float64 [3, 1] = mul %0 1
      %4: float64 [3, 1] = div %2 8
      %7: float64 [2000] = mul %5 -0.5
      %8: float64 [3, 2000] = add %4 %7
      return %8
      ⟶
      %0: float64 [3, 1] = input
      %10: float64 [2000] = broadcastTo 1
      %12: float64 [3, 1] = mul %0 0.125
      %13: float64 [2000] = broadcastTo -0.5
      %8: float64 [3, 2000] = add %12 %13
      return %8"
    `)
  })

  for (const spec of [float64(7), float32(7)]) {
    const same = (name: string, f: (x: Tensor) => Tensor, steps = '') =>
      it(`${name} in ${spec.dtype}`, () => expect(left(f, [spec])).toBe(steps))
    same('x · 1', x => mul(1, x))
    same('x / 1', x => div(x, 1))
    same('x − 0', x => sub(x, 0))
    same('x + −0', x => add(-0, x))
    same('x¹', x => pow(x, 1))
    same('−(−x)', x => neg(neg(x)))
    same('max(x, x)', x => maximum(x, x))
    same('max(x, −∞)', x => maximum(x, Number.NEGATIVE_INFINITY))
    same('min(x, ∞)', x => minimum(Number.POSITIVE_INFINITY, x))
    same('a cast there and back', x => cast(cast(x, 'float64'), x.dtype))
    same('a choice that is known', x => where(tensor([true]), x, 0))
    same('a choice between the same', x => where(equalToItself(x), x, x))
    same('x · −1', x => mul(x, -1), 'neg')
    same('x / 4', x => div(x, 4), 'mul')
    same('x / 3', x => div(x, 3), 'div')
    same('x + −y', x => add(exp(x), neg(x)), 'exp sub')
    same('x − −y', x => sub(exp(x), neg(x)), 'exp add')
    same('|−x|', x => abs(neg(x)), 'abs')
    same('(−x)²', x => square(neg(x)), 'square')
    same('x⁰', x => pow(x, 0), 'broadcastTo')
    same('1ˣ', x => pow(1, x), 'broadcastTo')
    same('x · 0, where 0 masks', x => mulNoNan(x, 0), 'broadcastTo')
    same('what is stretched on the way', x => mul(x, ones([2, 7], { dtype: x.dtype })), 'broadcastTo')

    same('keeps x + 0, which makes 0 of −0', x => add(x, 0), 'add')
    same('x + 0 where x is no −0', x => add(add(add(abs(x), 0), x), 0), 'abs add add')
    same('keeps x · 0, which makes NaN of ∞', x => mul(x, 0), 'mul')
    same('keeps 0 − x, which makes 0 of 0', x => sub(0, x), 'sub')
    same('keeps x · 1 where 0 masks, which makes 0 of −0', x => mulNoNan(x, 1), 'mulNoNan')
    same('keeps x − −0', x => sub(x, -0), 'sub')
  }

  it('keeps −(−x) of integers, which refuses −2³¹', () => {
    expect(left(x => neg(neg(x)), [int32(4)])).toBe('neg neg')
    expect(left(x => add(x, 0), [int32(4)])).toBe('')
  })

  it('knows truth', () => {
    const bool = { shape: [4], dtype: 'bool' } as const
    const truth = (value: boolean) => full([4], value)
    expect(left(x => logicalAnd(x, truth(true)), [bool])).toBe('')
    expect(left(x => logicalOr(x, truth(false)), [bool])).toBe('')
    expect(left(x => logicalAnd(x, truth(false)), [bool])).toBe('broadcastTo')
    expect(left(x => logicalOr(x, truth(true)), [bool])).toBe('broadcastTo')
  })

  it('computes what is small and known, and keeps what is large', () => {
    expect(left(x => mul(x, cumsum(full([3], 2), { axis: 0 })), [float64(3)])).toBe('mul')
    expect(left(x => mul(x, exp(cumsum(full([5000], 2), { axis: 0 }))), [float64(1)])).toBe(
      'broadcastTo cumsum exp mul',
    )
  })

  it('widens exactly, and so joins casts', () => {
    expect(left(x => cast(cast(x, 'float64'), 'float32'), [int32(4)])).toBe('cast')
    expect(left(x => cast(cast(x, 'float32'), 'float64'), [float64(4)])).toBe('cast cast')
  })

  it('leaves a program without any of it as it is, the very same', () => {
    const program = programOf(x => exp(add(x, zeros([3]))), float64(3))
    const once = simplify(program)
    expect(once).not.toBe(program)
    expect(simplify(once)).toBe(once)
  })
})

const equalToItself = (x: Tensor): Tensor => cast(x, 'bool')
