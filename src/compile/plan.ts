// The plan of memory: what needs room, for a call, for a part of the batch or for its sums, and where each value lies.
import { type DType, isFloat } from '../dtype.js'
import { type AllLanes, float32, float64 } from '../kernels/wasm/allLanes.js'
import { sizeOf } from '../shape.js'
import { Arena, type Piece } from './arena.js'
import { aheadOf } from './inplace.js'
import { type Area, factsOf, type Layout, type Life, layoutsOf, livesOf } from './layouts.js'
import { makersOf, type Program, type Step, type Value } from './program.js'
import { blocksBytes, dotsBytes, PARKED, START } from './room.js'
import { type Kernel, type Schedule, STRETCH, Unsupported, VIEWS } from './schedule.js'
import { basesOf, viewsOf } from './views.js'

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
  /** How many parts there is room for: one for each thread. */
  readonly parts: number
  /** Where each area starts, and how long it is. */
  readonly part0: number
  readonly partBytes: number
  readonly sums0: number
  readonly sumsBytes: number
  /** Where the small factor of a product is packed. */
  packOf(step: Step): number
  /** Where blocks of products are packed: for what runs once, and within the room of a part. */
  readonly scratch: { readonly call: number; readonly part: number }
  /** Where tiles leave their sums, within the room of a part. */
  readonly parked: number
  /** Bytes of a value's room, in whole vectors. */
  roomOf(x: Value): number
  /** Outputs that take the room of an input. */
  readonly instead: ReadonlyMap<Value, Value>
  /** Whether a value is a sum over the batch. */
  isSum(x: Value): boolean
  /** Where all of it begins. */
  readonly base: number
  /** Bytes in all. */
  readonly bytes: number
}

/** Bytes that the values of a part should have at most, so that they stay near. */
const NEAR = 2 ** 16
/** As many shares as there should be for threads, whether there are any or not: sums must not depend on it. */
const SHARES = 16
/** Bytes of a share that are worth a thread's while. */
const WORTH = 2 ** 18
/** Rows of a part where products are packed: whole tiles of both kinds, and enough for packing to pay. */
const GEMM_ROWS = 240

/** The one float type of the values that steps read and make. */
export function lanesOf({ specs, constants, steps }: Program): AllLanes {
  const touched = steps.flatMap(({ inputs, output }) => [...inputs.filter(x => !constants.has(x)), output])
  const found = new Set(touched.map(x => specs[x]!.dtype).filter(isFloat))
  if (found.size > 1) throw new Unsupported('float32 beside float64')
  if (touched.some(x => specs[x]!.shape.includes(0))) throw new Unsupported('values without any extent')
  return found.has('float32') ? float32 : float64
}

/**
 * Plans the memory of a scheduled program, from an address on and for some threads. `instead` names outputs that may take the
 * room of an input.
 */
export function planned(
  program: Program,
  schedule: Schedule,
  lanes: AllLanes,
  instead: ReadonlyMap<Value, Value> = new Map(),
  threads = 1,
  base = 0,
): Plan {
  const { batch, regions } = schedule
  const rows = batch?.extent ?? 1
  const baseOf = basesOf(program)
  const facts = factsOf(program, schedule, lanes)
  const { isBatched, isSum, numberOf, width, bytesOf } = facts
  const kernels = regions.flatMap(region => region.kernels)
  const lives = livesOf(program, kernels, baseOf, numberOf)
  const near = [...lives.keys()].filter(isBatched).reduce((sum, x) => sum + width(x) * bytesOf(x), 0)
  const part = partOf(schedule, near, rows, lanes)
  const layoutOf = layoutsOf(program, kernels, facts, lanes, part)
  const rooms = { call: new Arena(START), part: new Arena(0), sums: new Arena(0) }
  const places = placed(program, schedule, lives, layoutOf, lanes, rooms, instead)
  const packs = packedOf(program, kernels, lanes, rooms.call)
  const scratchOf = (area: 'call' | 'part'): number => {
    const products = regions
      .filter(region => region.isBatched === (area === 'part'))
      .flatMap(region => region.kernels.filter(({ kind }) => kind === 'gemm'))
    const needed = products.map(({ steps: [step] }) => {
      const { transposeA } = step!.params as { readonly transposeA: boolean }
      const depth = program.specs[step!.inputs[0]!]!.shape.at(transposeA ? -2 : -1)!
      return blocksBytes(lanes, depth, program.specs[step!.output]!.shape.at(-1)!)
    })
    return needed.length === 0 ? 0 : rooms[area].keep(Math.max(...needed)).address
  }
  const scratch = { call: base + scratchOf('call'), part: scratchOf('part') }
  const parked = rooms.part.keep(PARKED).address
  const sumsBytes = Math.ceil(rooms.sums.end / 64) * 64
  const { share, shares } = sharesOf(kernels, sumsBytes, rows, near, part, lanes)
  const sums0 = base + Math.ceil(rooms.call.end / 64) * 64
  const part0 = sums0 + sumsBytes * shares
  const parts = Math.min(threads, shares)
  const partBytes = Math.ceil(rooms.part.end / 64) * 64
  const starts = { call: base, part: 0, sums: sums0 }
  const seen = new Map<Value, Place>()
  const viewTo = viewsOf(program, x => places.get(x)?.strides)
  return {
    program,
    schedule,
    lanes,
    baseOf,
    views: new Map(
      program.steps.flatMap(step => (VIEWS.has(step.op.name) ? [[step.output, step] as const] : [])),
    ),
    numberOf,
    placeOf(x) {
      let place = seen.get(x)
      if (place !== undefined) return place
      const view = viewTo(x)
      if (view === undefined) return undefined
      const { base: whose, strides, offset } = view
      const own = places.get(whose)!
      place = { ...own, address: starts[own.area] + own.address + offset * own.bytes, strides }
      seen.set(x, place)
      return place
    },
    rows,
    part,
    share,
    shares,
    parts,
    part0,
    partBytes,
    sums0,
    sumsBytes,
    packOf: step => base + packs.get(step)!,
    scratch,
    parked,
    roomOf: x => places.get(x)!.room,
    instead,
    isSum,
    base,
    bytes: part0 - base + partBytes * parts + slack(program, lanes),
  }
}

/** How many rows a part of the batch has. */
function partOf({ regions }: Schedule, near: number, rows: number, { count }: AllLanes): number {
  const hasGemm = regions.some(({ isBatched, kernels }) => isBatched && kernels.some(k => k.kind === 'gemm'))
  const fitting = Math.max(4, Math.min(STRETCH, Math.floor(NEAR / Math.max(1, near) / 8) * 8))
  return Math.min(hasGemm ? GEMM_ROWS : fitting, Math.ceil(rows / count) * count)
}

/** How the batch is shared out: sums are kept apart for each share, so that none is long and threads can work on several. */
function sharesOf(
  kernels: readonly Kernel[],
  sumsBytes: number,
  rows: number,
  near: number,
  part: number,
  { bytes }: AllLanes,
) {
  // Sums of scattered rows are large; few shares keep them in bounds.
  const few = Math.max(1, Math.floor(Math.max(2 ** 20, (rows * near) / 8) / Math.max(1, sumsBytes)))
  const stretch = Math.max(part, Math.floor(STRETCH / part) * part)
  const several = Math.max(Math.ceil(rows / stretch), Math.min(SHARES, Math.floor((rows * near) / WORTH)))
  const isNarrow = bytes === 4
  const isScattered = kernels.some(({ kind }) => kind === 'scatter')
  // Sums of float32 that are longer would lose digits, however much room they take.
  const least = isNarrow ? Math.ceil(rows / (4 * stretch)) : 1
  const wanted = Math.max(least, isScattered && !isNarrow ? 1 : Math.min(few, several))
  const share = Math.ceil(rows / wanted / part) * part
  return { share, shares: Math.max(1, Math.ceil(rows / share)) }
}

/** Gives every value its room, and takes it back after the last kernel that reads it. */
function placed(
  program: Program,
  { regions, batch }: Schedule,
  lives: ReadonlyMap<Value, Life>,
  layoutOf: (x: Value) => Layout,
  lanes: AllLanes,
  rooms: { readonly [area in Area]: Arena },
  instead: ReadonlyMap<Value, Value>,
): Map<Value, Place & { readonly room: number }> {
  // All kernels of a loop over the batch run again for each part: what is not a part's must stay throughout.
  const spans: Life[] = []
  for (const { isBatched, kernels } of regions) {
    const first = spans.length
    for (let at = first; at < first + kernels.length; at++)
      spans.push(isBatched ? [first, first + kernels.length - 1] : [at, at])
  }
  const made = makersOf(program)
  const places = new Map<Value, Place & { readonly room: number }>()
  const held = [...lives]
    .map(([x, [first, last]]) => {
      const layout = layoutOf(x)
      const isPart = layout.area === 'part'
      const from = isPart ? first : (spans[first]?.[0] ?? first)
      return { x, layout, from, to: isPart ? last : (spans[last]?.[1] ?? last) }
    })
    .sort((p, q) => p.from - q.from)
  const living: { readonly to: number; readonly area: Area; readonly piece: Piece }[] = []
  const kernels = regions.flatMap(region => region.kernels)
  const ahead = aheadOf(program, kernels, lives, x => lives.has(x) && layoutOf(x).area === 'part')
  for (const { x, layout, from, to } of held) {
    if (ahead.has(x)) continue
    const { area, strides, size, bytes } = layout
    if (area !== 'sums')
      for (let i = living.length - 1; i >= 0; i--)
        if (living[i]!.area === area && living[i]!.to < from) rooms[area].give(living.splice(i, 1)[0]!.piece)
    const other = instead.get(x)
    const piece = other === undefined ? rooms[area].take(size * bytes) : undefined
    if (piece !== undefined && to < Number.POSITIVE_INFINITY) living.push({ to, area, piece })
    const { dtype } = program.specs[x]!
    places.set(x, {
      area,
      strides,
      bytes,
      address: piece?.address ?? places.get(other!)!.address,
      room: Math.ceil((size * bytes) / 16) * 16,
      isBatched: batch?.values.has(x) ?? false,
      // Integers that are computed are floats.
      dtype: dtype === 'int32' && made.has(x) ? lanes.dtype : dtype,
    })
  }
  for (const [x, y] of ahead) places.set(x, places.get(y)!)
  return places
}

/** Room for the small factors of products, as they are packed before a loop. */
function packedOf(
  { specs }: Program,
  kernels: readonly Kernel[],
  lanes: AllLanes,
  room: Arena,
): ReadonlyMap<Step, number> {
  const packs = new Map<Step, number>()
  for (const { kind, steps } of kernels) {
    if (kind !== 'dots' && kind !== 'expand') continue
    const [step] = steps
    const [m, n] = specs[step.output]!.shape as readonly [number, number]
    const depth = sizeOf(specs[step.inputs[0]!]!.shape) / m
    const bytes = kind === 'dots' ? dotsBytes(lanes, depth, n) : depth * (n + 2 * lanes.count) * lanes.bytes
    packs.set(step, room.keep(bytes).address)
  }
  return packs
}

/** Packing reads some rows beyond the last. */
const slack = ({ specs }: Program, lanes: AllLanes): number =>
  4096 +
  8 *
    lanes.bytes *
    Math.max(0, ...specs.map(({ shape }) => (shape.length >= 2 ? Math.max(...shape.slice(-2)) : 0)))
