// Labels and axes: bringing values to common labels, and reading axes at indices that depend on labels.
import { fromData } from '../../create.js'
import { broadcastTo, reshape, take } from '../../ops/index.js'
import { sizeOf } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import type { Label } from '../meaning/index.js'
import { mapped, type Scaled } from '../numbers/index.js'

/** A value with an axis for each label of `from`, and axes of extent 1 for the other labels of `to`. */
export const aligned = (value: Scaled, from: readonly Label[], to: readonly Label[]): Scaled =>
  from.length === to.length
    ? value
    : mapped(value, x =>
        reshape(x, [...to.map(label => x.shape[from.indexOf(label)] ?? 1), ...x.shape.slice(from.length)]),
      )

/** An index: its values, counted from 1, and its labels. */
export interface IndexValue {
  readonly values: Tensor
  readonly labels: readonly Label[]
}

/** Where each value of the result is read. */
interface Places {
  readonly indices: Int32Array
  readonly shape: readonly number[]
}

/**
 * Places in a tensor whose axes are those of the labels `lead`, then `axes`, each read at an index or kept.
 * The result has the axes of the labels `out`, then the kept ones as rows and columns.
 */
export function placesOf(
  lead: readonly Label[],
  shape: readonly number[],
  indices: readonly IndexValue[],
  keep: readonly boolean[],
  row: boolean,
  out: readonly Label[],
  extent: (label: Label) => number,
): Places {
  const kept = shape.slice(lead.length).filter((_, axis) => keep[axis])
  const lengths = [...out.map(extent), ...kept]
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  const base = new Float64Array(lengths.length)
  const steps: {
    readonly data: ArrayLike<number>
    readonly along: Float64Array
    readonly stride: number
    readonly size: number
  }[] = []
  lead.forEach((label, axis) => {
    if (shape[axis]! > 1) base[out.indexOf(label)]! += strides[axis]!
  })
  let given = 0
  let keptAt = out.length
  keep.forEach((stays, axis) => {
    const stride = strides[lead.length + axis]!
    if (stays) base[keptAt++]! += stride
    else {
      const { values, labels } = indices[given++]!
      const along = new Float64Array(lengths.length)
      labels.forEach((label, i) => {
        if (values.shape[i]! > 1) along[out.indexOf(label)] = sizeOf(values.shape.slice(i + 1))
      })
      steps.push({ data: values.data, along, stride, size: shape[lead.length + axis]! })
    }
  })
  const size = sizeOf(lengths)
  const places = new Int32Array(size)
  const at = new Int32Array(lengths.length)
  for (let e = 0; e < size; e++) {
    let place = 0
    for (let axis = 0; axis < lengths.length; axis++) place += at[axis]! * base[axis]!
    for (const { data, along, stride, size: limit } of steps) {
      let where = 0
      for (let axis = 0; axis < lengths.length; axis++) where += at[axis]! * along[axis]!
      const index = data[where]! - 1
      // Outside of the axis only what is switched off is read, and any number will do: the nearest entry is like the others.
      place += Math.max(0, Math.min(limit - 1, Math.round(index) || 0)) * stride
    }
    places[e] = place
    for (let axis = lengths.length - 1; axis >= 0 && ++at[axis]! === lengths[axis]; axis--) at[axis] = 0
  }
  const positional =
    kept.length === 2 ? kept : kept.length === 0 ? [1, 1] : row ? [1, kept[0]!] : [kept[0]!, 1]
  return { indices: places, shape: [...lengths.slice(0, out.length), ...positional] }
}

/** Values at places. */
export const readAt = (x: Tensor, { indices, shape }: Places): Tensor =>
  reshape(take(reshape(x, [x.size]), fromData(indices, [indices.length], 'int32')), shape)

/** A value at places. */
export function readValueAt({ c, scale, error }: Scaled, places: Places): Scaled {
  return mapped({ c, scale: scale && broadcastTo(scale, c.shape), error }, x => readAt(x, places))
}

/** The index of an entry along each axis, from 1. */
export function indicesAt(e: number, shape: readonly number[]): readonly number[] {
  let rest = e
  const inward = shape.toReversed().map(size => {
    const index = (rest % size) + 1
    rest = Math.floor(rest / size)
    return index
  })
  return inward.reverse()
}
