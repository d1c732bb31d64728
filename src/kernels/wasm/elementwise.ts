// Functions of single values, of pairs, and choices by masks, over tensors of any size: block by block through scratch memory.
import type { TypedArray } from '../../dtype.js'
import type { Code, Stretch } from '../kernels.js'
import type { Assembler } from './assembler.js'
import { type Engine, lanesOf, region } from './engine.js'
import type { VectorFunction, VectorPair } from './functions/parts.js'
import type { Lanes } from './lanes.js'
import { type MaskKernel, writeSelect } from './masks.js'
import { type Pairing, type Side, writeCompare, writeZip, type ZipKernel } from './pairs.js'
import { get, put, type View } from './stage.js'
import * as v128 from './v128.js'
import { Vector } from './vector.js'

/** Bytes of a block: what is read and what is written stay in the first cache together. */
const BLOCK = 2 ** 15
const A = region(0, 0)
const B = region(1, 1)
const OUT = region(2, 2)
const MASK = region(3, 3)

/** out = f(x) from one address to another; gives 1 where some x was beyond f's code, else 0. */
type MapKernel = { readonly run: (from: number, end: number, to: number) => number }

function writeMap(assembler: Assembler, lanes: Lanes, _op: string, fma: boolean, code: VectorFunction): void {
  assembler.defineInt('run', (f, from, end, to) => {
    const odd = f.local('v128')
    f.upTo(from, end, 16, () => {
      const x = new Vector({ f, lanes, fma }, v128.load(from))
      f.run(v128.store(to, code(x).value))
      if (code.beyond !== undefined) f.set(odd, v128.or(odd, code.beyond(x).value))
      f.advance(to, 16)
    })
    return v128.anyTrue(odd)
  })
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

/** Parts of fewer values are not worth a call each. */
const LEAST_PART = 64

/** Functions of single values on an engine. Says whether it took the work. */
export function map(engine: Engine) {
  const family = engine.family<MapKernel, VectorFunction>(writeMap)
  return (op: string, f: (x: number) => number, x: TypedArray, out: TypedArray, code?: Code): boolean => {
    const lanes = lanesOf(x, out)
    if (out.length < engine.least.map || lanes === undefined || code === undefined) return false
    const kernel = family(lanes, op, code as VectorFunction)
    const view = engine[lanes.dtype]
    const step = BLOCK / lanes.bytes
    for (let i = 0; i < out.length; i += step) {
      const count = Math.min(step, out.length - i)
      put(view, x, i, count, A)
      const odd = kernel.run(A, A + count * lanes.bytes, OUT)
      get(view, OUT, out, i, count)
      if (odd > 0) for (let j = i; j < i + count; j++) if (Number.isNaN(out[j])) out[j] = f(x[j]!)
    }
    return true
  }
}

/** Functions of pairs on an engine. Says whether it took the work. */
export function zip(engine: Engine) {
  const family = engine.family<ZipKernel, Pairing>(writeZip)
  return (
    op: string,
    _f: unknown,
    a: TypedArray,
    b: TypedArray,
    out: TypedArray,
    stretch?: Stretch,
    code?: Code,
  ): boolean => {
    const lanes = lanesOf(a, out, b)
    if (out.length < engine.least.zip || lanes === undefined || code === undefined) return false
    const view = engine[lanes.dtype]
    const kernel = (single: Side) => family(lanes, `${op} ${single}`, { code: code as VectorPair, single })
    return pairs({ kernel, view, into: view }, a, b, out, stretch)
  }
}

/** Comparisons on an engine. Says whether it took the work. */
export function compare(engine: Engine) {
  const family = engine.family<ZipKernel, Pairing>(writeCompare)
  return (
    op: string,
    _f: unknown,
    a: TypedArray,
    b: TypedArray,
    out: TypedArray,
    stretch?: Stretch,
    code?: Code,
  ): boolean => {
    const lanes = lanesOf(a, b)
    const isMany = out.length >= engine.least.zip && lanes !== undefined && code !== undefined
    if (!isMany || !(out instanceof Uint8Array)) return false
    const kernel = (single: Side) => family(lanes, `${op} ${single}`, { code: code as VectorPair, single })
    return pairs({ kernel, view: engine[lanes.dtype], into: engine.bytes }, a, b, out, stretch)
  }
}

/** Choices on an engine. Says whether it took the work. */
export function select(engine: Engine) {
  const family = engine.family<MaskKernel>(writeSelect)
  return (condition: TypedArray, a: TypedArray, b: TypedArray, out: TypedArray): boolean => {
    const lanes = lanesOf(a, b, out)
    const isMany = out.length >= engine.least.zip && lanes !== undefined
    if (!isMany || !(condition instanceof Uint8Array)) return false
    const [kernel, view] = [family(lanes), engine[lanes.dtype]]
    const step = BLOCK / lanes.bytes
    // A single value is spread once over a block.
    for (const [x, at] of [
      [a, A],
      [b, B],
    ] as const) {
      const start = at / lanes.bytes
      if (x.length === 1) view.fill(x[0]!, start, start + Math.min(step, out.length))
    }
    for (let i = 0; i < out.length; i += step) {
      const count = Math.min(step, out.length - i)
      put(engine.bytes, condition, i, count, MASK)
      if (a.length > 1) put(view, a, i, count, A)
      if (b.length > 1) put(view, b, i, count, B)
      kernel.run(MASK, MASK + count, A, B, OUT)
      get(view, OUT, out, i, count)
    }
    return true
  }
}

type Call = Omit<Work, 'whole' | 'other' | 'side' | 'out'>

/** A function of pairs on two operands; says whether there is a way to read them. */
function pairs(
  work: Call,
  a: TypedArray,
  b: TypedArray,
  out: TypedArray,
  stretch: Stretch | undefined,
): boolean {
  const single: Reading = { kind: 'column', period: out.length }
  if (stretch === undefined) zipBlocks({ ...work, whole: a, other: b, side: 'b', out }, WHOLE)
  else if (b.length === 1) zipBlocks({ ...work, whole: a, other: b, side: 'b', out }, single)
  else if (a.length === 1) zipBlocks({ ...work, whole: b, other: a, side: 'a', out }, single)
  else return stretched(work, a, b, out, stretch)
  return true
}

/** One operand whole and the other stretched; or parts of them along the first axis, which are. */
function stretched(
  work: Call,
  a: TypedArray,
  b: TypedArray,
  out: TypedArray,
  { shape, stridesA, stridesB }: Stretch,
): boolean {
  const [left, right] = [readingOf(shape, stridesA), readingOf(shape, stridesB)]
  if (left === WHOLE && right) zipBlocks({ ...work, whole: a, other: b, side: 'b', out }, right)
  else if (right === WHOLE && left) zipBlocks({ ...work, whole: b, other: a, side: 'a', out }, left)
  else {
    const [n, ...rest] = shape
    const size = out.length / n!
    if (rest.length === 0 || size < LEAST_PART) return false
    const [[stepA, ...innerA], [stepB, ...innerB]] = [stridesA, stridesB] as [number[], number[]]
    const inner = { shape: rest, stridesA: innerA, stridesB: innerB }
    for (let i = 0; i < n!; i++) {
      const [partA, partB] = [a.subarray(i * stepA!), b.subarray(i * stepB!)]
      if (!stretched(work, partA, partB, out.subarray(i * size, (i + 1) * size), inner)) return false
    }
  }
  return true
}

/** A function of pairs on a whole operand and one that is stretched, the latter on the given side. */
interface Work {
  readonly kernel: (single: Side) => ZipKernel
  /** Scratch memory as the operands are, and as the result is. */
  readonly view: View
  readonly into: View
  readonly whole: TypedArray
  readonly other: TypedArray
  readonly side: 'a' | 'b'
  readonly out: TypedArray
}

function zipBlocks({ kernel, view, into, whole, other, side, out }: Work, { kind, period }: Reading): void {
  const bytes = view.BYTES_PER_ELEMENT
  const most = BLOCK / bytes
  const { run } = kernel(kind === 'row' ? 'neither' : side)
  const [wholeAt, otherAt] = side === 'b' ? [A, B] : [B, A]
  // Blocks hold whole periods, or lie within one.
  const within = period > most
  const step = within ? most : most - (most % period)
  if (kind === 'row' && !within)
    for (let at = 0; at < Math.min(step, out.length); at += period)
      put(view, other, 0, period, otherAt + at * bytes)
  for (let i = 0, count = 0; i < out.length; i += count) {
    const start = within && period < out.length ? i % period : i
    count = Math.min(step, (within ? Math.min(period, out.length) : out.length) - start)
    put(view, whole, i, count, wholeAt)
    if (kind === 'row') {
      if (within) put(view, other, start, count, otherAt)
      run(A, B, OUT, 1, count)
    } else {
      const rows = within ? 1 : count / period
      put(view, other, Math.floor(i / period), rows, otherAt)
      run(A, B, OUT, rows, count / rows)
    }
    get(into, OUT, out, i, count)
  }
}
