// Strided views, copied and added to line by line: transposes, slices, stretches and their adjoints, on every host alike.
import type { TypedArray } from '../dtype.js'
import type { Layout } from './kernels.js'

/** From so many neighbours on a line is copied as one. */
const WIDE = 32
/** A transpose goes by tiles of so many rows and columns, which stay in the nearest cache on both sides. */
const TILE = 16

/** Values of a view in their order. */
export function copy(x: TypedArray, layout: Layout, out: TypedArray): void {
  eachPlane(layout, out.length, (i, at, { rows, down, columns, across }) => {
    if (across === 1 && columns >= WIDE)
      for (let r = 0; r < rows; r++, i += columns, at += down) out.set(x.subarray(at, at + columns), i)
    else if (across === 0)
      for (let r = 0; r < rows; r++, i += columns, at += down) out.fill(x[at]!, i, i + columns)
    else if (down === 1 && across !== 1) turned(x, at, across, out, i, rows, columns)
    else
      for (let r = 0; r < rows; r++, at += down)
        for (let c = 0, from = at; c < columns; c++, from += across) out[i++] = x[from]!
  })
}

/** Rows that lie next to each other become columns, tile by tile. */
function turned(
  x: TypedArray,
  at: number,
  across: number,
  out: TypedArray,
  i: number,
  rows: number,
  columns: number,
): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows)
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns)
      for (let r = top; r < bottom; r++)
        for (let c = left, from = at + r + left * across; c < right; c++, from += across)
          out[i + r * columns + c] = x[from]!
    }
  }
}

/** Values added in where a view has them. */
export function addInto(x: TypedArray, layout: Layout, out: TypedArray): void {
  // Where many values land on one, their sums are gathered in float64, as in the reference.
  const sums = out instanceof Float64Array || isApart(layout) ? out : new Float64Array(out)
  eachPlane(layout, x.length, (i, at, { rows, down, columns, across }) => {
    for (let r = 0; r < rows; r++, at += down)
      for (let c = 0, to = at; c < columns; c++, to += across) sums[to]! += x[i++]!
  })
  if (sums !== out) out.set(sums)
}

/** Whether no two positions of a view are the same: each axis steps over all that the finer ones span. */
function isApart({ shape, strides }: Layout): boolean {
  const axes = shape.map((n, axis) => ({ n, stride: Math.abs(strides[axis]!) })).filter(({ n }) => n > 1)
  axes.sort((a, b) => a.stride - b.stride)
  let span = 0
  for (const { n, stride } of axes) {
    if (stride <= span) return false
    span += (n - 1) * stride
  }
  return true
}

/** The last two axes of a view: how many rows and columns, and how far each lies from the next. */
interface Plane {
  readonly rows: number
  readonly down: number
  readonly columns: number
  readonly across: number
}

/** Visits each plane of a view of `count` values: the position of its first value, and where that lies. */
function eachPlane(
  layout: Layout,
  count: number,
  visit: (i: number, at: number, plane: Plane) => void,
): void {
  if (count === 0) return
  const { shape, strides, offset } = joined(layout)
  const outer = Math.max(0, shape.length - 2)
  const [rows, columns] = shape.length > 1 ? [shape.at(-2)!, shape.at(-1)!] : [1, shape[0] ?? 1]
  const plane = { rows, down: strides.at(-2) ?? 0, columns, across: strides.at(-1) ?? 0 }
  const index = new Array<number>(outer).fill(0)
  for (let i = 0, at = offset; i < count; i += rows * columns) {
    visit(i, at, plane)
    for (let axis = outer - 1; axis >= 0; axis--) {
      at += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      index[axis] = 0
      at -= strides[axis]! * shape[axis]!
    }
  }
}

/** The same view in as few axes as may be: those of extent 1 go, and an axis that goes on where the next one ends is one with it. */
function joined({ shape, strides, offset }: Layout): Layout {
  const [extents, steps]: [number[], number[]] = [[], []]
  shape.forEach((n, axis) => {
    const stride = strides[axis]!
    if (n === 1) return
    if (extents.length > 0 && steps.at(-1) === n * stride) {
      extents[extents.length - 1]! *= n
      steps[steps.length - 1] = stride
    } else {
      extents.push(n)
      steps.push(stride)
    }
  })
  return { shape: extents, strides: steps, offset }
}
