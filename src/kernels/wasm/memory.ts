// Memory as a whole: how a module takes one that threads share, and the instructions on stretches of it.
import { unsigned } from './encode.js'
import { type Int, int, make, type Statement } from './expression.js'

/** Copies bytes from one address to another; the stretches may overlap. */
export const copy = (to: Int, from: Int, bytes: Int): Statement =>
  make(undefined, [int(to), int(from), int(bytes)], [0xfc, 10, 0, 0])

/** Sets bytes from an address on to the lowest byte of a value. */
export const fill = (to: Int, value: Int, bytes: Int): Statement =>
  make(undefined, [int(to), int(value), int(bytes)], [0xfc, 11, 0])

/** The limits of a memory that threads share, of at most so many pages: `new Assembler(shared(256))`. */
export const shared = (pages: number): number[] => [3, 0, ...unsigned(pages)]
