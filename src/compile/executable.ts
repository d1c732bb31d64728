// A program as machine code with memory of its own: inputs go in where they changed, it runs, and outputs are read where they lie.
import { allocate, type TypedArray } from '../dtype.js'
import type { Spec } from '../graph/index.js'
import type { Machinery } from '../kernels/wasm/engine.js'
import { COMPARISONS } from '../kernels/wasm/functions/index.js'
import { shared } from '../kernels/wasm/memory.js'
import { type Shape, sizeOf, stridesOf } from '../shape.js'
import { type Held, type Tensor, valuesOf } from '../tensor.js'
import { batchOf } from './axes.js'
import { type ModuleFunctions, moduleOf } from './emit/module.js'
import { inPlace } from './inplace.js'
import type { Lowered } from './lower.js'
import { checkBytes, ownMemory, PAGE, roomFor } from './memories.js'
import { lanesOf, type Place, type Plan, planned } from './plan.js'
import { scheduled, Unsupported } from './schedule.js'
import { threaded } from './threads/index.js'
import { type LoopShape, trackOf } from './track.js'

/** Below this, float32 has all integers. */
const WHOLE = 2 ** 24

/** A program with its memory. */
export class Executable {
  readonly plan: Plan
  /** Where a loop keeps what moves between its calls. */
  readonly track: ReturnType<typeof trackOf> | undefined
  readonly #main: () => number
  readonly #loop: (count: number) => number
  /** What each input holds now: the same values need not be written again. */
  readonly #bound: (Held | undefined)[] = []
  readonly #inputs: readonly (Place | undefined)[]
  readonly #views: { readonly [dtype in 'float32' | 'float64']: Float32Array | Float64Array }
  readonly #integers: Int32Array
  /** Whether integers are compared as float32, and the addresses of those that are too large for that. */
  readonly #isNarrow: boolean
  readonly #tooLarge = new Set<number>()

  /** Throws `Unsupported` where there is no code for a step. */
  constructor(lowered: Lowered, { host, fma }: Machinery, threads = 1, loop?: LoopShape) {
    const { program } = lowered
    const lanes = lanesOf(program)
    const schedule = scheduled(lowered, batchOf(program), lanes.dtype)
    this.#isNarrow =
      lanes.bytes === 4 &&
      program.steps.some(
        ({ op, inputs }) => op.name in COMPARISONS && inputs.some(x => program.specs[x]!.dtype === 'int32'),
      )
    for (const x of program.constants.values())
      if (this.#exceeds(x)) throw new Unsupported('integers beyond those of float32')
    const instead = loop && inPlace(program, schedule, loop.carried)
    // Where it begins is known when it is known how much room it takes.
    const planFrom = (base: number): Plan => planned(program, schedule, lanes, instead, threads, base)
    const first = planFrom(0)
    // Views that cannot be are found now, and not when they are read.
    for (const y of program.outputs) first.placeOf(y)
    const room = loop === undefined ? first.bytes : trackOf(first, loop).bytes
    checkBytes(room)
    const isShared = first.parts > 1
    const { memory, base } = ofHost(() =>
      isShared ? { memory: ownMemory(host, room, true), base: 0 } : roomFor(host, room, this),
    )
    this.plan = base === 0 ? first : planFrom(base)
    this.track = loop && trackOf(this.plan, loop)
    const limits = isShared && { limits: shared(Math.ceil(room / PAGE)) }
    const bytes = moduleOf(this.plan, { fma, loop: this.track, ...limits })
    const module = ofHost(() => new host.Module(bytes))
    const functions = ofHost(() => new host.Instance(module, { host: { memory } })).exports as ModuleFunctions
    this.#loop = functions['loop'] as (count: number) => number
    const { buffer } = memory
    this.#views = {
      float32: new Float32Array(buffer),
      float64: new Float64Array(buffer, 0, buffer.byteLength >>> 3),
    }
    this.#integers = new Int32Array(buffer)
    this.#main = isShared ? threaded(this.plan, module, memory, functions) : functions.main
    this.#inputs = program.inputs.map(x => this.plan.placeOf(x))
    for (const [x, tensor] of program.constants) {
      const place = this.plan.placeOf(x)
      if (place !== undefined && this.plan.baseOf(x) === x) this.#write(place, tensor)
    }
  }

  /** Runs the program on inputs; whether what it gave is right. */
  run(inputs: readonly Tensor[]): boolean {
    for (let i = 0; i < inputs.length; i++) this.give(i, inputs[i]!)
    return this.#tooLarge.size === 0 && this.#main() === 0
  }

  /** Runs the program over and over, on what it has; how many calls were right before one was not. */
  loop(count: number): number {
    return this.#tooLarge.size === 0 ? this.#loop(count) : 0
  }

  /** Gives an input its values. */
  give(i: number, x: Tensor): void {
    const place = this.#inputs[i]
    if (place === undefined || (x.held === this.#bound[i] && typeof x.held !== 'number')) return
    this.#write(place, x)
    this.#bound[i] = x.held
  }

  /** Forgets what an input was given: the program has written something else there. */
  forget(i: number): void {
    this.#bound[i] = undefined
  }

  /** Writes integers, or all rows of something, at an address. */
  put(address: number, x: Tensor | Int32Array, like?: Place): void {
    if (x instanceof Int32Array) this.#integers.set(x, address / 4)
    else this.#write({ ...like!, address }, x)
  }

  /** The values of an output, copied. */
  read(x: number): TypedArray {
    return this.readAt(this.plan.placeOf(x)!, this.plan.program.specs[x]!)
  }

  /** Values that lie somewhere, copied. */
  readAt({ address, strides, bytes, dtype: held }: Place, { shape, dtype }: Spec): TypedArray {
    const out = allocate(dtype, sizeOf(shape))
    const view = dtype === 'bool' || held === 'int32' ? this.#integers : this.#views[this.plan.lanes.dtype]
    // A mask of float64 is read as the first half of its lane.
    const scale = bytes / view.BYTES_PER_ELEMENT
    const from = address / view.BYTES_PER_ELEMENT
    if (dtype === 'bool')
      gather(
        view,
        from,
        shape,
        strides.map(s => s * scale),
        out,
        v => (v === 0 ? 0 : 1),
      )
    else if (isDense(shape, strides)) out.set(view.subarray(from, from + out.length))
    else gather(view, from, shape, strides, out, v => v)
    return out
  }

  /** The only value of an output that has one. */
  number(x: number): number {
    const { address, bytes } = this.plan.placeOf(x)!
    return this.#views[this.plan.lanes.dtype][address / bytes]!
  }

  #exceeds(x: Tensor): boolean {
    return this.#isNarrow && x.dtype === 'int32' && valuesOf(x).some(v => Math.abs(v) >= WHOLE)
  }

  #write({ address, bytes, dtype }: Place, x: Tensor): void {
    if (dtype === 'bool') {
      const width = bytes / 4
      const at = address / 4
      for (const [i, v] of valuesOf(x).entries())
        this.#integers.fill(v === 0 ? 0 : -1, at + i * width, at + (i + 1) * width)
    } else if (dtype === 'int32') {
      this.#integers.set(valuesOf(x), address / 4)
      if (this.#exceeds(x)) this.#tooLarge.add(address)
      else this.#tooLarge.delete(address)
    } else {
      const view = this.#views[this.plan.lanes.dtype]
      if (typeof x.held === 'number') view[address / bytes] = x.held
      else view.set(valuesOf(x), address / bytes)
    }
  }
}

/** What a host makes. It throws a RangeError for want of memory; all else that it throws is our mistake, and must not hide. */
function ofHost<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw error instanceof RangeError ? new Unsupported('the host has no memory for it') : error
  }
}

const isDense = (shape: Shape, strides: readonly number[]): boolean => {
  const dense = stridesOf(shape)
  return shape.every((n, i) => n === 1 || strides[i] === dense[i])
}

/** Copies values that lie by strides into an array in row-major order. */
function gather(
  view: TypedArray,
  start: number,
  shape: Shape,
  strides: readonly number[],
  out: TypedArray,
  map: (value: number) => number,
): void {
  let at = 0
  const along = (axis: number, from: number): void => {
    const [n, stride] = [shape[axis] ?? 1, strides[axis] ?? 0]
    if (axis < shape.length - 1) for (let i = 0; i < n; i++) along(axis + 1, from + i * stride)
    else for (let i = 0; i < n; i++) out[at++] = map(view[from + i * stride]!)
  }
  along(0, start)
}
