// Values of every op: those of plain nested loops, in an array that fits the shape and the dtype that the rules promise.
import { expect } from 'vitest'
import { originOf } from '../../src/graph/index.js'
import type { DType, Tensor } from '../../src/index.js'
import { alias } from '../../src/ops/reshape.js'
import { sizeOf } from '../../src/shape.js'
import { findPath } from '../../src/walk/index.js'
import { everyOp } from './every.js'

const STORAGE: Record<DType, unknown> = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
}

function expectFilled(y: Tensor): void {
  expect(y.data.length).toBe(sizeOf(y.shape))
  expect(y.data).toBeInstanceOf(STORAGE[y.dtype])
}

everyOp('the forward rule fills the shape and the dtype that the other rules promise', call => {
  const y = call.run(...call.inputs)
  expect(y.dtype).toBe(call.dtype ?? 'float64')
  expectFilled(y)
  // The same for what the op is composed of, and for the rules of shape alone, which read no values.
  const tracked = call.run(...call.inputs.map(alias))
  for (const node of findPath([tracked], () => false).nodes) {
    expectFilled(node)
    const { op, inputs, params } = originOf(node)!
    expect(op.shape(inputs, params)).toEqual(node.shape)
  }
})

everyOp('tracking an input changes no value', call => {
  const [plainly, tracked] = [call.run(...call.inputs), call.run(...call.inputs.map(alias))]
  expect(tracked.shape).toEqual(plainly.shape)
  expect(tracked.dtype).toBe(plainly.dtype)
  expect(tracked.toTypedArray()).toEqual(plainly.toTypedArray())
})

everyOp('values are those of plain loops', call => {
  const want = call.naive?.()
  if (want === undefined) return
  const y = call.run(...call.inputs)
  expect(y.shape).toEqual(want.shape)
  const within = want.within ?? 0
  want.values.forEach((v, i) => {
    const got = y.data[i]!
    // 0 and −0 are the same number.
    const same = got === v || (Number.isNaN(got) && Number.isNaN(v)) || Math.abs(got - v) <= within
    if (!same) expect.fail(`at position ${i}: got ${got}, wanted ${v} within ${within}`)
  })
})
