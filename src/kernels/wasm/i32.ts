// The instructions on integers of 32 bits: counts and addresses. Those that end in U take them as unsigned.
import { access, type I32, type Int, int, ints, make, type Statement } from './expression.js'

export { int as of }
export const add = ints(0x6a)
export const sub = ints(0x6b)
export const mul = ints(0x6c)
export const and = ints(0x71)
export const eq = ints(0x46)
export const ltU = ints(0x49)
export const gtS = ints(0x4a)
export const geU = ints(0x4f)

// What no kernel uses, bundlers leave out.
export const load = (address: Int, offset = 0): I32 => make('i32', [int(address)], access([0x28], 2, offset))
export const store = (address: Int, value: Int, offset = 0): Statement =>
  make(undefined, [int(address), int(value)], access([0x36], 2, offset))
export const divU = /* @__PURE__ */ ints(0x6e)
export const remU = /* @__PURE__ */ ints(0x70)
export const or = /* @__PURE__ */ ints(0x72)
export const shl = /* @__PURE__ */ ints(0x74)
export const shrU = /* @__PURE__ */ ints(0x76)
/** 1 for 0, else 0. */
export const eqz = (a: Int): I32 => make('i32', [int(a)], [0x45])
export const ne = /* @__PURE__ */ ints(0x47)
export const ltS = /* @__PURE__ */ ints(0x48)
export const leS = /* @__PURE__ */ ints(0x4c)
export const geS = /* @__PURE__ */ ints(0x4e)
