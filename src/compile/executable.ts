// A program as machine code with memory of its own: inputs go in where they changed, it runs, and outputs are read where they lie.
import { allocate, type TypedArray } from '../dtype.js'
import type { Machinery } from '../kernels/wasm/engine.js'
import { shared } from '../kernels/wasm/memory.js'
import { type Shape, sizeOf, stridesOf } from '../shape.js'
import { type Held, type Tensor, valuesOf } from '../tensor.js'
import { batchOf } from './axes.js'
import { checkBytes, type ModuleFunctions, moduleOf } from './emit/module.js'
import type { Lowered } from './lower.js'
import { lanesOf, type Place, type Plan, planned } from './plan.js'
import { scheduled } from './schedule.js'
import { threaded } from './threads/index.js'

const PAGE = 2 ** 16

/** A program with its memory. */
export class Executable {
  readonly plan: Plan
  readonly #memory: { readonly buffer: ArrayBuffer }
  readonly #main: () => number
  /** What each input holds now: the same values need not be written again. */
  readonly #bound: (Held | undefined)[] = []
  readonly #inputs: readonly (Place | undefined)[]
  readonly #views: { readonly [dtype in 'float32' | 'float64']: Float32Array | Float64Array }
  readonly #integers: Int32Array

  /** Throws `Unsupported` where there is no code for a step. */
  constructor(lowered: Lowered, { host, fma }: Machinery, threads = 1) {
    const { program } = lowered
    const lanes = lanesOf(program)
    const batch = batchOf(program)
    this.plan = planned(program, scheduled(lowered, batch, lanes.dtype), lanes, new Map(), threads)
    const isShared = this.plan.parts > 1
    const pages = Math.ceil(this.plan.bytes / PAGE)
    const bytes = moduleOf(this.plan, isShared ? { fma, limits: shared(pages) } : { fma })
    checkBytes(this.plan.bytes)
    this.#memory = new host.Memory({ initial: pages, maximum: pages, shared: isShared })
    const module = new host.Module(bytes)
    const functions = new host.Instance(module, { host: { memory: this.#memory } }).exports as ModuleFunctions
    const { buffer } = this.#memory
    this.#views = {
      float32: new Float32Array(buffer),
      float64: new Float64Array(buffer, 0, buffer.byteLength >>> 3),
    }
    this.#integers = new Int32Array(buffer)
    this.#main = isShared ? threaded(this.plan, module, this.#memory, functions) : functions.main
    this.#inputs = program.inputs.map(x => this.plan.placeOf(x))
    for (const [x, tensor] of program.constants) {
      const place = this.plan.placeOf(x)
      if (place !== undefined && this.plan.baseOf(x) === x) this.#write(place, tensor)
    }
  }

  /** Runs the program on inputs; whether what it gave is right. */
  run(inputs: readonly Tensor[]): boolean {
    for (let i = 0; i < inputs.length; i++) {
      const { held } = inputs[i]!
      const place = this.#inputs[i]
      if (place === undefined || (held === this.#bound[i] && typeof held !== 'number')) continue
      this.#write(place, inputs[i]!)
      this.#bound[i] = inputs[i]!.held
    }
    return this.#main() === 0
  }

  /** The values of an output, copied. */
  read(x: number): TypedArray {
    const { shape, dtype } = this.plan.program.specs[x]!
    const { address, strides, bytes } = this.plan.placeOf(x)!
    const out = allocate(dtype, sizeOf(shape))
    const view = dtype === 'bool' ? this.#integers : this.#views[this.plan.lanes.dtype]
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

  #write({ address, bytes, dtype }: Place, x: Tensor): void {
    if (dtype === 'bool') {
      const width = bytes / 4
      const at = address / 4
      for (const [i, v] of valuesOf(x).entries())
        this.#integers.fill(v === 0 ? 0 : -1, at + i * width, at + (i + 1) * width)
    } else if (dtype === 'int32') this.#integers.set(valuesOf(x), address / 4)
    else {
      const view = this.#views[this.plan.lanes.dtype]
      if (typeof x.held === 'number') view[address / bytes] = x.held
      else view.set(valuesOf(x), address / bytes)
    }
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
