// Masks: as bytes in memory, sixteen at a time, and as the bits of lanes.
import type { Assembler } from './assembler.js'
import type { V128 } from './expression.js'
import { i8x16, i16x8 } from './instructions.js'
import type { Lanes } from './lanes.js'
import * as v128 from './v128.js'

const bytesOf = (byte: number): V128 => v128.of(new Array<number>(16).fill(byte))

/** The low words of two vectors. */
const LOW_WORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]

/** Masks of sixteen lanes, four or two in a vector, as bytes that are 0 or 1. */
export function packMasks(masks: readonly V128[]): V128 {
  const words =
    masks.length === 4
      ? masks
      : masks.flatMap((low, i) => (i % 2 > 0 ? [] : [v128.shuffle(low, masks[i + 1]!, LOW_WORDS)]))
  const [a, b, c, d] = words as [V128, V128, V128, V128]
  return v128.and(i8x16.narrow(i16x8.narrow(a, b), i16x8.narrow(c, d)), bytesOf(1))
}

/** Which bytes of sixteen the lanes of the nth vector take. */
const spread = ({ count, bytes }: Lanes, n: number): number[] =>
  Array.from({ length: 16 }, (_, i) => n * count + Math.floor(i / bytes))

export interface MaskKernel {
  /** to = a where the byte of a mask is not 0, else b. */
  readonly run: (mask: number, end: number, a: number, b: number, to: number) => void
}

export function writeSelect(assembler: Assembler, lanes: Lanes): void {
  assembler.define('run', (f, at, end, a, b, to) => {
    const zero = f.constant(bytesOf(0))
    f.upTo(at, end, 16, () => {
      const mask = f.let(i8x16.ne(v128.load(at), zero))
      for (let n = 0; n < 16 / lanes.count; n++) {
        const own = v128.shuffle(mask, mask, spread(lanes, n))
        f.run(v128.store(to, v128.select(own, v128.load(a, 16 * n), v128.load(b, 16 * n)), 16 * n))
      }
      for (const p of [a, b, to]) f.advance(p, 16 * lanes.bytes)
    })
  })
}
