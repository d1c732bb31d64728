// Functions of single values and of pairs, over tensors of any size: block by block through scratch memory.
import type { TypedArray } from '../../dtype.js'
import type { Stretch } from '../kernels.js'
import type { Assembler } from './assembler.js'
import { type Engine, lanesOf, region } from './engine.js'
import type { V128 } from './expression.js'
import { functions } from './functions.js'
import * as i32 from './i32.js'
import type { Lanes } from './lanes.js'
import { get, put, type View } from './stage.js'
import * as v128 from './v128.js'
import { Vector } from './vector.js'

/** Bytes of a block: what is read and what is written stay in the first cache together. */
const BLOCK = 2 ** 15
const A = region(0, 0)
const B = region(1, 1)
const OUT = region(2, 2)

/** out = f(x) from one address to another. */
type MapKernel = { readonly run: (from: number, end: number, to: number) => void }

function writeMap(assembler: Assembler, lanes: Lanes, op: string, fma: boolean): void {
  assembler.define('run', (f, from, end, to) => {
    f.upTo(from, end, 16, () => {
      const x = new Vector({ f, lanes, fma }, v128.load(from))
      f.run(v128.store(to, functions[op]!(x).value))
      f.advance(to, 16)
    })
  })
}

/** The instructions for functions of pairs, by the name of the op. */
export const PAIRS: { readonly [op: string]: (lanes: Lanes) => (a: V128, b: V128) => V128 } = {
  add: lanes => lanes.add,
  sub: lanes => lanes.sub,
  mul: lanes => lanes.mul,
  mulNoNan: lanes => {
    const isZero = (x: V128) => lanes.eq(x, lanes.of(0))
    return (a, b) => v128.andNot(lanes.mul(a, b), v128.or(isZero(a), isZero(b)))
  },
  div: lanes => lanes.div,
  maximum: lanes => lanes.max,
  minimum: lanes => lanes.min,
}

/** Rows of pairs; where one side has a single value for each row, `left` or `right` spreads it. */
interface ZipKernel {
  readonly both: (a: number, b: number, to: number, end: number) => void
  readonly left: (a: number, b: number, to: number, rows: number, width: number) => void
  readonly right: (a: number, b: number, to: number, rows: number, width: number) => void
}

function writeZip(assembler: Assembler, lanes: Lanes, op: string): void {
  const pair = PAIRS[op]!(lanes)
  assembler.define('both', (f, a, b, to, end) => {
    f.upTo(to, end, 16, () => {
      f.run(v128.store(to, pair(v128.load(a), v128.load(b))))
      f.advance(a, 16)
      f.advance(b, 16)
    })
  })
  for (const side of ['left', 'right'] as const) {
    assembler.define(side, (f, a, b, to, rows, width) => {
      const [single, many] = side === 'left' ? [a, b] : [b, a]
      const [row, from, into, end] = f.locals('i32')
      // A row is written up to 15 bytes too far; the next row, or nobody, lives there.
      f.upTo(row, rows, 1, () => {
        const value = f.let(lanes.loadSplat(single))
        f.set(from, many)
        f.set(into, to)
        f.set(end, i32.add(to, width))
        f.upTo(into, end, 16, () => {
          const other = v128.load(from)
          f.run(v128.store(into, side === 'left' ? pair(value, other) : pair(other, value)))
          f.advance(from, 16)
        })
        f.advance(single, lanes.bytes)
        f.advance(many, width)
        f.advance(to, width)
      })
    })
  }
}

/** How a stretched operand is read beside a whole one: over and over, as a row; or each value `period` times, as a column. */
interface Reading {
  readonly kind: 'row' | 'column'
  readonly period: number
}

const WHOLE: Reading = { kind: 'row', period: Number.POSITIVE_INFINITY }

/** The reading that strides describe; `undefined` where they describe another. */
function readingOf(shape: readonly number[], strides: readonly number[]): Reading | undefined {
  let [size, axis] = [1, shape.length - 1]
  while (shape[axis] === 1) axis--
  const kind: Reading['kind'] = strides[axis] === 0 ? 'column' : 'row'
  const goesOn = (step: number) => shape[axis] === 1 || strides[axis] === step
  for (; axis >= 0 && goesOn(kind === 'row' ? size : 0); axis--) size *= shape[axis]!
  const reading: Reading = axis < 0 && kind === 'row' ? WHOLE : { kind, period: size }
  // What is outside goes the other way: a row repeats, a column goes on.
  for (let step = 1; axis >= 0; step *= shape[axis--]!)
    if (!goesOn(kind === 'row' ? 0 : step)) return undefined
  return reading
}

/** The elementwise kernels of an engine. Each says whether it took the work. */
export function elementwise(engine: Engine) {
  const maps = engine.family<MapKernel>(writeMap)
  const zips = engine.family<ZipKernel>(writeZip)
  return {
    map(op: string, _f: unknown, x: TypedArray, out: TypedArray): boolean {
      const lanes = lanesOf(x, out)
      const kernel = out.length >= engine.least.map && lanes && functions[op] && maps(lanes, op)
      if (!kernel) return false
      const view = engine[lanes.dtype]
      const step = BLOCK / lanes.bytes
      for (let i = 0; i < out.length; i += step) {
        const count = Math.min(step, out.length - i)
        put(view, x, i, count, A)
        kernel.run(A, A + count * lanes.bytes, OUT)
        get(view, OUT, out, i, count)
      }
      return true
    },

    zip(op: string, _f: unknown, a: TypedArray, b: TypedArray, out: TypedArray, stretch?: Stretch): boolean {
      const lanes = lanesOf(a, out, b)
      const kernel = out.length >= engine.least.zip && lanes && PAIRS[op] && zips(lanes, op)
      if (!kernel) return false
      const view = engine[lanes.dtype]
      const single: Reading = { kind: 'column', period: out.length }
      if (stretch === undefined) zipBlocks(view, kernel, a, b, WHOLE, 'right', out)
      else if (b.length === 1) zipBlocks(view, kernel, a, b, single, 'right', out)
      else if (a.length === 1) zipBlocks(view, kernel, b, a, single, 'left', out)
      else {
        const left = readingOf(stretch.shape, stretch.stridesA)
        const right = readingOf(stretch.shape, stretch.stridesB)
        if (left === WHOLE && right) zipBlocks(view, kernel, a, b, right, 'right', out)
        else if (right === WHOLE && left) zipBlocks(view, kernel, b, a, left, 'left', out)
        else return false
      }
      return true
    },
  }
}

/** A whole operand beside one that is stretched, the latter on the given side. */
function zipBlocks(
  view: View,
  kernel: ZipKernel,
  whole: TypedArray,
  other: TypedArray,
  { kind, period }: Reading,
  side: 'left' | 'right',
  out: TypedArray,
): void {
  const bytes = view.BYTES_PER_ELEMENT
  const most = BLOCK / bytes
  const [wholeAt, otherAt] = side === 'right' ? [A, B] : [B, A]
  // Blocks hold whole periods, or lie within one.
  const within = period > most
  const step = within ? most : most - (most % period)
  if (kind === 'row' && !within)
    for (let at = 0; at < Math.min(step, out.length); at += period)
      put(view, other, 0, period, otherAt + at * bytes)
  for (let i = 0, count = 0; i < out.length; i += count) {
    const into = within && period < out.length ? i % period : i
    count = Math.min(step, (within ? Math.min(period, out.length) : out.length) - into)
    put(view, whole, i, count, wholeAt)
    if (kind === 'row') {
      if (within) put(view, other, into, count, otherAt)
      kernel.both(A, B, OUT, OUT + count * bytes)
    } else {
      const rows = within ? 1 : count / period
      put(view, other, Math.floor(i / period), rows, otherAt)
      kernel[side](A, B, OUT, rows, (count / rows) * bytes)
    }
    get(view, OUT, out, i, count)
  }
}
