// One pass over the entries of several tensors, for numbers that nobody differentiates: bounds of errors, and scales.
import { fromData } from '../../create.js'
import { broadcastShapes, broadcastStrides, type Shape, sizeOf } from '../../shape.js'
import type { Tensor } from '../../tensor.js'

/** f of the entries of one to five tensors, stretched to their common shape, as a constant. */
export function each(f: (...entries: number[]) => number, ...xs: readonly Tensor[]): Tensor {
  const shape = xs.reduce<Shape>((common, x) => broadcastShapes('each', common, x.shape), xs[0]!.shape)
  const out = new Float64Array(sizeOf(shape))
  const value = entriesOf(f, xs)
  if (xs.every(({ size }) => size === out.length || size === 1)) {
    const [p, q, r, s, t] = [0, 1, 2, 3, 4].map(k => ((xs[k]?.size ?? 1) === 1 ? 0 : 1))
    for (let i = 0; i < out.length; i++) out[i] = value(i * p!, i * q!, i * r!, i * s!, i * t!)
    return fromData(out, shape)
  }
  const strides = xs.map(x => broadcastStrides(x.shape, shape))
  const at = [0, 0, 0, 0, 0]
  const index = shape.map(() => 0)
  for (let i = 0; i < out.length; i++) {
    out[i] = value(at[0]!, at[1]!, at[2]!, at[3]!, at[4]!)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const ends = ++index[axis]! === shape[axis]
      strides.forEach((own, k) => {
        at[k]! += ends ? -own[axis]! * (shape[axis]! - 1) : own[axis]!
      })
      if (!ends) break
      index[axis] = 0
    }
  }
  return fromData(out, shape)
}

/** f at a position of each tensor, without a list of its arguments. */
function entriesOf(
  f: (...entries: number[]) => number,
  xs: readonly Tensor[],
): (p: number, q: number, r: number, s: number, t: number) => number {
  const [a, b, c, d, e] = xs.map(({ data }) => data)
  if (b === undefined) return p => f(a![p]!)
  if (c === undefined) return (p, q) => f(a![p]!, b[q]!)
  if (d === undefined) return (p, q, r) => f(a![p]!, b[q]!, c[r]!)
  if (e === undefined) return (p, q, r, s) => f(a![p]!, b[q]!, c[r]!, d[s]!)
  return (p, q, r, s, t) => f(a![p]!, b[q]!, c[r]!, d[s]!, e[t]!)
}

/** Whether an entry is such. */
export function some({ data }: Tensor, is: (entry: number) => boolean): boolean {
  for (let i = 0; i < data.length; i++) if (is(data[i]!)) return true
  return false
}
