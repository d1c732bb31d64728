// A nest by rows: a vector holds one value of several rows, and everything else is unrolled. Without a batch it is straight-line code.
import type { Local } from '../../kernels/wasm/assembler.js'
import type { Int, V128 } from '../../kernels/wasm/expression.js'
import * as i32 from '../../kernels/wasm/i32.js'
import { firstLanes } from '../../kernels/wasm/sums.js'
import * as v128 from '../../kernels/wasm/v128.js'
import { Vector } from '../../kernels/wasm/vector.js'
import type { Cut } from '../../ops/slice.js'
import { type Shape, sizeOf, stridesOf } from '../../shape.js'
import { beyondCode, codeOf } from '../elementwise.js'
import type { Place } from '../plan.js'
import type { Step, Value } from '../program.js'
import { mayDoubt, type Nest } from '../schedule.js'
import {
  addressOf,
  isOdd,
  loadLanes,
  placeIn,
  raise,
  type Scope,
  storeLanes,
  targetOf,
  whenSure,
} from './scope.js'

type Index = readonly number[]

/** The index of the nth value of a shape, and its way back. */
const indexAt = (shape: Shape, n: number): Index =>
  stridesOf(shape).map((stride, i) => Math.floor(n / stride) % shape[i]!)
const place = (shape: Shape, index: Index): number =>
  stridesOf(shape).reduce((sum, stride, i) => sum + stride * index[i]!, 0)

/** The index in an operand that stretches to a shape. */
const stretched = (from: Shape, index: Index): Index =>
  from.map((n, i) => (n === 1 ? 0 : index[index.length - from.length + i]!))

/** Writes the nest into a function's body. */
export function writeRows(scope: Scope, { steps }: Nest, reads: (x: Value) => boolean): void {
  const { f, plan, writer, part } = scope
  const { lanes, program, numberOf, baseOf, rows } = plan
  const { specs } = program
  const batched = (x: Value): boolean => plan.schedule.batch?.values.has(x) ?? false
  const own = new Map(steps.map(step => [step.output, step]))
  const views = plan.views
  /** A value's shape for one row. */
  const shapeOf = (x: Value): Shape => {
    const { shape } = specs[x]!
    return batched(x) ? [1, ...shape.slice(1)] : shape
  }
  const pointers = new Map<Value, { at: Local<'i32'>; place: Place }>()
  const values = new Map<string, Vector>()
  const sums = new Map<string, { sum: Local<'v128'>; x: Value; at: number }>()
  let bad: Local<'v128'> | undefined

  // What is read from memory has a pointer that moves with the rows.
  const pointerOf = (x: Value): { at: Int; place: Place } => {
    const where = placeIn(scope, x)
    if (part === undefined || !where.isBatched) return { at: addressOf(scope, where), place: where }
    const base = baseOf(x)
    const known = pointers.get(base)
    if (known === undefined) throw new Error(`no pointer for value ${base}`)
    return { at: known.at, place: where }
  }
  const offsetOf = (x: Value, where: Place, index: Index): number => {
    const root = placeIn(scope, baseOf(x))
    const inner = where.strides.reduce((sum, stride, i) => sum + stride * index[i]!, 0) * where.bytes
    return inner + (part !== undefined && where.isBatched ? where.address - root.address : 0)
  }

  const load = (x: Value, index: Index): Vector => {
    const { at, place: where } = pointerOf(x)
    return new Vector(
      writer,
      loadLanes(scope, where, at, offsetOf(x, where, index), where.isBatched ? where.strides[0]! : 0),
    )
  }

  /** The vector of a value at an index, computed, read or a number. */
  const vector = (x: Value, index: Index): Vector => {
    const known = numberOf(baseOf(x))
    if (known !== undefined) return new Vector(writer, specs[x]!.dtype === 'bool' ? mask(known) : known)
    const key = `${x}:${index.join()}`
    let found = values.get(key)
    if (found === undefined) {
      const step = own.get(x) ?? views.get(x)
      found =
        step !== undefined && (own.has(baseOf(x)) || numberOf(baseOf(x)) !== undefined)
          ? computed(step, index)
          : load(x, index)
      values.set(key, found)
    }
    return found
  }
  const mask = (known: number): V128 => (known === 0 ? lanes.of(0) : v128.not(lanes.of(0)))

  /** All vectors of a value whose index agrees with one of the output, along the axes that the output kept. */
  const gathered = (x: Value, keeps: (index: Index) => boolean): Vector[] => {
    const shape = shapeOf(x)
    const all = Array.from({ length: sizeOf(shape) }, (_, n) => indexAt(shape, n)).filter(keeps)
    return all.map(index => vector(x, index))
  }

  const computed = ({ op, inputs, output, params }: Step, index: Index): Vector => {
    const [x, y] = inputs as [Value, Value]
    switch (op.name) {
      case 'alias':
        return vector(x, index)
      case 'reshape': {
        const [from, to] = [shapeOf(x), shapeOf(output)]
        return vector(x, indexAt(from, place(to, index)))
      }
      case 'permute': {
        const axes = params as readonly number[]
        const from = new Array<number>(axes.length)
        axes.forEach((axis, i) => {
          from[axis] = index[i]!
        })
        return vector(x, from)
      }
      case 'broadcastTo':
        return vector(x, stretched(shapeOf(x), index))
      case 'slice': {
        const { starts, steps: by } = params as Cut
        return vector(
          x,
          index.map((at, i) => starts[i]! + at * by[i]!),
        )
      }
      case 'sumTo': {
        const [from, to] = [shapeOf(x), shapeOf(output)]
        return combined(
          gathered(x, at => place(to, stretched(to, at.slice(from.length - to.length))) === place(to, index)),
          'add',
        )
      }
      case 'max':
      case 'min':
      case 'peak':
        return combined(
          gathered(x, at => at.every((n, i) => i === params || n === index[i])),
          op.name,
        )
      case 'matmul': {
        const { transposeA, transposeB } = params as { transposeA: boolean; transposeB: boolean }
        const depth = shapeOf(x)[transposeA ? 0 : 1]!
        const [i, j] = index as [number, number]
        let sum = new Vector(writer, 0)
        for (let k = 0; k < depth; k++)
          sum = vector(x, transposeA ? [k, i] : [i, k]).mulAdd(vector(y, transposeB ? [j, k] : [k, j]), sum)
        return sum
      }
      case 'gather': {
        const { axis } = params as { axis: number }
        const n = shapeOf(x)[axis]!
        const label = labelAt(y, index, axis, n)
        let found = vector(x, index.with(axis, 0))
        for (let at = 1; at < n; at++) found = label.eq(at).select(vector(x, index.with(axis, at)), found)
        return found
      }
      case 'oneHot': {
        const label = labelAt(x, index.slice(0, -1), -1, specs[output]!.shape.at(-1)!)
        const hot = label.eq(index.at(-1)!)
        return specs[output]!.dtype === 'bool' ? hot : hot.and(1)
      }
      default: {
        const operands = inputs.map(input => vector(input, stretched(shapeOf(input), index)))
        const beyond = beyondCode(op.name, operands[0]!)
        if (beyond !== undefined) note(beyond.value)
        return codeOf(
          lanes,
          op.name,
          operands,
          inputs.map(input => specs[input]!),
          specs[output]!,
        )
      }
    }
  }

  /** A label, which must name one of n: another raises the flag. */
  const labelAt = (labels: Value, index: Index, axis: number, n: number): Vector => {
    const drops = axis >= 0 && specs[labels]!.shape.length < index.length
    const label = vector(labels, drops ? index.filter((_, i) => i !== axis) : index)
    note(label.lt(0).or(label.gt(n - 1)).value)
    if (specs[labels]!.dtype !== 'int32') note(label.with(lanes.ne, label.by(lanes.nearest)).value)
    return label
  }

  const all = (x: Value): void => {
    const shape = shapeOf(x)
    for (let n = 0; n < sizeOf(shape); n++) vector(x, indexAt(shape, n))
  }

  const noted = new Set<number>()
  const note = (odd: V128 & { readonly index?: number | undefined }): void => {
    if (odd.index !== undefined && noted.has(odd.index)) return
    if (odd.index !== undefined) noted.add(odd.index)
    f.set(bad!, v128.or(bad!, rest === undefined ? odd : v128.and(odd, rest)))
  }

  const combined = (all: readonly Vector[], by: 'add' | 'max' | 'min' | 'peak'): Vector => {
    const { add, max, min, pmax: peak } = lanes
    const instruction = { add, max, min, peak }[by]
    // Sums start from 0, which makes 0 of −0.
    let level = by === 'add' ? [new Vector(writer, 0), ...all] : [...all]
    while (level.length > 1)
      level = level.flatMap((x, i) =>
        i % 2 === 1 ? [] : [level[i + 1] === undefined ? x : x.with(instruction, level[i + 1]!)],
      )
    return level[0]!
  }

  /** What a step adds to sums over the batch, for each place of its output. */
  const summands = ({ op, inputs, output, params }: Step, n: number): Vector => {
    const [x, y] = inputs as [Value, Value]
    const index = indexAt(specs[output]!.shape, n)
    if (op.name === 'matmul') {
      const { transposeA, transposeB } = params as { transposeA: boolean; transposeB: boolean }
      const [a, b] = [
        vector(x, transposeA ? [0, index[0]!] : [index[0]!, 0]),
        vector(y, transposeB ? [index[1]!, 0] : [0, index[1]!]),
      ]
      return a.mul(b)
    }
    const [from, to] = [shapeOf(x), specs[output]!.shape]
    const kept = gathered(x, at => place(to, stretched(to, at.slice(from.length - to.length))) === n)
    return combined(kept, 'add')
  }

  const sumSteps = steps.filter(
    ({ output, inputs }) => output >= 0 && inputs.some(batched) && !batched(output),
  )
  const needsFlag = mayDoubt({ kind: 'rows', steps })
  const isRagged = part !== undefined && rows % lanes.count !== 0 && (sumSteps.length > 0 || needsFlag)
  const row = part === undefined ? undefined : f.local('i32')
  let rest: Local<'v128'> | undefined
  if (isRagged) rest = f.local('v128')
  if (needsFlag) bad = f.local('v128')
  if (part !== undefined) {
    const touched = new Set(steps.flatMap(step => [...step.inputs.map(baseOf), step.output]))
    for (const x of touched) {
      const where = x < 0 || numberOf(x) !== undefined ? undefined : plan.placeOf(x)
      if (where?.isBatched) pointers.set(x, { at: f.let(i32.of(addressOf(scope, where))), place: where })
    }
    for (const step of sumSteps)
      for (let n = 0; n < sizeOf(specs[step.output]!.shape); n++)
        sums.set(`${step.output}:${n}`, { sum: f.local('v128'), x: step.output, at: n })
  }

  const store = (x: Value): void => {
    const where = placeIn(scope, x)
    const { at } = pointerOf(x)
    const shape = shapeOf(x)
    for (let n = 0; n < sizeOf(shape); n++) {
      const index = indexAt(shape, n)
      const offset = offsetOf(x, where, index)
      if (where.isBatched) storeLanes(scope, at, offset, where.strides[0]!, vector(x, index).value)
      else storeLanes(scope, at, offset, 1, vector(x, index).value, 1)
    }
  }

  const body = (): void => {
    // What is written over is read first.
    for (const [y, x] of plan.instead) if (own.has(y)) all(x)
    if (rest !== undefined) f.set(rest, firstLanes(lanes, i32.sub(part!.count, row!)))
    for (const [i, step] of steps.entries()) {
      const { op, inputs, output } = step
      // Long chains are written link by link, for each value writes those that it needs before itself.
      if (i % 64 === 63 && output >= 0 && !sumSteps.includes(step)) all(output)
      if (op.name === 'guard') {
        const shape = shapeOf(inputs[0]!)
        for (let n = 0; n < sizeOf(shape); n++) note(isOdd(vector(inputs[0]!, indexAt(shape, n))))
      } else if (sumSteps.includes(step)) {
        for (let n = 0; n < sizeOf(specs[output]!.shape); n++) {
          const { sum } = sums.get(`${output}:${n}`)!
          const x = summands(step, n).value
          f.set(sum, lanes.add(sum, rest === undefined ? x : v128.and(x, rest)))
        }
      } else if (plan.instead.has(output)) all(output)
      else if (reads(output)) store(output)
    }
    for (const { at, place: where } of pointers.values())
      f.advance(at, lanes.count * where.strides[0]! * where.bytes)
  }
  if (part === undefined) body()
  else f.upTo(row!, part.count, lanes.count, body)
  for (const { sum, x, at } of sums.values()) {
    const where = placeIn(scope, x)
    const offset = at * where.bytes
    const address = targetOf(scope, where)
    const across = f.let(lanes.across(lanes.add, sum))
    f.run(lanes.storeFirst(address, lanes.add(across, lanes.loadSplat(address, offset)), offset))
  }
  if (bad !== undefined) raise(scope, bad)
  // What was given is written over only when nothing speaks against it.
  const late = steps.filter(step => plan.instead.has(step.output))
  if (late.length > 0)
    whenSure(scope, () => {
      for (const step of late) store(step.output)
    })
}
