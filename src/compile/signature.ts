// What a call looks like: how its arguments are nested, and the shape and dtype of each tensor. Equal signatures share a program.

import type { DType } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import type { Shape } from '../shape.js'
import { isTensor, type Tensor } from '../tensor.js'
import { isRecord, pathOf } from '../transforms/tree.js'

/** One place of the arguments. */
export type Signature =
  | { readonly kind: 'tensor'; readonly shape: Shape; readonly dtype: DType }
  | { readonly kind: 'number' }
  | { readonly kind: 'array'; readonly items: readonly Signature[] }
  | { readonly kind: 'record'; readonly keys: readonly Key[]; readonly values: readonly Signature[] }
  | { readonly kind: 'fixed'; readonly value: unknown }

type Key = string | number | symbol
type Keys = readonly Key[]

/** The signature of a value; refuses objects that are neither tensors nor plain, for what is in them could change. */
export function signatureOf(value: unknown, keys: Keys = []): Signature {
  if (isTensor(value)) return { kind: 'tensor', shape: value.shape, dtype: value.dtype }
  if (typeof value === 'number') return { kind: 'number' }
  if (Array.isArray(value))
    return { kind: 'array', items: value.map((item, i) => signatureOf(item, [...keys, i])) }
  if (isRecord(value)) {
    const own = keysOf(value)
    return { kind: 'record', keys: own, values: own.map(key => signatureOf(value[key], [...keys, key])) }
  }
  if (typeof value === 'object' && value !== null) {
    const [first, ...rest] = keys as [number, ...Key[]]
    const where = rest.length === 0 ? `argument ${first + 1}` : `${pathOf(rest)} in argument ${first + 1}`
    throw new ArgumentError(
      'compile',
      `${where} is ${describe(value)}, and only tensors, numbers and plain objects and arrays of them can change from call to call; make a tensor of it, or let the function find it outside`,
    )
  }
  return { kind: 'fixed', value }
}

/** The keys under which there are arguments: as elsewhere, those that a spread would copy. */
function keysOf(value: object): Keys {
  const symbols = Object.getOwnPropertySymbols(value)
  if (symbols.length === 0) return Object.keys(value)
  const isSeen = (key: Key): boolean => Object.prototype.propertyIsEnumerable.call(value, key)
  return [...Object.keys(value), ...symbols.filter(isSeen)]
}

/** Whether a value has a signature; collects its tensors and numbers on the way, in the order of the program's inputs. */
export function fits(signature: Signature, value: unknown, leaves: (Tensor | number)[]): boolean {
  switch (signature.kind) {
    case 'tensor': {
      if (!isTensor(value) || value.dtype !== signature.dtype) return false
      const { shape } = value
      if (shape !== signature.shape) {
        if (shape.length !== signature.shape.length) return false
        for (let i = 0; i < shape.length; i++) if (shape[i] !== signature.shape[i]) return false
      }
      leaves.push(value)
      return true
    }
    case 'number':
      if (typeof value !== 'number') return false
      leaves.push(value)
      return true
    case 'array': {
      if (!Array.isArray(value) || value.length !== signature.items.length) return false
      for (let i = 0; i < value.length; i++) if (!fits(signature.items[i]!, value[i], leaves)) return false
      return true
    }
    case 'record': {
      if (!isRecord(value) || isTensor(value)) return false
      const { keys, values } = signature
      const own = keysOf(value)
      if (own.length !== keys.length) return false
      for (let i = 0; i < own.length; i++)
        if (own[i] !== keys[i] || !fits(values[i]!, value[own[i]!], leaves)) return false
      return true
    }
    case 'fixed':
      return Object.is(value, signature.value)
  }
}
