// What the code of a kernel is written with: its function, where its part of the batch is, and addresses in memory.
import { float32, float64 } from '../../kernels/wasm/allLanes.js'
import type { Body, Local } from '../../kernels/wasm/assembler.js'
import type { Int, V128 } from '../../kernels/wasm/expression.js'
import * as i32 from '../../kernels/wasm/i32.js'
import { i32x4 } from '../../kernels/wasm/instructions.js'
import * as v128 from '../../kernels/wasm/v128.js'
import { Vector, type Writer } from '../../kernels/wasm/vector.js'
import type { Place, Plan } from '../plan.js'
import type { Value } from '../program.js'
import { FLAG } from '../room.js'

/** The rows that a kernel is to work on: from which on, how many, and where those of this part and its sums lie. */
export interface Part {
  readonly start: Local<'i32'>
  readonly count: Local<'i32'>
  readonly part: Local<'i32'>
  readonly sums: Local<'i32'>
}

/** A kernel while it is written. */
export interface Scope {
  readonly f: Body
  readonly plan: Plan
  readonly writer: Writer
  /** The part of the batch; none for what runs once. */
  readonly part: Part | undefined
}

/** Where a kernel reads a place's first value, of the part at hand where it is batched; sums are those over all shares. */
export function addressOf({ part }: Scope, place: Place): Int {
  const { area, address, strides, isBatched, bytes } = place
  if (area === 'part') return i32.add(part!.part, address)
  const row = isBatched ? strides[0]! * bytes : 0
  return part === undefined || row === 0 ? address : i32.add(i32.mul(part.start, row), address)
}

/** Where a kernel writes a place's first value: sums over the batch are those of the share at hand. */
export const targetOf = (scope: Scope, place: Place): Int =>
  place.area === 'sums' && scope.part !== undefined
    ? i32.add(scope.part.sums, place.address)
    : addressOf(scope, place)

/** Where a value lies that must lie somewhere. */
export function placeIn({ plan }: Pick<Scope, 'plan'>, x: Value): Place {
  const place = plan.placeOf(x)
  if (place === undefined) throw new Error(`value ${x} has no place`)
  return place
}

/** An access at an address and an offset, which instructions take only from 0 on. */
export const atOffset = <T>(address: Int, offset: number, access: (address: Int, offset: number) => T): T =>
  offset < 0 ? access(plus(address, offset), 0) : access(address, offset)

/** A vector of neighbours, of values that lie `stride` apart from an address on: as floats or masks. */
export function loadLanes(
  { plan: { lanes }, f }: Scope,
  { bytes, dtype }: Place,
  address: Int,
  offset: number,
  stride: number,
  count: number = lanes.count,
): V128 {
  const { loadSplat, loadFirst, loadLane } = bytes === 4 ? float32 : float64
  const raw = (): V128 => {
    if (stride === 0) return atOffset(address, offset, loadSplat)
    if (stride === 1)
      return atOffset(address, offset, bytes * lanes.count === 16 ? v128.load : float64.loadFirst)
    let x: V128 = f.let(atOffset(address, offset, loadFirst))
    for (let lane = 1; lane < count; lane++) {
      const others = x
      x = f.let(atOffset(address, offset + lane * stride * bytes, (p, o) => loadLane(p, others, lane, o)))
    }
    return x
  }
  return dtype === 'int32' ? lanes.convert(raw()) : raw()
}

/** An integer as a float in every lane. */
export const fromInt = ({ plan: { lanes } }: Scope, x: Int): V128 => lanes.convert(i32x4.splat(x))

/** Stores the first `count` lanes of a vector at an address, `stride` values apart. */
export function storeLanes(
  { plan: { lanes }, f }: Scope,
  address: Int,
  offset: number,
  stride: number,
  value: V128,
  count: number = lanes.count,
): void {
  if (stride === 1 && count === lanes.count) {
    f.run(atOffset(address, offset, (p, o) => v128.store(p, value, o)))
    return
  }
  const held = count > 1 ? f.let(value) : value
  for (let lane = 0; lane < count; lane++)
    f.run(
      atOffset(address, offset + lane * stride * lanes.bytes, (p, o) => lanes.storeLane(p, held, lane, o)),
    )
}

/** Ones in a lane whose value is ∞ or NaN. */
export const isOdd = (x: Vector): V128 =>
  v128.not(x.writer.lanes.lt(x.abs().value, new Vector(x.writer, Number.POSITIVE_INFINITY).value))

/** Raises the flag: the call is done again by the interpreter. */
export function raiseFlag({ f, plan }: Scope): void {
  f.run(i32.store(plan.base + FLAG, 1))
}

/** Raises it where a lane of `bad` has a one. */
export function raise(scope: Scope, bad: V128): void {
  scope.f.when(v128.anyTrue(bad), () => raiseFlag(scope))
}

/** Writes code that runs only where the flag is down: what the call was given must stay where it has to be done again. */
export function whenSure({ f, plan }: Scope, write: () => void): void {
  f.when(i32.eqz(i32.load(plan.base + FLAG)), write)
}

/** start + n·by, with constants folded. */
export const plus = (address: Int, by: number): Int =>
  by === 0 ? address : typeof address === 'number' ? address + by : i32.add(address, by)

/** Sets a variable to a value, or to a bound where it is above. */
export function least(f: Body, variable: Local<'i32'>, value: Int, bound: number): void {
  f.set(variable, i32.of(value))
  f.when(i32.ltU(bound, variable), () => f.set(variable, i32.of(bound)))
}

/** How many rows a kernel is to go over: those of the part, or as many as there are. */
export const rowsOf = ({ part }: Scope, rows: number): Int => part?.count ?? rows

/** Writes a number over the rows of the part at hand, and nothing beside them: others may have been written. */
export function fillRows(scope: Scope, place: Place, value: number): void {
  const { f, plan, part } = scope
  const { lanes } = plan
  const p = f.let(i32.of(addressOf(scope, place)))
  const end = f.let(i32.add(p, i32.mul(part!.count, place.strides[0]! * place.bytes)))
  const whole = f.let(i32.sub(end, i32.and(i32.sub(end, p), 15)))
  f.upTo(p, whole, 16, () => f.run(v128.store(p, f.constant(lanes.of(value)))))
  f.upTo(p, end, lanes.bytes, () => f.run(lanes.storeFirst(p, f.constant(lanes.of(value)))))
}

/** Writes a number over all of a place's room. */
export function fill(scope: Scope, place: Place, room: number, value: number): void {
  const { f, plan } = scope
  const p = f.let(i32.of(addressOf(scope, place)))
  const end = f.let(i32.add(p, room))
  f.upTo(p, end, 16, () => f.run(v128.store(p, f.constant(plan.lanes.of(value)))))
}
