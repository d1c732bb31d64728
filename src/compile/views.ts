// Where the values of a value lie: in whose memory, from where on, and how far apart along each axis. Views need no copy.

import type { Cut } from '../ops/slice.js'
import type { Shape } from '../shape.js'
import type { Program, Step, Value } from './program.js'
import { VIEWS } from './schedule.js'

/** A value as seen in the memory of another, or its own. Strides and the offset count values. */
export interface View {
  readonly base: Value
  readonly strides: readonly number[]
  readonly offset: number
}

/** Strides of the same values in the same order under another shape; `undefined` where a copy must be made. */
export function restrided(from: Shape, strides: readonly number[], to: Shape): number[] | undefined {
  const old = from.flatMap((n, i) => (n === 1 ? [] : [{ n, stride: strides[i]! }]))
  const result = new Array<number>(to.length).fill(0)
  if (to.includes(0)) return result
  for (let i = 0, j = 0; i < old.length || j < to.length; ) {
    if (j < to.length && to[j] === 1) {
      j++
      continue
    }
    if (i >= old.length || j >= to.length) return undefined
    // A run of old axes that has the size of a run of new ones, and whose values lie as in one axis.
    let [size, newSize] = [old[i]!.n, to[j]!]
    const [firstOld, firstNew] = [i++, j++]
    while (size !== newSize) {
      if (size < newSize) {
        if (i >= old.length) return undefined
        size *= old[i++]!.n
      } else {
        if (j >= to.length) return undefined
        newSize *= to[j++]!
      }
    }
    for (let k = firstOld; k < i - 1; k++)
      if (old[k]!.stride !== old[k + 1]!.stride * old[k + 1]!.n) return undefined
    let step = old[i - 1]!.stride
    for (let k = j - 1; k >= firstNew; k--) {
      result[k] = to[k] === 1 ? 0 : step
      step *= to[k]!
    }
  }
  return result
}

/** The view that a step gives of its input, which is itself a view; `undefined` where it takes a copy. */
export function viewOf(
  { op, params }: Step,
  from: Shape,
  to: Shape,
  { base, strides, offset }: View,
): View | undefined {
  switch (op.name) {
    case 'alias':
      return { base, strides, offset }
    case 'reshape': {
      const own = restrided(from, strides, to)
      return own && { base, strides: own, offset }
    }
    case 'permute':
      return { base, strides: (params as readonly number[]).map(axis => strides[axis]!), offset }
    case 'broadcastTo': {
      const lead = to.length - from.length
      return {
        base,
        offset,
        strides: to.map((n, i) => (i < lead || from[i - lead] !== n ? 0 : strides[i - lead]!)),
      }
    }
    case 'slice': {
      const { starts, steps } = params as Cut
      const start = starts.reduce((sum, at, i) => sum + at * strides[i]!, offset)
      return { base, strides: strides.map((stride, i) => stride * steps[i]!), offset: start }
    }
    default:
      return undefined
  }
}

/** For each value that is but a view, the value whose memory it reads, without regard to how. */
export function basesOf({ steps }: Program): (x: Value) => Value {
  const of = new Map<Value, Value>()
  for (const { op, inputs, output } of steps)
    if (VIEWS.has(op.name)) of.set(output, of.get(inputs[0]!) ?? inputs[0]!)
  return x => of.get(x) ?? x
}
