// Tensors of one value, of a range, of a diagonal: all that is made from a rule and not from given values.
import { fill, type TensorOptions } from './create.js'
import { allocate } from './dtype.js'
import { ArgumentError, describe } from './errors.js'
import { checkShape, type Shape, sizeOf } from './shape.js'
import { checkTensor, Tensor } from './tensor.js'

/** A shape that the caller's array cannot change any more. */
const copyOf = <S extends Shape>(shape: S): S => shape.slice() as Shape as S

/** Every value the same. */
export function full<const S extends Shape>(
  shape: S,
  value: number | boolean,
  options: TensorOptions = {},
): Tensor<S> {
  checkShape('full', shape)
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    throw new ArgumentError('full', `wants a number or a boolean to fill with, got ${describe(value)}`)
  }
  const dtype = options.dtype ?? (typeof value === 'boolean' ? 'bool' : 'float64')
  const one = fill([Number(value)], dtype)[0]!
  return new Tensor(allocate(dtype, sizeOf(shape)).fill(one), copyOf(shape), dtype, undefined)
}

/** All 0. */
export const zeros = <const S extends Shape>(shape: S, options: TensorOptions = {}): Tensor<S> =>
  full(shape, 0, options)

/** All 1. */
export const ones = <const S extends Shape>(shape: S, options: TensorOptions = {}): Tensor<S> =>
  full(shape, 1, options)

/** 0 for every value of x: the same shape and dtype. */
export const zerosLike = <S extends Shape>(x: Tensor<S>): Tensor<S> => fullLike('zerosLike', x, 0)

/** 1 for every value of x: the same shape and dtype. */
export const onesLike = <S extends Shape>(x: Tensor<S>): Tensor<S> => fullLike('onesLike', x, 1)

function fullLike<S extends Shape>(op: string, x: Tensor<S>, value: number): Tensor<S> {
  checkTensor(op, x)
  return full(x.shape, value, { dtype: x.dtype })
}

/**
 * start, start + step, …, up to and without stop. `arange(n)` is 0, 1, …, n − 1.
 *
 * → [⌈(stop − start) / step⌉], empty where that is not positive
 */
export function arange(
  start: number,
  stop?: number,
  step = 1,
  options: TensorOptions = {},
): Tensor<readonly [number]> {
  const [from, to] = stop === undefined ? [0, start] : [start, stop]
  const n = Math.ceil((to - from) / step)
  if (!Number.isFinite(n) || [from, to, step].some(v => typeof v !== 'number'))
    throw new ArgumentError(
      'arange',
      `wants finite numbers and a step that is not 0, got ${from}, ${to}, ${step}`,
    )
  return sequence(Math.max(0, n), i => from + i * step, options)
}

/** n numbers from start to stop, both included, evenly apart. → [n] */
export function linspace(
  start: number,
  stop: number,
  n: number,
  options: TensorOptions = {},
): Tensor<readonly [number]> {
  checkShape('linspace', [n])
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new ArgumentError('linspace', `wants finite numbers, got ${describe(start)} and ${describe(stop)}`)
  }
  const steps = Math.max(1, n - 1)
  const span = stop - start
  const value = (i: number): number => {
    if (i > 0 && i === n - 1) return stop
    if (Number.isFinite(n * span)) return start + (i * span) / steps
    return start * (1 - i / steps) + stop * (i / steps)
  }
  return sequence(n, value, options)
}

function sequence(
  n: number,
  value: (i: number) => number,
  options: TensorOptions,
): Tensor<readonly [number]> {
  const dtype = options.dtype ?? 'float64'
  const values = allocate('float64', n)
  for (let i = 0; i < n; i++) values[i] = value(i)
  return new Tensor(fill(values, dtype), [n] as const, dtype, undefined)
}

/** Ones on the diagonal, zeros elsewhere. → [n, n] */
export function eye<const N extends number>(n: N, options: TensorOptions = {}): Tensor<readonly [N, N]> {
  checkShape('eye', [n])
  const data = allocate(options.dtype ?? 'float64', n * n)
  for (let i = 0; i < n; i++) data[i * n + i] = 1
  return new Tensor(data, [n, n] as const, options.dtype ?? 'float64', undefined)
}
