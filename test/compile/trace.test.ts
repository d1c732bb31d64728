// What a trace takes, gives and refuses.
import { describe, expect, it } from 'vitest'
import { interpret } from '../../src/compile/interpret.js'
import { printProgram } from '../../src/compile/show/index.js'
import { Leaf, trace } from '../../src/compile/trace.js'
import {
  add,
  cumsum,
  exp,
  grad,
  matmul,
  maximum,
  mul,
  ones,
  random,
  reshape,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
  zeros,
} from '../../src/index.js'

const f32 = (...values: number[]) => tensor(values, { dtype: 'float32' })

/** The steps of a trace, as text. */
const steps = (f: (...args: never[]) => unknown, ...args: unknown[]): string =>
  printProgram(trace(f, args).program)

/** The message of what a function throws, where it throws an error of a kind. */
function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return String(error)
  }
  return expect.fail('nothing was refused')
}

describe('a trace', () => {
  it('is a program of the ops that ran, on shapes and dtypes alone', () => {
    const f = (w: Tensor, x: Tensor) => grad((w: Tensor) => sum(matmul(x, w)))(w)
    expect(steps(f, zeros([4, 3]), zeros([2, 4]))).toMatchInlineSnapshot(`
      "%0: float64 [4, 3] = input
      %1: float64 [2, 4] = input
      %5: float64 [2, 3] = [1, 1, 1, 1, 1, 1]
      %2: float64 [2, 3] = matmul %1 %0
      %3: float64 [1, 1] = sumTo %2
      %4: float64 [] = reshape %3
      %6: float64 [4, 3] = matmul %1 %5 {transposeA}
      return %6"
    `)
  })

  it('takes and gives tensors in objects and arrays, and leaves the rest as it is', () => {
    const f = ({ a, rest }: { a: Tensor; rest: readonly [Tensor, string] }) => ({
      both: [add(a, rest[0]), a],
      name: rest[1],
      nothing: undefined,
    })
    const { program, result } = trace(f, [{ a: tensor(1), rest: [tensor([2, 3]), 'x'] }])
    expect(program.inputs.length).toBe(2)
    expect(program.outputs[1]).toBe(program.inputs[0])
    expect(result).toEqual({
      both: [new Leaf(0, false), new Leaf(1, false)],
      name: 'x',
      nothing: undefined,
    })
  })

  it('refuses a result that it cannot give again', () => {
    const f = (x: Tensor) => ({ found: [x, new Map([['x', x]])] })
    expect(refusal(() => trace(f, [tensor(1)]))).toMatchInlineSnapshot(
      `"ArgumentError: compile: found[1] in the result is a Map; give tensors, nested in plain objects and arrays"`,
    )
  })

  it('takes what it finds around it as a constant', () => {
    const [w, large] = [tensor([2, 3]), ones([2000])]
    const f = (x: Tensor) => [mul(x, w), add(mul(x, w), sum(w)), mul(x, sum(cumsum(large, { axis: 0 })))]
    const { program } = trace(f, [tensor([1, 2])])
    const constants = [...program.constants.values()]
    // What small constants give is known at once; a large one is summed when the program runs.
    expect(constants.map(({ shape }) => shape)).toEqual([[2], [], [2000]])
    expect(constants[0]!.data).toBe(w.data)
    expect(interpret(program, [tensor([1, 2])]).map(y => y.toArray())).toEqual(
      f(tensor([1, 2])).map(y => y.toArray()),
    )
  })

  it('takes a view of a constant, and what shares its values, for what they are', () => {
    const w = stopGradient(variable(tensor([2, 3])))
    const f = (x: Tensor) => [matmul(reshape(w, [1, 2]), x), mul(w, x)]
    const x = tensor([1, 2])
    const found = interpret(trace(f, [x]).program, [x])
    expect(found.map(y => y.toArray())).toEqual(f(x).map(y => y.toArray()))
  })

  it('refuses to lose the derivative towards a variable that is found outside', () => {
    const w = variable(tensor([2, 3]))
    expect(refusal(() => trace((x: Tensor) => ({ y: mul(w, x) }), [tensor([1, 2])]))).toBe(
      'ArgumentError: compile: y in the result depends on a variable that the function found outside, and a compiled function passes no derivative on to it; pass it as an argument',
    )
  })

  it('gives constants and inputs that come out', () => {
    const { program } = trace((x: Tensor) => [tensor([7]), x, x], [tensor(1)])
    expect(interpret(program, [tensor(5)]).map(y => y.toArray())).toEqual([[7], 5, 5])
  })
})

describe('a number that is given', () => {
  it('is an input, and takes the dtype of its neighbour', () => {
    expect(steps((x: Tensor, t: Tensor) => sub(x, mul(t, x)), f32(1, 2), 0.1)).toMatchInlineSnapshot(`
      "%0: float32 [2] = input
      %1: float64 [] = input
      %2: float32 [] = cast %1
      %3: float32 [2] = mul %2 %0
      %4: float32 [2] = sub %0 %3
      return %4"
    `)
  })

  it('makes a tensor of float64 with other numbers, as it does without a trace', () => {
    const f = (x: Tensor, t: Tensor) => [mul(add(t, 1), x), mul(t, mul(t, 2)), add(t, t), mul(t, x)]
    const dtypes = (ys: readonly Tensor[]) => ys.map(y => y.dtype)
    const { program } = trace(f, [f32(1, 2), 0.1])
    expect(program.outputs.map(y => program.specs[y]!.dtype)).toEqual(
      dtypes(f(f32(1, 2), 0.1 as unknown as Tensor)),
    )
  })

  it('comes out as a number where it comes out as it went in, and as a tensor where it was computed with', () => {
    const { result } = trace((t: Tensor) => ({ t, more: add(t, 1), three: 3 }), [0.1])
    expect(result).toEqual({
      t: new Leaf(0, true),
      more: new Leaf(1, false),
      three: 3,
    })
  })
})

describe('what cannot be traced', () => {
  const reads: Readonly<Record<string, (x: Tensor) => unknown>> = {
    'item()': x => x.item(),
    data: x => x.data[0],
    'toArray()': x => x.toArray(),
    text: x => `${x}`,
    JSON: x => JSON.stringify(x),
    iteration: x => [...x.data],
    'an op that looks': x => cumsum(x, { axis: x.item() }),
  }
  for (const [name, read] of Object.entries(reads))
    it(`is ${name}, and the refusal names the line and the way out`, () => {
      const message = refusal(() => trace((x: Tensor) => read(exp(x)), [tensor(1)]))
      expect(message).toMatch(/test\/compile\/trace\.test\.ts:\d+:\d+/)
      expect(message).toContain('where(condition, a, b)')
    })

  it('is told in full', () => {
    const f = (x: Tensor) => (x.item() > 0 ? x : maximum(x, 0))
    expect(
      refusal(() => trace(f, [tensor(1)])).replace(/ at \S*\/test\/\S+:\d+:\d+/, ' at …'),
    ).toMatchInlineSnapshot(
      `"ArgumentError: compile: a value is read at …, and while a function is compiled there are none: only shapes and dtypes are known. To choose by a value, write where(condition, a, b); what is read must be an argument that is no tensor, or be read outside"`,
    )
  })

  it('is arithmetic of JavaScript with a number that was given', () => {
    expect(refusal(() => trace((t: number) => mul(tensor([1]), 2 * t), [0.1]))).toContain(
      'write add(a, b), mul(a, b)',
    )
  })

  it('is drawing, which would give the same at each call', () => {
    const stream = random(1)
    expect(
      refusal(() => trace((x: Tensor) => add(x, stream.normal([2])), [tensor([1, 2])])),
    ).toMatchInlineSnapshot(
      `"ArgumentError: normal: cannot draw here: a compiled function would give the same numbers at each call; draw outside, and pass what was drawn as an argument"`,
    )
  })

  it('leaves nothing behind: what runs afterwards is computed', () => {
    const stream = random(1)
    refusal(() => trace((x: Tensor) => x.item(), [tensor(1)]))
    refusal(() => trace(() => stream.normal([2]), []))
    expect(add(1, 1).item()).toBe(2)
    expect(stream.normal([2]).toArray()).toEqual(random(1).normal([2]).toArray())
  })
})
