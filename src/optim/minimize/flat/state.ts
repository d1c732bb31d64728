// Where a run stands, as plain data: written by JSON to the last bit, and checked when it is read.
import { ArgumentError, describe } from '../../../errors.js'

/** Where a run stands. Made by a run; `options.state` takes it, and what JSON made of it. */
export interface State {
  /** The method, whose states the others do not take. */
  readonly method: string
  /** How many were made. */
  readonly iterations: number
  /** How often the loss was computed. */
  readonly evaluations: number
  /** The loss. */
  readonly value: number
  /** The parameters. */
  readonly x: readonly number[]
  /** The gradient there. */
  readonly gradient: readonly number[]
  /** What the tolerance is measured by. */
  readonly scale: number
  /** How finely the loss is rounded. */
  readonly precision: number
  /** The lowest loss and gradient that counted as progress, and the iteration that found them. */
  readonly best: {
    /** The loss. */
    readonly value: number
    /** The gradient. */
    readonly gradientNorm: number
    /** When that was. */
    readonly iteration: number
  }
  /** The largest size of the loss so far. */
  readonly largest: number
  /** What the method keeps in numbers, by name. */
  readonly numbers: Readonly<Record<string, number>>
  /** What the method keeps in vectors, each as long as x. */
  readonly vectors: readonly (readonly number[])[]
}

/** What a method keeps beside the point where it is. */
export interface Kept {
  readonly numbers: Readonly<Record<string, number>>
  readonly vectors: readonly Float64Array[]
}

/** What a method says of its states. */
interface Kind {
  readonly name: string
  /** What it keeps in numbers. */
  readonly names: readonly string[]
  /** Whether it keeps this many vectors. */
  readonly keeps: (vectors: number) => boolean
}

/** Refuses what is no state of this method over n parameters. */
export function checkedState(op: string, { name, names, keeps }: Kind, state: State, n: number): State {
  const refuse = (path: string, wanted: string, value: unknown): never => {
    throw new ArgumentError(op, `${path} must be ${wanted}, got ${describe(value)}`)
  }
  const number = (path: string, value: unknown, least = Number.NEGATIVE_INFINITY) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least)
      refuse(path, least === 0 ? 'a finite number ≥ 0' : 'a finite number', value)
  }
  const count = (path: string, value: unknown) => {
    if (!Number.isSafeInteger(value) || (value as number) < 0) refuse(path, 'a whole number ≥ 0', value)
  }
  const vector = (path: string, value: unknown) => {
    if (!Array.isArray(value) || value.length !== n) refuse(path, `an array of ${n} numbers`, value)
    const entries: readonly unknown[] = value as unknown[]
    const bad = entries.findIndex(entry => typeof entry !== 'number' || !Number.isFinite(entry))
    if (bad >= 0) number(`${path}[${bad}]`, entries[bad])
  }
  const fields = (path: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      refuse(path, 'an object that a run gave as its state', value)
  }
  fields('state', state)
  if (state.method !== name) refuse('state.method', JSON.stringify(name), state.method)
  count('state.iterations', state.iterations)
  count('state.evaluations', state.evaluations)
  number('state.value', state.value)
  vector('state.x', state.x)
  vector('state.gradient', state.gradient)
  number('state.scale', state.scale, 0)
  number('state.precision', state.precision, 0)
  fields('state.best', state.best)
  number('state.best.value', state.best.value)
  number('state.best.gradientNorm', state.best.gradientNorm, 0)
  count('state.best.iteration', state.best.iteration)
  number('state.largest', state.largest, 0)
  fields('state.numbers', state.numbers)
  for (const key of names) number(`state.numbers.${key}`, state.numbers[key])
  if (!Array.isArray(state.vectors) || !keeps(state.vectors.length))
    refuse('state.vectors', `as many vectors as ${name} keeps`, state.vectors)
  for (const [i, entries] of state.vectors.entries()) vector(`state.vectors[${i}]`, entries)
  return state
}
