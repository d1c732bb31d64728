// The record of where tensors came from: a tracked tensor is its own origin, and tells what its op took.
import { describe, expect, it } from 'vitest'
import { originOf } from '../../src/graph/index.js'
import { add, concat, exp, type Tensor, tensor, variable, where } from '../../src/index.js'

const a = variable(tensor([1, 2]))
const b = tensor([3, 4])
const mask = tensor([true, false])

const made: readonly (readonly [name: string, y: Tensor, inputs: readonly Tensor[]])[] = [
  ['variable', variable(b), []],
  ['exp', exp(a), [a]],
  ['add', add(b, a), [b, a]],
  ['add', add(a, a), [a, a]],
  ['where', where(mask, a, b), [mask, a, b]],
  ['concat', concat([a, b, a, b]), [a, b, a, b]],
]

describe('the origin of a tracked tensor', () => {
  it.each(made)('of %s tells what the op took, one by one and in a list', (name, y, inputs) => {
    const origin = originOf(y)!
    expect(origin.op.name).toBe(name)
    expect(origin.arity).toBe(inputs.length)
    expect(origin.inputs).toHaveLength(inputs.length)
    inputs.forEach((x, j) => {
      expect(origin.input(j)).toBe(x)
      expect(origin.inputs[j]).toBe(x)
    })
  })

  it('gives a list that may be written to', () => {
    const y = add(a, b)
    originOf(y)!.inputs[0] = b
    expect(originOf(y)!.inputs[0]).toBe(a)
  })

  it('counts up, and constants have none', () => {
    const y = exp(a)
    expect(originOf(y)!.serial).toBeGreaterThan(originOf(a)!.serial)
    expect(originOf(exp(y))!.serial).toBeGreaterThan(originOf(y)!.serial)
    expect(originOf(add(b, 1))).toBeUndefined()
  })
})
