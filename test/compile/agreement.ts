// Whether a random program gives compiled what it gives op by op. For the fuzzer too, which runs without a test runner.
import assert from 'node:assert/strict'
import { compile } from '../../src/compile/index.js'
import { interpret } from '../../src/compile/interpret.js'
import { trace } from '../../src/compile/trace.js'
import { scalar } from '../../src/create.js'
import { full, isTensor, less, random, type Tensor, where } from '../../src/index.js'
import { boundsOf, expectWithin } from './bounds.js'
import type { Argument, RandomProgram } from './programs.js'

/** Fails where it does not: to the last bit where nothing rounds, else within bounds. It is called twice, over what the first call left. */
export function agrees({ f, inputs }: RandomProgram, exact: boolean): void {
  const want = f(...inputs)
  const fast = compile(f)
  const both = [fast(...inputs), fast(...inputs)]
  const shown = ({ shape, dtype, data }: (typeof want)[number]) => ({ shape, dtype, data: exact ? data : [] })
  for (const got of both) assert.deepEqual(got.map(shown), want.map(shown))
  if (exact) return
  const given = inputs.map(x => (isTensor(x) ? x : scalar(x, 'float64')))
  const { program } = trace(f, inputs)
  const bounds = boundsOf(program, given)
  for (const got of both) expectWithin(got, interpret(program, given), bounds)
}

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0]

/** Arguments with special values here and there. */
function sprinkled(inputs: readonly Argument[], seed: number): Argument[] {
  const stream = random(seed)
  return inputs.map(x => {
    if (!isTensor(x) || !x.dtype.startsWith('float')) return x
    return SPECIAL.reduce<Tensor>(
      (y, value) => where(less(stream.uniform(x.shape), 0.08), full([], value, { dtype: x.dtype }), y),
      x,
    )
  })
}

/** The same, to the last bit, for an exact program with NaN, ±∞ and −0 among its arguments: their sums know no order. */
export function agreesOnSpecials({ f, inputs }: RandomProgram, seed: number): void {
  const given = sprinkled(inputs, seed)
  // As numbers: NaN has many forms in memory.
  const values = (ys: readonly Tensor[]) => ys.map(({ data }) => [...data])
  assert.deepEqual(values(compile(f)(...given)), values(f(...given)))
}
