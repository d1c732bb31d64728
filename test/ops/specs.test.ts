// Rules of shape and dtype: they read specs and no values, so that every op and its derivative can be looked at without being run.
import { expect } from 'vitest'
import { cast, type DType, isTensor, type Tensor, vjp } from '../../src/index.js'
import { computing, placeholder, type Step, tracing } from '../support/trace.js'
import { everyOp, isSmooth, onList } from './every.js'

/** Whether values hide somewhere in the parameters of an op. */
function holdsValues(params: unknown): boolean {
  if (typeof params !== 'object' || params === null) return false
  return isTensor(params) || ArrayBuffer.isView(params) || Object.values(params).some(holdsValues)
}

/** What the rules of an op say of its output, from specs that have nothing else to read. */
function expectRules({ op, inputs, params, shape, dtype }: Step): void {
  const specs = inputs.map(x => Object.freeze({ shape: Object.freeze([...x.shape]), dtype: x.dtype }))
  expect(op.shape(specs, params)).toEqual(shape)
  expect(op.dtype === undefined ? specs[0]!.dtype : op.dtype(specs, params)).toBe(dtype)
  expect(holdsValues(params), `${op.name} keeps values in its parameters`).toBe(false)
}

/** Steps as they are compared: names and specs. */
const outlines = (steps: readonly Step[]) =>
  steps.map(({ op, inputs, shape, dtype }) => ({
    op: op.name,
    inputs: inputs.map(x => [x.dtype, x.shape]),
    shape,
    dtype,
  }))

/** The call and, where it has one, its derivative: once with values and once without. */
function both(run: (xs: readonly Tensor[]) => Tensor, inputs: readonly Tensor[], smooth: boolean) {
  const program = (xs: readonly Tensor[]): Tensor => {
    const { value, pullback } = vjp(run)(xs)
    if (smooth) pullback(value)
    return value
  }
  return [computing(() => program(inputs)), tracing(() => program(inputs.map(placeholder)))] as const
}

everyOp('rules of shape and dtype read specs alone, and params hold no values, in derivatives too', call => {
  if (call.inputs.length === 0) return
  const [computed] = both(onList(call), call.inputs, isSmooth(call))
  computed.steps.forEach(expectRules)
})

everyOp('a call and its derivative run the same ops on the same specs without a value', call => {
  // What is eager only, such as unique, takes no part in traces.
  if (call.inputs.length === 0) return
  for (const dtype of ['float64', 'float32'] satisfies DType[]) {
    const inputs = call.inputs.map(x => cast(x, dtype))
    const [computed, traced] = both(onList(call), inputs, isSmooth(call))
    expect([traced.result.dtype, traced.result.shape]).toEqual([computed.result.dtype, computed.result.shape])
    expect(outlines(traced.steps)).toEqual(outlines(computed.steps))
  }
})
