// Functions of pairs as kernels: rows of pairs, of which one operand may have a single value for each row.
import type { Assembler, Body, Local } from './assembler.js'
import type { I32, V128 } from './expression.js'
import type { VectorPair } from './functions/parts.js'
import * as i32 from './i32.js'
import type { Lanes } from './lanes.js'
import { packMasks } from './masks.js'
import * as v128 from './v128.js'
import { Vector } from './vector.js'

/** Which operand has a single value for each row: `a`, `b` or neither. */
export type Side = 'a' | 'b' | 'neither'

/** Rows of pairs, of `width` values. */
export interface ZipKernel {
  readonly run: (a: number, b: number, to: number, rows: number, width: number) => void
}

/** Gives the nth vector of an operand. */
type Operand = (n: number) => V128

/** Writes 16 bytes of results. */
type Step = (f: Body, a: Operand, b: Operand, to: I32) => void

/** A kernel whose steps take some vectors of each operand and give one, of values of so many bytes. */
function writeRows(
  assembler: Assembler,
  lanes: Lanes,
  single: Side,
  vectors: number,
  bytes: number,
  step: Step,
): void {
  assembler.define('run', (f, a, b, to, rows, width) => {
    const [row, fromA, fromB, into, end] = f.locals('i32')
    // A row is read and written too far by less than a step; the next row, or nobody, lives there.
    f.upTo(row, rows, 1, () => {
      const operands = ([a, b] as const).map((at, i) => {
        const from = i === 0 ? fromA : fromB
        const isSingle = single === (i === 0 ? 'a' : 'b')
        const value = isSingle ? f.let(lanes.loadSplat(at)) : undefined
        f.set(from, at)
        f.advance(at, isSingle ? lanes.bytes : i32.mul(width, lanes.bytes))
        return { from, value, read: (n: number): V128 => value ?? v128.load(from, 16 * n) }
      }) as [Read, Read]
      f.set(into, to)
      f.set(end, i32.add(to, i32.mul(width, bytes)))
      f.upTo(into, end, 16, () => {
        step(f, operands[0].read, operands[1].read, into)
        for (const { from, value } of operands) if (value === undefined) f.advance(from, 16 * vectors)
      })
      f.advance(to, i32.mul(width, bytes))
    })
  })
}

/** An operand while its rows are read. */
interface Read {
  readonly from: Local<'i32'>
  readonly value: V128 | undefined
  readonly read: Operand
}

/** A function of pairs, and which operand is single. */
export interface Pairing {
  readonly code: VectorPair
  readonly single: Side
}

/** to = f(a, b) */
export function writeZip(
  assembler: Assembler,
  lanes: Lanes,
  _op: string,
  fma: boolean,
  { code, single }: Pairing,
): void {
  writeRows(assembler, lanes, single, 1, lanes.bytes, (f, a, b, to) => {
    const writer = { f, lanes, fma }
    f.run(v128.store(to, code(new Vector(writer, a(0)), new Vector(writer, b(0))).value))
  })
}

/** to = f(a, b) as bytes that are 0 or 1, sixteen at a time */
export function writeCompare(
  assembler: Assembler,
  lanes: Lanes,
  _op: string,
  fma: boolean,
  { code, single }: Pairing,
): void {
  const vectors = 16 / lanes.count
  writeRows(assembler, lanes, single, vectors, 1, (f, a, b, to) => {
    const writer = { f, lanes, fma }
    const masks = Array.from(
      { length: vectors },
      (_, n) => code(new Vector(writer, a(n)), new Vector(writer, b(n))).value,
    )
    f.run(v128.store(to, packMasks(masks)))
  })
}
