// A pass at work: the program before and after as text, and both run on random inputs.
import { expect } from 'vitest'
import { interpret } from '../../../src/compile/interpret.js'
import { optimized } from '../../../src/compile/passes/index.js'
import type { Program } from '../../../src/compile/program.js'
import { printProgram } from '../../../src/compile/show/index.js'
import { trace } from '../../../src/compile/trace.js'
import { fromData } from '../../../src/create.js'
import { allocate } from '../../../src/dtype.js'
import type { Spec } from '../../../src/graph/index.js'
import { type DType, random, type Shape, type Tensor, zeros } from '../../../src/index.js'
import { sizeOf } from '../../../src/shape.js'

export type Pass = (program: Program) => Program

/** How two results may differ: not at all, or in the sign of a zero and by so many units of the last place. */
export type Within = 'exact' | number

/** A function's program, from the specs of its arguments. */
export const programOf = (f: (...xs: Tensor[]) => unknown, ...specs: readonly Spec[]): Program =>
  trace(
    f,
    specs.map(({ shape, dtype }) => zeros(shape, { dtype })),
  ).program

export const float64 = (...shape: number[]): Spec => ({ shape, dtype: 'float64' })
export const float32 = (...shape: number[]): Spec => ({ shape, dtype: 'float32' })
export const int32 = (...shape: number[]): Spec => ({ shape, dtype: 'int32' })

/** The program before a pass and after it, which must give the same on random inputs, special values among them. */
export function passed(
  pass: Pass,
  f: (...xs: Tensor[]) => unknown,
  specs: readonly Spec[],
  within: Within = 'exact',
): string {
  const before = programOf(f, ...specs)
  const after = pass(before)
  expectSame(before, after, within)
  return `${printProgram(before)}\n⟶\n${printProgram(after)}`
}

/** The names of a program's steps. */
export const names = ({ steps }: Program): string => steps.map(({ op }) => op.name).join(' ')

/** The steps that all passes leave of a function, which must give the same as before. */
export function left(
  f: (...xs: Tensor[]) => unknown,
  specs: readonly Spec[],
  within: Within = 'exact',
): string {
  const before = programOf(f, ...specs)
  const { program: after } = optimized(before)
  expectSame(before, after, within)
  return names(after)
}

const RUNS = 20

/** Whether two programs give the same for random inputs. */
export function expectSame(before: Program, after: Program, within: Within = 'exact'): void {
  expect(after.inputs.map(x => after.specs[x])).toEqual(before.inputs.map(x => before.specs[x]))
  const stream = random(7)
  for (let run = 0; run < RUNS; run++) {
    const inputs = before.inputs.map(x => drawn(before.specs[x]!, stream, within === 'exact'))
    expectAlike(interpret(after, inputs), interpret(before, inputs), within)
  }
}

/** Fails where results differ. */
export function expectAlike(is: readonly Tensor[], was: readonly Tensor[], within: Within = 'exact'): void {
  expect(is.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    was.map(({ shape, dtype }) => ({ shape, dtype })),
  )
  is.forEach((y, k) => {
    for (let i = 0; i < y.size; i++) {
      const [a, b] = [y.data[i]!, was[k]!.data[i]!]
      const unit = y.dtype === 'float32' ? 2 ** -23 : 2 ** -52
      const alike =
        Object.is(a, b) || (within !== 'exact' && (a === b || Math.abs(a - b) <= within * unit * Math.abs(b)))
      if (!alike) expect.fail(`output ${k} at ${i}: ${a}, and before the pass ${b}`)
    }
  })
}

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  5e-324,
  1e-45,
  3e38,
]

/** Random values of a spec: some of them the special ones, where those are wanted. */
export function drawn({ shape, dtype }: Spec, stream: ReturnType<typeof random>, special = false): Tensor {
  if (dtype === 'int32' || dtype === 'bool') return castTo(stream.integers(shape, 0, 2), shape, dtype)
  const values = stream.normal(shape, { dtype })
  if (!special) return values
  const chosen = stream.integers(shape, 0, 3 * SPECIAL.length)
  return castTo({ length: values.size, at: i => SPECIAL[chosen.data[i]!] ?? values.data[i]! }, shape, dtype)
}

function castTo(
  source: Tensor | { readonly length: number; at(i: number): number },
  shape: Shape,
  dtype: DType,
): Tensor {
  const data = allocate(dtype, sizeOf(shape))
  for (let i = 0; i < data.length; i++) data[i] = 'at' in source ? source.at(i) : source.data[i]!
  return fromData(data, shape, dtype)
}
