// A nest by columns: a vector runs along the innermost axis, with loops around it.
import { type AllLanes, float64 } from '../../kernels/wasm/allLanes.js'
import type { Local } from '../../kernels/wasm/assembler.js'
import type { Int, V128 } from '../../kernels/wasm/expression.js'
import * as i32 from '../../kernels/wasm/i32.js'
import { f64x2 } from '../../kernels/wasm/instructions.js'
import { firstLanes } from '../../kernels/wasm/sums.js'
import * as v128 from '../../kernels/wasm/v128.js'
import { Vector } from '../../kernels/wasm/vector.js'
import { widened } from '../../kernels/wasm/wide.js'
import type { Shape } from '../../shape.js'
import { beyondCode, codeOf } from '../elementwise.js'
import type { Place } from '../plan.js'
import type { Step, Value } from '../program.js'
import { mayDoubt, type Nest, REDUCTIONS, STRETCH, Unsupported } from '../schedule.js'
import {
  addressOf,
  fill,
  fillRows,
  fromInt,
  isOdd,
  least,
  loadLanes,
  placeIn,
  raise,
  type Scope,
  storeLanes,
  targetOf,
} from './scope.js'

/** A value in memory as the nest goes over it: how far a step along each of its axes leads, in values. */
interface Access {
  readonly value: Value
  readonly place: Place
  readonly strides: readonly number[]
  /** Where it is now. */
  readonly at: Local<'i32'>
}

/** Writes the nest into a function's body. */
export function writeColumns(scope: Scope, { steps }: Nest, reads: (x: Value) => boolean): void {
  const { f, plan, writer, part } = scope
  const { lanes, program, numberOf, baseOf } = plan
  const { specs } = program
  const isReduction = ({ op }: Step): boolean => REDUCTIONS.has(op.name)
  const own = new Map(steps.filter(step => !isReduction(step)).map(step => [step.output, step]))
  const shapeOfStep = (step: Step): Shape =>
    specs[isReduction(step) || step.output < 0 ? step.inputs[0]! : step.output]!.shape
  const isBatched = part !== undefined

  /** A place's strides along the axes of a shape that it stretches to, or was reduced from, without those of extent 1. */
  const along = (shape: Shape, own: Shape, strides: readonly number[]): number[] =>
    shape.flatMap((n, i) => {
      const axis = i - (shape.length - own.length)
      return n === 1 ? [] : [axis < 0 || own[axis] === 1 ? 0 : strides[axis]!]
    })

  // Everything that is read or written, once for each way in which it is.
  const accesses = new Map<string, { value: Value; place: Place; strides: number[] }>()
  const keyOf = (x: Value, strides: readonly number[]): string => `${x}:${strides.join()}`
  const accessed = (x: Value, shape: Shape, isLabel = false): string => {
    const where = placeIn(scope, x)
    const own = specs[x]!.shape
    const strides = isLabel
      ? along(shape, [...own, 1], [...where.strides, 0])
      : along(shape, own, where.strides)
    const key = keyOf(x, strides)
    accesses.set(key, { value: x, place: where, strides })
    return key
  }
  const isHere = (x: Value): boolean => own.has(baseOf(x)) || numberOf(baseOf(x)) !== undefined
  const labelled = (step: Step): boolean => step.op.name === 'oneHot'
  /** What each step reads from memory and writes to it. */
  const reading = new Map<Step, readonly (string | undefined)[]>()
  const writing = new Map<Step, string>()
  for (const step of steps) {
    const shape = shapeOfStep(step)
    reading.set(
      step,
      step.inputs.map(x => (isHere(x) ? undefined : accessed(x, shape, labelled(step)))),
    )
    if (isReduction(step) || (step.output >= 0 && reads(step.output)))
      writing.set(step, accessed(step.output, shape))
  }
  const written = new Set(writing.values())

  const domain = shapeOfStep(steps[0]!).filter(n => n !== 1)
  // Neighbouring axes that all accesses go along as along one are one; the batch stays apart.
  const axes = domain.map((n, i) => ({ n, isBatch: isBatched && i === 0 }))
  const lists = [...accesses.values()].map(({ strides }) => strides)
  const hasLabels = steps.some(labelled)
  for (let i = axes.length - 2; i >= 0; i--) {
    const isOne =
      !axes[i]!.isBatch &&
      !(hasLabels && i === axes.length - 2) &&
      lists.every(s => s[i] === s[i + 1]! * axes[i + 1]!.n)
    if (!isOne) continue
    axes[i + 1]!.n *= axes[i]!.n
    axes.splice(i, 1)
    for (const s of lists) s.splice(i, 1)
  }
  if (axes.length === 0) {
    axes.push({ n: 1, isBatch: false })
    for (const s of lists) s.push(0)
  }
  const inner = axes.length - 1
  const width = axes[inner]!.n

  // Sums that come about piece by piece start from nothing.
  for (const step of steps.filter(isReduction)) {
    const { place: where, strides } = accesses.get(writing.get(step)!)!
    const turns = strides.reduce(
      (n, stride, i) => (i === inner || stride !== 0 || axes[i]!.isBatch ? n : n * axes[i]!.n),
      1,
    )
    if (lanes.bytes === 4 && step.op.name === 'sumTo' && turns > STRETCH)
      throw new Unsupported('a long sum of float32, piece by piece')
    const isWhole = strides.every((stride, i) => i === inner || stride !== 0 || axes[i]!.n === 1)
    if (where.area === 'sums' || (isWhole && strides[inner] === 0)) continue
    const start = START[step.op.name as 'max']
    if (where.isBatched && where.area !== 'part') fillRows(scope, where, start)
    else fill(scope, where, plan.roomOf(step.output), start)
  }

  const at = new Map<string, Access>()
  for (const [key, { value, place: where, strides }] of accesses)
    at.set(key, {
      value,
      place: where,
      strides,
      at: f.let(i32.of((written.has(key) ? targetOf : addressOf)(scope, where))),
    })
  const bad = mayDoubt({ kind: 'columns', steps }) ? f.local('v128') : undefined

  /** The loop over the innermost axis. */
  const innermost = (): void => {
    const j = f.local('i32')
    f.set(j, i32.of(0))
    // What does not change along the axis is read before it.
    const fixed = new Map<string, Local<'v128'>>()
    for (const [key, access] of at)
      if (access.strides[inner] === 0 && !written.has(key))
        fixed.set(key, f.let(loadLanes(scope, access.place, access.at, 0, 0)))
    // Some vectors in a row, each with sums of its own, so that none waits for the one before.
    const vectors = Math.ceil(width / lanes.count)
    const isShort = vectors <= SHORT
    const unroll = isShort ? vectors : unrolled(steps)
    const isLong = lanes.bytes === 4 && width > STRETCH
    const running = new Map<Value, { sums: Local<'v128'>[]; wide: Local<'v128'>[]; step: Step }>()
    for (const step of steps.filter(isReduction))
      if (accesses.get(writing.get(step)!)!.strides[inner] === 0)
        running.set(step.output, {
          step,
          wide: isLong && step.op.name === 'sumTo' ? [f.let(f64x2.of(0)), f.let(f64x2.of(0))] : [],
          sums: Array.from({ length: Math.min(unroll, 4) }, () =>
            f.let(lanes.of(START[step.op.name as 'max'])),
          ),
        })
    // Neighbours are as far apart as j counts; others, and integers beside float64, have a pointer of their own.
    const moving = new Map<string, Local<'i32'>>()
    for (const [key, { at: start, strides, place: where }] of at)
      if (strides[inner]! > 1 || strides[inner]! < 0 || (strides[inner] === 1 && where.bytes !== lanes.bytes))
        moving.set(key, f.let(i32.add(start, 0)))

    /** One vector: `u` vectors behind where the loop is. */
    const once = (count: number, u: number): void => {
      const values = new Map<Value, Vector>()
      const mask = count === lanes.count ? undefined : f.constant(firstLanes(lanes, i32.of(count)))
      const only = (x: V128, otherwise?: V128): V128 =>
        mask === undefined ? x : otherwise === undefined ? v128.and(x, mask) : v128.select(mask, x, otherwise)
      const address = (key: string): Int =>
        moving.get(key) ?? (isShort ? at.get(key)!.at : i32.add(at.get(key)!.at, j))
      const offset = (key: string): number => {
        const { strides, place: where } = at.get(key)!
        return u * lanes.count * strides[inner]! * where.bytes
      }
      const input = (step: Step, i: number): Vector => {
        const x = step.inputs[i]!
        const known = numberOf(baseOf(x))
        if (known !== undefined)
          return new Vector(
            writer,
            specs[x]!.dtype === 'bool' ? (known === 0 ? lanes.of(0) : v128.not(lanes.of(0))) : known,
          )
        const here = values.get(baseOf(x))
        if (own.has(baseOf(x)) && here !== undefined) return here
        const key = reading.get(step)![i]!
        const held = fixed.get(key)
        if (held !== undefined) return new Vector(writer, held)
        const access = at.get(key)!
        return new Vector(
          writer,
          loadLanes(scope, access.place, address(key), offset(key), access.strides[inner]!, count),
        )
      }
      const note = (odd: V128): void => f.set(bad!, v128.or(bad!, only(odd)))
      for (const step of steps) {
        const { op, inputs, output } = step
        if (op.name === 'guard') note(isOdd(input(step, 0)))
        else if (isReduction(step)) {
          const x = input(step, 0).value
          const take = taking(lanes, op.name as 'max')
          const own = running.get(output)
          if (own !== undefined) {
            const sum = own.sums[u % own.sums.length]!
            const rest = op.name === 'sumTo' ? undefined : f.constant(lanes.of(START[op.name as 'max']))
            f.set(sum, take(sum, only(x, rest)))
          } else {
            const key = writing.get(step)!
            const { place: where, strides } = at.get(key)!
            const held = loadLanes(scope, where, address(key), offset(key), strides[inner]!, count)
            storeLanes(scope, address(key), offset(key), strides[inner]!, take(held, x), count)
          }
        } else {
          const all = inputs.map((_, i) => input(step, i))
          const beyond = all.length > 0 ? beyondCode(op.name, all[0]!) : undefined
          if (beyond !== undefined) note(beyond.value)
          const value = labelled(step)
            ? column(all[0]!, step, i32.add(j, u * 16), note)
            : codeOf(
                lanes,
                op.name,
                all,
                inputs.map(x => specs[x]!),
                specs[output]!,
              )
          values.set(output, value)
          const key = writing.get(step)
          if (key !== undefined)
            storeLanes(scope, address(key), offset(key), at.get(key)!.strides[inner]!, value.value, count)
        }
      }
    }
    const several = (n: number): void => {
      for (let u = 0; u < n; u++) once(lanes.count, u)
      for (const [key, q] of moving)
        f.advance(q, n * lanes.count * at.get(key)!.strides[inner]! * at.get(key)!.place.bytes)
    }
    /** Adds what float32 sums have come to into those of float64, and starts them anew. */
    const widen = (): void => {
      for (const { sums, wide } of running.values())
        for (const sum of wide.length > 0 ? sums : []) {
          for (const [half, x] of widened(f, lanes, sum).entries())
            f.set(wide[half]!, f64x2.add(wide[half]!, x))
          f.set(sum, lanes.of(0))
        }
    }
    const full = Math.floor(width / lanes.count)
    const rest = width % lanes.count
    if (isShort) {
      for (let u = 0; u < full; u++) once(lanes.count, u)
      if (rest > 0) once(rest, full)
    } else {
      const most = full - (full % unroll)
      if (isLong) {
        const end = f.local('i32')
        f.whileBelow(j, i32.of(most * 16), () => {
          least(f, end, i32.add(j, STRETCH * lanes.bytes), most * 16)
          f.upTo(j, end, unroll * 16, () => several(unroll))
          widen()
        })
      } else f.upTo(j, most * 16, unroll * 16, () => several(unroll))
      if (most < full) f.upTo(j, full * 16, 16, () => several(1))
      if (rest > 0) once(rest, 0)
    }
    widen()

    for (const { sums, wide, step } of running.values()) {
      const take = taking(lanes, step.op.name as 'max')
      const access = at.get(writing.get(step)!)!
      const all =
        wide.length > 0
          ? f.let(lanes.narrow(float64.across(f64x2.add, f.let(f64x2.add(wide[0]!, wide[1]!)))))
          : lanes.across(take, f.let(sums.slice(1).reduce<V128>(take, sums[0]!)))
      const isFirst = access.strides.every((stride, i) => i === inner || stride !== 0)
      f.run(
        lanes.storeFirst(
          access.at,
          isFirst && access.place.area !== 'sums' ? all : take(all, lanes.loadSplat(access.at)),
        ),
      )
    }
  }
  /** 1 in the column that a label names, of n: what it names must be there. */
  const column = (label: Vector, { inputs, output }: Step, j: Int, note: (odd: V128) => void): Vector => {
    const { shape, dtype } = specs[output]!
    note(label.lt(0).or(label.gt(shape.at(-1)! - 1)).value)
    if (specs[inputs[0]!]!.dtype !== 'int32') note(label.with(lanes.ne, label.by(lanes.nearest)).value)
    const first = i32.divU(j, lanes.bytes)
    const base = new Vector(writer, fromInt(scope, first))
    const steps = v128.of(laneNumbers(lanes.bytes))
    // The only class of one has no axis of its own to go along.
    const number =
      shape.at(-1) === 1 ? new Vector(writer, 0) : base.with(lanes.add, new Vector(writer, steps))
    const hot = label.eq(number)
    return dtype === 'bool' ? hot : hot.and(1)
  }

  const loop = (i: number): void => {
    if (i === inner) {
      innermost()
      return
    }
    const n = axes[i]!.isBatch ? part!.count : axes[i]!.n
    const c = f.local('i32')
    f.set(c, i32.of(0))
    f.upTo(c, n, 1, () => {
      loop(i + 1)
      for (const { at: p, strides, place: where } of at.values())
        if (strides[i] !== 0) f.advance(p, strides[i]! * where.bytes)
    })
    if (i > 0)
      for (const { at: p, strides, place: where } of at.values())
        if (strides[i] !== 0) f.advance(p, -strides[i]! * axes[i]!.n * where.bytes)
  }
  loop(0)
  if (bad !== undefined) raise(scope, bad)
}

/** As many vectors in a row are written out, without a loop. */
const SHORT = 6

/** How many vectors a turn of the loop takes: several where there is little to do with each, and registers are left. */
const unrolled = (steps: readonly Step[]): number => (steps.length <= 4 ? 4 : steps.length <= 8 ? 2 : 1)

/** How a reduction takes in another vector. */
const taking = ({ add, max, min, pmax }: AllLanes, op: keyof typeof START): ((a: V128, b: V128) => V128) =>
  ({ sumTo: add, max, min, peak: pmax })[op]

const START = {
  sumTo: 0,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
  peak: Number.NEGATIVE_INFINITY,
}

/** 0, 1, … as the lanes of a vector. */
const laneNumbers = (bytes: number): number[] => [
  ...new Uint8Array((bytes === 4 ? Float32Array.of(0, 1, 2, 3) : Float64Array.of(0, 1)).buffer),
]
