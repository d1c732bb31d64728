// Tensors of one value, of a range, of a diagonal: all that is made from a rule and not from given values.
import { dtypeIn, fill, type TensorOptions } from './create.js'
import { allocate } from './dtype.js'
import { ArgumentError, describe } from './errors.js'
import { checkCount, checkShape, type Shape, sizeOf } from './shape.js'
import { checkTensor, Tensor } from './tensor.js'

/** Every value the same. */
export const full = <const S extends Shape>(
  shape: S,
  value: number | boolean,
  options: TensorOptions = {},
): Tensor<S> => filled('full', shape, value, options)

/** All 0. */
export const zeros = <const S extends Shape>(shape: S, options: TensorOptions = {}): Tensor<S> =>
  filled('zeros', shape, 0, options)

/** All 1. */
export const ones = <const S extends Shape>(shape: S, options: TensorOptions = {}): Tensor<S> =>
  filled('ones', shape, 1, options)

function filled<S extends Shape>(
  op: string,
  shape: S,
  value: number | boolean,
  options: TensorOptions,
): Tensor<S> {
  checkShape(op, shape)
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    throw new ArgumentError(op, `wants a number or a boolean to fill with, got ${describe(value)}`)
  }
  const dtype = dtypeIn(op, options, () => (typeof value === 'boolean' ? 'bool' : 'float64'))
  const one = fill([Number(value)], dtype)[0]!
  return new Tensor(allocate(dtype, sizeOf(shape)).fill(one), shape.slice(), dtype)
}

/** 0 for every value of x: the same shape and dtype. */
export const zerosLike = <S extends Shape>(x: Tensor<S>): Tensor<S> => fullLike('zerosLike', x, 0)

/** 1 for every value of x: the same shape and dtype. */
export const onesLike = <S extends Shape>(x: Tensor<S>): Tensor<S> => fullLike('onesLike', x, 1)

function fullLike<S extends Shape>(op: string, x: Tensor<S>, value: number): Tensor<S> {
  checkTensor(op, x)
  const { shape, dtype } = x
  const single = shape.length === 0 && dtype === 'float64'
  return new Tensor(single ? value : allocate(dtype, x.size).fill(value), shape, dtype)
}

/** The dtype of what is made from whole numbers, unless another is asked for. */
export const float64 = () => 'float64' as const

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
  return sequence('arange', Math.max(0, n), i => from + i * step, options)
}

/** n numbers from start to stop, both included, evenly apart. → [n] */
export function linspace(
  start: number,
  stop: number,
  n: number,
  options: TensorOptions = {},
): Tensor<readonly [number]> {
  checkCount('linspace', 'n', n)
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
  return sequence('linspace', n, value, options)
}

function sequence(
  op: string,
  n: number,
  value: (i: number) => number,
  options: TensorOptions,
): Tensor<readonly [number]> {
  const dtype = dtypeIn(op, options, float64)
  const values = allocate('float64', n)
  for (let i = 0; i < n; i++) values[i] = value(i)
  return new Tensor(fill(values, dtype), [n], dtype)
}

/** Ones on the diagonal, zeros elsewhere. → [n, n] */
export function eye<const N extends number>(n: N, options: TensorOptions = {}): Tensor<readonly [N, N]> {
  checkCount('eye', 'n', n)
  const dtype = dtypeIn('eye', options, float64)
  const data = allocate(dtype, n * n)
  for (let i = 0; i < n; i++) data[i * n + i] = 1
  return new Tensor(data, [n, n], dtype)
}
