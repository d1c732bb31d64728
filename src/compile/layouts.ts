// How each value lies in memory: in whose room, how far its neighbours are apart, and how much room it needs.
import type { AllLanes } from '../kernels/wasm/allLanes.js'
import { sizeOf, stridesOf } from '../shape.js'
import { constantOf, makersOf, type Program, type Step, type Value } from './program.js'
import { DOTS, pitchOf, rowsFor } from './room.js'
import { FEW, isNest, type Kernel, REDUCTIONS, type Schedule } from './schedule.js'
import { basesOf } from './views.js'

/** Whose room it is: a call's, that of the part of the batch at hand, or that of the sums over a share of the batch. */
export type Area = 'call' | 'part' | 'sums'

/** The first and the last kernel, by number, that touch a value. */
export type Life = readonly [first: number, last: number]

/** How a value lies: strides and the size count values. */
export interface Layout {
  readonly area: Area
  readonly strides: readonly number[]
  readonly size: number
  /** Bytes of a value: those of a float or a mask, or four for an integer that is given. */
  readonly bytes: number
}

/** What is known of a program's values beside their specs. */
export interface Facts {
  isBatched(x: Value): boolean
  /** How many values there are of it, for one row where it is batched. */
  width(x: Value): number
  /** Whether it is a sum over the batch. */
  isSum(x: Value): boolean
  /** The number that all of a constant's values are. */
  numberOf(x: Value): number | undefined
  /** Whether its room is a call's, and not a part's. */
  isKept(x: Value): boolean
  bytesOf(x: Value): number
}

export function factsOf(program: Program, { batch, whole }: Schedule, lanes: AllLanes): Facts {
  const { specs } = program
  const makers = makersOf(program)
  const uniform = new Map<Value, number | undefined>()
  const isBatched = (x: Value): boolean => batch?.values.has(x) ?? false
  const held = new Set([...whole].map(basesOf(program)))
  return {
    isBatched,
    width: x => sizeOf(specs[x]!.shape) / (isBatched(x) ? batch!.extent : 1),
    isSum: x => !isBatched(x) && (makers.get(x)?.inputs.some(isBatched) ?? false),
    numberOf(x) {
      if (!uniform.has(x)) uniform.set(x, uniformOf(program, x))
      return uniform.get(x)
    },
    isKept: x => !isBatched(x) || !makers.has(x) || held.has(x),
    bytesOf: x => (specs[x]!.dtype === 'int32' && !makers.has(x) ? 4 : lanes.bytes),
  }
}

/** The number that all values of a constant are. */
function uniformOf(program: Program, x: Value): number | undefined {
  const one = constantOf(program, x)
  if (one !== undefined) return one
  const tensor = program.constants.get(x)
  if (tensor === undefined || tensor.size === 0) return undefined
  const first = tensor.data[0]!
  for (let i = 1; i < tensor.size; i++) if (!Object.is(tensor.data[i], first)) return undefined
  return first
}

/** The layouts of values, for parts of so many rows. */
export function layoutsOf(
  { specs }: Program,
  kernels: readonly Kernel[],
  facts: Facts,
  lanes: AllLanes,
  part: number,
): (x: Value) => Layout {
  const products = new Map(
    kernels.flatMap(({ kind, steps }) =>
      kind === 'updates' || kind === 'gemm' || kind === 'dots' ? [[steps[0]!.output, kind] as const] : [],
    ),
  )
  const vector = (n: number): number => Math.ceil(n / lanes.count) * lanes.count
  return x => {
    const { shape } = specs[x]!
    const [n, bytes, kind] = [facts.width(x), facts.bytesOf(x), products.get(x)]
    const isBatched = facts.isBatched(x)
    const area = facts.isSum(x) ? 'sums' : facts.isKept(x) ? 'call' : 'part'
    if (kind === 'gemm') {
      const pitch = pitchOf(lanes, shape.at(-1)!)
      // Matrices of a batch follow one another, and tiles that reach beyond one are written over by the next.
      const strides = stridesOf([...shape.slice(0, -1), pitch])
      const rows = area === 'part' ? part : sizeOf(shape.slice(0, -1))
      return { area, bytes, strides, size: rowsFor(rows) * pitch }
    }
    if (kind === 'updates') {
      const [m, k] = shape as readonly [number, number]
      // Whole blocks of columns are stored, also beyond the last.
      const block = 8 * lanes.count
      const pitch = Math.ceil(Math.max(m, k) / block) * block + lanes.count
      return { area, bytes, strides: m > k ? [1, pitch] : [pitch, 1], size: Math.min(m, k) * pitch }
    }
    if (area !== 'part') {
      // Whole tiles of rows are stored, also beyond the last.
      const beyond = Math.max(isBatched ? n * lanes.count : 0, kind === 'dots' ? DOTS.rows * shape[1]! : 0)
      return { area, bytes, strides: stridesOf(shape), size: sizeOf(shape) + beyond }
    }
    const inner = stridesOf(shape.slice(1))
    const rows = part + lanes.count
    // Narrow rows are turned: a vector holds the same value of several rows.
    return n <= FEW
      ? { area, bytes, strides: [1, ...inner.map(stride => stride * rows)], size: n * rows }
      : { area, bytes, strides: [vector(n), ...inner], size: vector(n) * rows }
  }
}

/**
 * For each value that needs room the first and the last kernel, by number, that touch it: it is what one leaves for another,
 * given, or given back. Inputs and constants are there from the first on, outputs stay after the last.
 */
export function livesOf(
  { inputs, constants, outputs }: Program,
  kernels: readonly Kernel[],
  baseOf: (x: Value) => Value,
  numberOf: (x: Value) => number | undefined,
): Map<Value, Life> {
  const lives = new Map<Value, [number, number]>()
  const made = new Map(kernels.flatMap(({ steps }, at) => steps.map(({ output }) => [output, at] as const)))
  const isGiven = new Set([...inputs, ...constants.keys()])
  const touch = (x: Value, at: number): void => {
    const life = lives.get(x) ?? [isGiven.has(x) ? 0 : made.get(x)!, at]
    lives.set(x, [life[0], isGiven.has(x) ? Number.POSITIVE_INFINITY : Math.max(life[1], at)])
  }
  for (const [at, kernel] of kernels.entries()) {
    const nest = isNest(kernel)
    // What a reduction along columns gives is there only after its loop, so it needs room also for those in its own nest.
    const isHeld = ({ op }: Step): boolean => nest && !(kernel.kind === 'columns' && REDUCTIONS.has(op.name))
    const held = new Set((kernel.steps as readonly Step[]).filter(isHeld).map(step => step.output))
    for (const step of kernel.steps) {
      for (const x of step.inputs.map(baseOf))
        if (!held.has(x) && !(nest && numberOf(x) !== undefined)) touch(x, at)
      if (step.output >= 0 && !isHeld(step)) touch(step.output, at)
    }
  }
  for (const y of outputs.map(baseOf)) if (made.has(y)) touch(y, Number.POSITIVE_INFINITY)
  return lives
}
