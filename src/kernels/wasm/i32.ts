// The instructions on integers of 32 bits: counts and addresses.
import { int, ints } from './expression.js'

export { int as of }
export const add = ints(0x6a)
export const sub = ints(0x6b)
export const mul = ints(0x6c)
export const and = ints(0x71)
export const eq = ints(0x46)
export const ltU = ints(0x49)
export const gtS = ints(0x4a)
export const geU = ints(0x4f)
