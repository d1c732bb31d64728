// Plain arrays and nested loops: what the library is compared with, and nothing of the library in it.
import type { Tensor } from '../../src/index.js'

/** Values in row-major order under a shape. */
export interface Plain {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/** A copy of a tensor's values. */
export const plain = (x: Tensor): Plain => ({ shape: x.shape, values: Array.from(x.data) })

/** Every index of a shape, in row-major order. */
export function indicesOf(shape: readonly number[]): number[][] {
  let all: number[][] = [[]]
  for (const n of shape)
    all = all.flatMap(index => Array.from({ length: n }, (_, i) => [...index, i] as number[]))
  return all
}

/** An array from a rule that gives the value at each index. */
export const build = (shape: readonly number[], value: (index: readonly number[]) => number): Plain => ({
  shape,
  values: indicesOf(shape).map(value),
})

/** The value at an index, aligned right and stretched where the extent is 1, as NumPy broadcasts. */
export function read({ shape, values }: Plain, index: readonly number[]): number {
  const lead = index.length - shape.length
  let at = 0
  shape.forEach((n, axis) => {
    at = at * n + (n === 1 ? 0 : index[lead + axis]!)
  })
  return values[at]!
}

/** f of each value. */
export const mapped = ({ shape, values }: Plain, f: (v: number) => number): Plain => ({
  shape,
  values: values.map(v => f(v)),
})

/** f of the values of each line: the axes that go are gathered in row-major order. */
export function reduced(
  x: Plain,
  axes: readonly number[],
  keepdims: boolean,
  f: (line: readonly number[]) => number,
): Plain {
  const inner = x.shape.filter((_, axis) => axes.includes(axis))
  const outer = x.shape.filter((_, axis) => !axes.includes(axis))
  const kept = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
  const cells = build(outer, place => {
    const line = indicesOf(inner).map(within => {
      const rest = [...place]
      const gone = [...within]
      return read(
        x,
        x.shape.map((_, axis) => (axes.includes(axis) ? gone.shift()! : rest.shift()!)),
      )
    })
    return f(line)
  })
  return { shape: keepdims ? kept : outer, values: cells.values }
}

/** f of each line along one axis, which stays: a running sum, a softmax. */
export function alongAxis(x: Plain, axis: number, f: (line: readonly number[]) => readonly number[]): Plain {
  return build(x.shape, index => {
    const line = Array.from({ length: x.shape[axis]! }, (_, i) => read(x, index.with(axis, i)))
    return f(line)[index[axis]!]!
  })
}

export const total = (line: readonly number[]): number => line.reduce((a, b) => a + b, 0)

/** The largest |value|; 0 for none. */
export const largest = (...tensors: readonly Plain[]): number =>
  tensors.reduce((top, { values }) => values.reduce((a, v) => Math.max(a, Math.abs(v)), top), 0)
