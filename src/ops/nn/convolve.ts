// The convolution as an op: windows of one image at a time written out, times the kernel as a matrix, on the fast matmul.
import { allocate, type TypedArray } from '../../dtype.js'
import { apply, type Differential, type Operation } from '../../graph/index.js'
import * as kernels from '../../kernels/run.js'
import { type Shape, sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { checkExact } from '../matmul.js'
import { castResult, storage } from '../storage.js'
import { addWindows, copyWindows } from './unfold.js'
import type { Windows } from './window.js'

/** How a convolution moves. Before the axes of images, kernels and outputs come `lead` axes of samples, each with its own. */
interface Plan {
  readonly windows: Windows
  readonly groups: number
  readonly lead: number
}

// One function linear in each of three, Σ y[n, o, p, q]·kernel[o, c, i, j]·x[n, c, …], whose slope towards each is an op of the other
// two. So the derivatives of these ops are these ops, at any order.

/** x : [n, c, h, w], kernel : [o, c/groups, kh, kw] → y : [n, o, oh, ow] */
const OUTPUT: Operation<Plan> = {
  name: 'conv',
  shape: ([x, kernel], { windows, lead }) => [
    ...x!.shape.slice(0, lead + 1),
    kernel!.shape[lead]!,
    ...windows.map(axis => axis.windows),
  ],
  forward([x, kernel], plan, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    const sizes = sizesOf(x!.shape, kernel!.shape, plan)
    if (dtype === 'int32') checkExact(x!, kernel!, sizes.taps)
    const { own, taps, places, startsKernel, startsColumns } = sizes
    const multiply = { m: own, k: taps, n: places, transposeA: false, transposeB: false }
    const starts = { startsA: startsKernel, startsB: startsColumns }
    const columns = columnsOf(valuesOf(x!), plan, sizes)
    eachImage(sizes, (image, kernelAt, outputAt) =>
      kernels.matmul(kernelAt(valuesOf(kernel!)), columns(image), { ...multiply, ...starts }, outputAt(out)),
    )
    return castResult('conv', dtype, out)
  },
  batch: forSamples,
  differentials: ([x, kernel], _, plan) => [
    between(
      dx => output(dx, kernel!, plan),
      dy => input(dy, kernel!, plan),
    ),
    between(
      dk => output(x!, dk, plan),
      dy => kernelOf(x!, dy, plan),
    ),
  ],
}

/** y, kernel → x */
const INPUT: Operation<Plan> = {
  name: 'convInput',
  shape: ([y, kernel], { windows, groups, lead }) => [
    ...y!.shape.slice(0, lead + 1),
    kernel!.shape[lead + 1]! * groups,
    ...windows.map(axis => axis.n),
  ],
  forward([y, kernel], plan, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    const sizes = sizesOf(shape, kernel!.shape, plan)
    if (dtype === 'int32') checkExact(y!, kernel!, sizes.own)
    const { own, taps, places, channels, startsKernel, startsOutput } = sizes
    const multiply = { m: taps, k: own, n: places, transposeA: true, transposeB: false }
    const starts = { startsA: startsKernel, startsB: startsOutput }
    const spread = storage(dtype, sizes.columns)
    // Many values land on one: their sums are gathered in float64.
    const sums = out instanceof Float64Array ? out : new Float64Array(out.length)
    eachImage(sizes, (image, kernelAt, outputAt) => {
      kernels.matmul(kernelAt(valuesOf(kernel!)), outputAt(valuesOf(y!)), { ...multiply, ...starts }, spread)
      const at = sums.subarray(image * sizes.image, (image + 1) * sizes.image)
      addWindows(spread, channels, plan.windows, at)
    })
    if (sums !== out) out.set(sums)
    return castResult('conv', dtype, out)
  },
  batch: forSamples,
  differentials: ([y, kernel], _, plan) => [
    between(
      dy => input(dy, kernel!, plan),
      dx => output(dx, kernel!, plan),
    ),
    between(
      dk => input(y!, dk, plan),
      dx => kernelOf(dx, y!, plan),
    ),
  ],
}

/** x, y → kernel */
const KERNEL: Operation<Plan> = {
  name: 'convKernel',
  shape: ([x, y], { windows, groups, lead }) => [
    ...x!.shape.slice(0, lead),
    y!.shape[lead + 1]!,
    x!.shape[lead + 1]! / groups,
    ...windows.map(axis => axis.taps),
  ],
  forward([x, y], plan, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    const sizes = sizesOf(x!.shape, shape, plan)
    if (dtype === 'int32') checkExact(x!, y!, sizes.places * sizes.images)
    const { own, taps, places, startsOutput, startsColumns } = sizes
    const multiply = { m: own, k: places, n: taps, transposeA: false, transposeB: true }
    const starts = { startsA: startsOutput, startsB: startsColumns }
    const columns = columnsOf(valuesOf(x!), plan, sizes)
    const part = storage(dtype, sizes.kernel)
    const sums = out instanceof Float64Array ? out : new Float64Array(out.length)
    eachImage(sizes, (image, kernelAt, outputAt) => {
      kernels.matmul(outputAt(valuesOf(y!)), columns(image), { ...multiply, ...starts }, part)
      const sum = kernelAt(sums)
      for (let i = 0; i < part.length; i++) sum[i]! += part[i]!
    })
    if (sums !== out) out.set(sums)
    return castResult('conv', dtype, out)
  },
  batch: forSamples,
  differentials: ([x, y], _, plan) => [
    between(
      dx => kernelOf(dx, y!, plan),
      dk => input(y!, dk, plan),
    ),
    between(
      dy => kernelOf(x!, dy, plan),
      dk => output(x!, dk, plan),
    ),
  ],
}

const output = (x: Tensor, kernel: Tensor, plan: Plan): Tensor => apply(OUTPUT, [x, kernel], plan)
const input = (y: Tensor, kernel: Tensor, plan: Plan): Tensor => apply(INPUT, [y, kernel], plan)
const kernelOf = (x: Tensor, y: Tensor, plan: Plan): Tensor => apply(KERNEL, [x, y], plan)

/** The convolution of images. x : [n, c, h, w], kernel : [o, c/groups, kh, kw] → [n, o, oh, ow] */
export const convolve = (x: Tensor, kernel: Tensor, windows: Windows, groups: number): Tensor =>
  output(x, kernel, { windows, groups, lead: 0 })

/** Its adjoint: what would have been convolved. y : [n, o, oh, ow], kernel : [o, c/groups, kh, kw] → [n, c, h, w] */
export const deconvolve = (y: Tensor, kernel: Tensor, windows: Windows, groups: number): Tensor =>
  input(y, kernel, { windows, groups, lead: 0 })

const between = (jvp: Differential['jvp'], vjp: Differential['vjp']): Differential => ({ jvp, vjp })

function forSamples(plan: Plan): Plan {
  return { ...plan, lead: plan.lead + 1 }
}

/** How many values there are of what, and where the groups of each begin. */
function sizesOf(x: Shape, kernel: Shape, { windows, groups, lead }: Plan) {
  const [rows, columns] = windows
  const places = rows.windows * columns.windows
  const channels = x[lead + 1]!
  const taps = sizeOf(kernel.slice(lead + 1))
  const own = kernel[lead]! / groups
  const starts = (size: number) => Array.from({ length: groups }, (_, group) => group * size)
  return {
    samples: sizeOf(x.slice(0, lead)),
    images: x[lead]!,
    channels,
    image: channels * rows.n * columns.n,
    /** Output channels of a group. */
    own,
    /** Values of a kernel for one output channel. */
    taps,
    places,
    kernel: groups * own * taps,
    output: groups * own * places,
    columns: groups * taps * places,
    startsKernel: starts(own * taps),
    startsOutput: starts(own * places),
    startsColumns: starts(taps * places),
  }
}

type Sizes = ReturnType<typeof sizesOf>
type Part = <T extends TypedArray>(values: T) => T

/** Every image of every sample, with the part of kernels and of outputs that belongs to it. */
function eachImage(
  { samples, images, kernel, output }: Sizes,
  run: (image: number, kernelAt: Part, outputAt: Part) => void,
): void {
  for (let sample = 0; sample < samples; sample++) {
    const kernelAt = partOf(sample * kernel, kernel)
    for (let i = 0; i < images; i++) {
      const image = sample * images + i
      run(image, kernelAt, partOf(image * output, output))
    }
  }
}

const partOf =
  (start: number, size: number): Part =>
  <T extends TypedArray>(values: T) =>
    values.subarray(start, start + size) as T

/** The windows of an image, in storage that is used for one after the other; the image itself where each window is one value. */
function columnsOf(x: TypedArray, { windows }: Plan, { image, channels, columns }: Sizes) {
  const at = (i: number) => x.subarray(i * image, (i + 1) * image)
  if (isWhole(windows)) return at
  // What stands on padding is 0 from the beginning, and never written.
  const room = allocate(x instanceof Float32Array ? 'float32' : 'float64', columns)
  return (i: number): TypedArray => {
    copyWindows(at(i), channels, windows, room)
    return room
  }
}

/** Whether every window is one value, and every value one window. */
const isWhole = (windows: Windows): boolean =>
  windows.every(
    ({ n, taps, stride, before, windows }) => taps * stride === 1 && before === 0 && windows === n,
  )
