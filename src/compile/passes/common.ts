// Common subexpressions.
//
// Of two steps with the same op, the same params and the same inputs (in either order, where a ∘ b = b ∘ a) one is kept, and of
// two constants with the same values.
// Law: the outputs are the same bit by bit, for an op gives the same values for the same inputs.
import type { Operation } from '../../graph/index.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import type { Program, Value } from '../program.js'
import { type ConstantRule, type Rule, rewrite } from './rewrite.js'

/** A program that computes nothing twice. */
export const shareCommon = (program: Program): Program => rewrite(program, sharing(), sharingConstants())

/** The value of the first step that is like this one. Where several rules are tried this one is the last: what it has met stays. */
export function sharing(): Rule {
  const numbers = new Map<Operation<unknown>, number>()
  const known = new Map<string, Value>()
  return ({ op, params, inputs, output }) => {
    const number = numbers.get(op) ?? numbers.size
    numbers.set(op, number)
    const [a, b] = inputs
    const named = COMMUTATIVE.has(op.name) && a! > b! ? `${b} ${a}` : inputs.join(' ')
    const key = `${number} ${named}${params === undefined ? '' : textOf(params)}`
    const twin = known.get(key)
    if (twin === undefined) known.set(key, output)
    return twin
  }
}

const COMMUTATIVE: ReadonlySet<string> = new Set([
  'add',
  'mul',
  'equal',
  'notEqual',
  'logicalAnd',
  'logicalOr',
])

/** Params are plain data; JSON would take NaN and ±∞ for null, and −0 for 0. */
const textOf = (params: unknown): string =>
  JSON.stringify(params, (_, value: unknown) =>
    typeof value !== 'number' ? value : Object.is(value, -0) ? '-0' : String(value),
  )

/** The first constant that is like this one. */
export function sharingConstants(): ConstantRule {
  const alike = new Map<string, [Value, Tensor][]>()
  return (x, tensor) => {
    // What begins alike is compared to its end.
    const key = `${tensor.dtype} ${tensor.shape.join(' ')}: ${Array.from(valuesOf(tensor).subarray(0, 8)).join(' ')}`
    const others = alike.get(key)
    if (others === undefined) alike.set(key, [[x, tensor]])
    const twin = others?.find(([, other]) => sameBits(other, tensor))
    if (twin === undefined) others?.push([x, tensor])
    return twin?.[0]
  }
}

/** Bit by bit: 0 is not −0. */
function sameBits(a: Tensor, b: Tensor): boolean {
  if (a.data === b.data) return true
  const [p, q] = [a, b].map(x => {
    const { buffer, byteOffset, byteLength } = valuesOf(x)
    return new Uint8Array(buffer, byteOffset, byteLength)
  })
  for (let i = 0; i < p!.length; i++) if (p![i] !== q![i]) return false
  return true
}
