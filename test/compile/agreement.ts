// Whether a random program gives compiled what it gives op by op. For the fuzzer too, which runs without a test runner.
import assert from 'node:assert/strict'
import { compile } from '../../src/compile/index.js'
import { interpret } from '../../src/compile/interpret.js'
import { trace } from '../../src/compile/trace.js'
import { scalar } from '../../src/create.js'
import { isTensor } from '../../src/index.js'
import { boundsOf, expectWithin } from './bounds.js'
import type { RandomProgram } from './programs.js'

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
