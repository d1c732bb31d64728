// The plan of memory: what needs room, for a call, for a part of the batch or for its sums, and where each value lies.
import { type DType, isFloat } from '../dtype.js'
import { type AllLanes, float32, float64 } from '../kernels/wasm/allLanes.js'
import { sizeOf, stridesOf } from '../shape.js'
import { constantOf, makersOf, type Program, type Step, type Value } from './program.js'
import { FEW, type Kernel, REDUCTIONS, type Schedule, Unsupported, VIEWS } from './schedule.js'
import { basesOf, type View, viewOf } from './views.js'

/** Whose room it is: a call's, that of the part of the batch at hand, or that of the sums over a share of the batch. */
export type Area = 'call' | 'part' | 'sums'

/** Where a value lies: the address of its first value, in bytes, within its area, and how far neighbours lie apart, in values. */
export interface Place {
  readonly area: Area
  readonly address: number
  readonly strides: readonly number[]
  /** Whether its first axis is the batch. */
  readonly isBatched: boolean
  /** Bytes of a value: those of a float, or four for an integer. */
  readonly bytes: number
  readonly dtype: DType
}

/** Everything that the emitter asks. */
export interface Plan {
  readonly program: Program
  readonly schedule: Schedule
  readonly lanes: AllLanes
  /** Where a value lies; `undefined` for what is only ever in registers. */
  placeOf(x: Value): Place | undefined
  /** The value whose memory it reads. */
  baseOf(x: Value): Value
  /** The steps that only give other names to values. */
  readonly views: ReadonlyMap<Value, Step>
  /** The number that all of a constant's values are. */
  numberOf(x: Value): number | undefined
  /** Rows of the batch, of a part of it, and of a share, whose sums are kept apart. */
  readonly rows: number
  readonly part: number
  readonly share: number
  readonly shares: number
  /** Where each area starts, and how long it is. */
  readonly part0: number
  readonly partBytes: number
  readonly sums0: number
  readonly sumsBytes: number
  /** Bytes in all. */
  readonly bytes: number
}

/** What stands before all else: flags, and sums that a kernel parks. */
export const FLAG = 16
export const PARKED = 1024
const START = 4096

/** Bytes that the values of a part should have at most, so that they stay near. */
const NEAR = 2 ** 16
/** Rows whose sums are added in a float32: longer sums are made of shares, which are added in float64. */
const STRETCH = 4096

/** The one float type of a program; numbers given at each call may be of another. */
export function lanesOf({ specs, steps, inputs }: Program): AllLanes {
  const found = new Set<string>()
  for (const x of [...inputs, ...steps.map(step => step.output)])
    if (isFloat(specs[x]!.dtype)) found.add(specs[x]!.dtype)
  if (found.size > 1) throw new Unsupported('float32 beside float64')
  return found.has('float32') ? float32 : float64
}

/** Plans the memory of a scheduled program. */
export function planned(program: Program, schedule: Schedule, lanes: AllLanes): Plan {
  const { specs } = program
  const { batch, regions, whole } = schedule
  const rows = batch?.extent ?? 1
  const isBatched = (x: Value): boolean => batch?.values.has(x) ?? false
  const width = (x: Value): number => sizeOf(specs[x]!.shape) / (isBatched(x) ? rows : 1)
  const makers = makersOf(program)
  const renamed = new Map(
    program.steps.flatMap(step => (VIEWS.has(step.op.name) ? [[step.output, step] as const] : [])),
  )
  const baseOf = basesOf(program)
  const uniform = new Map<Value, number | undefined>()
  const numberOf = (x: Value): number | undefined => {
    if (!uniform.has(x)) uniform.set(x, uniformOf(program, x))
    return uniform.get(x)
  }
  const needed = placesNeeded(
    program,
    regions.flatMap(({ kernels }) => kernels),
    baseOf,
    numberOf,
  )
  const updates = new Map(
    regions
      .flatMap(({ kernels }) => kernels)
      .flatMap(k => (k.kind === 'updates' ? [[k.steps[0].output, k] as const] : [])),
  )
  const bytesOf = (x: Value): number => (specs[x]!.dtype === 'int32' && !makers.has(x) ? 4 : lanes.bytes)

  const vector = (n: number): number => Math.ceil(n / lanes.count) * lanes.count
  const kept = (x: Value): boolean => !isBatched(x) || !makers.has(x) || whole.has(x)
  const isSum = (x: Value): boolean => {
    const maker = makers.get(x)
    return maker !== undefined && !isBatched(x) && maker.inputs.some(isBatched)
  }

  const rowBytes = (x: Value): number => width(x) * bytesOf(x)
  const near = [...needed].filter(isBatched).reduce((sum, x) => sum + rowBytes(x), 0)
  const hasGemm = regions.some(
    ({ isBatched, kernels }) => isBatched && kernels.some(({ kind }) => kind === 'gemm'),
  )
  const ideal = hasGemm ? 128 : Math.max(4, Math.min(STRETCH, Math.floor(NEAR / Math.max(1, near) / 8) * 8))
  const part = Math.min(ideal, vector(rows))

  const places = new Map<Value, Place>()
  const rooms = { call: new Room(START), part: new Room(0), sums: new Room(0) }
  for (const x of needed) {
    const [n, bytes, shape] = [width(x), bytesOf(x), specs[x]!.shape]
    const place = (area: Area, strides: readonly number[], size: number): void => {
      places.set(x, {
        area,
        strides,
        isBatched: isBatched(x),
        bytes,
        dtype: specs[x]!.dtype,
        address: rooms[area].take(size * bytes),
      })
    }
    if (!kept(x)) {
      const inner = stridesOf(shape.slice(1))
      if (n <= FEW)
        place('part', [1, ...inner.map(stride => stride * (part + lanes.count))], n * (part + lanes.count))
      else place('part', [vector(n), ...inner], vector(n) * part)
    } else if (updates.has(x)) {
      const [m, k] = shape as readonly [number, number]
      const pitch = vector(Math.max(m, k)) + 4 * lanes.count
      place('sums', m > k ? [1, pitch] : [pitch, 1], Math.min(m, k) * pitch)
    } else
      place(
        isSum(x) ? 'sums' : 'call',
        stridesOf(shape),
        sizeOf(shape) + (isBatched(x) ? n * lanes.count : 0),
      )
  }
  const sumsBytes = rooms.sums.bytes
  const few = Math.max(1, Math.floor(Math.max(2 ** 20, (rows * near) / 8) / Math.max(1, sumsBytes)))
  const hasScatter = regions.some(({ kernels }) => kernels.some(({ kind }) => kind === 'scatter'))
  const wanted = hasScatter
    ? 1
    : Math.min(few, Math.ceil(rows / Math.max(part, Math.floor(STRETCH / part) * part)))
  const share = Math.ceil(rows / wanted / part) * part
  const shares = Math.max(1, Math.ceil(rows / share))
  const sums0 = rooms.call.bytes
  const part0 = sums0 + sumsBytes * shares

  const views = new Map<Value, View>()
  const viewTo = (x: Value): View | undefined => {
    const base = baseOf(x)
    if (base === x) {
      const own = places.get(x)
      return own && { base: x, strides: own.strides, offset: 0 }
    }
    if (!views.has(x)) {
      const step = makers.get(x)!
      const from = viewTo(step.inputs[0]!)
      const view = from && viewOf(step, specs[step.inputs[0]!]!.shape, specs[x]!.shape, from)
      if (from !== undefined && view === undefined) throw new Unsupported('a reshape that takes a copy')
      if (view !== undefined) views.set(x, view)
    }
    return views.get(x)
  }
  return {
    program,
    schedule,
    lanes,
    baseOf,
    views: renamed,
    numberOf,
    placeOf(x) {
      const view = viewTo(x)
      if (view === undefined) return undefined
      const own = places.get(view.base)!
      const start = { call: 0, part: 0, sums: sums0 }[own.area]
      return {
        ...own,
        address: start + own.address + view.offset * own.bytes,
        strides: view.strides,
        isBatched: isBatched(view.base),
      }
    },
    rows,
    part,
    share,
    shares,
    part0,
    partBytes: rooms.part.bytes,
    sums0,
    sumsBytes,
    bytes: part0 + rooms.part.bytes,
  }
}

/** Room that is given out in order: each piece at a multiple of 64 bytes, and no two at addresses that are equal in their lowest twelve bits. */
class Room {
  bytes: number
  #pieces = 0
  constructor(start: number) {
    this.bytes = start
  }
  take(bytes: number): number {
    const address = this.bytes
    // A vector more, for those who read or write one that is not full.
    this.bytes = Math.ceil((address + bytes + 32) / 64) * 64 + 64 * (++this.#pieces % 7)
    return address
  }
}

/** The values that need a place: inputs, outputs, and what one kernel leaves for another. */
function placesNeeded(
  { inputs, outputs, steps }: Program,
  kernels: readonly Kernel[],
  baseOf: (x: Value) => Value,
  numberOf: (x: Value) => number | undefined,
): Set<Value> {
  const needed = new Set<Value>()
  for (const kernel of kernels) {
    const isNest = kernel.kind === 'rows' || kernel.kind === 'columns'
    const own = new Set(
      isNest
        ? kernel.steps.flatMap(step =>
            kernel.kind === 'columns' && REDUCTIONS.has(step.op.name) ? [] : [step.output],
          )
        : [],
    )
    for (const step of kernel.steps) {
      for (const x of step.inputs) {
        const base = baseOf(x)
        if (own.has(base) || (isNest && numberOf(base) !== undefined)) continue
        needed.add(base)
      }
      if (!isNest && step.output >= 0) needed.add(step.output)
      if (isNest && kernel.kind === 'columns' && REDUCTIONS.has(step.op.name)) needed.add(step.output)
    }
  }
  const made = new Set(steps.map(step => step.output))
  for (const y of outputs) if (made.has(baseOf(y))) needed.add(baseOf(y))
  // Sums over the batch are there only after the loop, whoever reads them.
  return new Set([...inputs.filter(x => needed.has(x)), ...[...needed].filter(x => !inputs.includes(x))])
}

/** The number that all values of a constant are, also where it was broadcast. */
function uniformOf(program: Program, x: Value): number | undefined {
  const one = constantOf(program, x)
  if (one !== undefined) return one
  const tensor = program.constants.get(x)
  if (tensor === undefined || tensor.size === 0) return undefined
  const first = tensor.data[0]!
  for (let i = 1; i < tensor.size; i++) if (!Object.is(tensor.data[i], first)) return undefined
  return first
}
