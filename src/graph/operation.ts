// What an op is: its rules for shape, dtype and values, and its derivative.
import type { DType, TypedArray } from '../dtype.js'
import type { Shape } from '../shape.js'
import type { Tensor } from '../tensor.js'
import type { Spec } from './spec.js'

/** How small changes pass through an op, for one of its inputs: one linear map, both directions. */
export interface Differential {
  /** Forward: push a change of the input to the output. */
  jvp(tangent: Tensor): Tensor
  /** Reverse: pull a sensitivity of the output back to the input. */
  vjp(cotangent: Tensor): Tensor
  /** @internal How what one direction gives is summed up at once, where each alone is mostly zeros, or work shared by all. */
  readonly joint?: Joint
}

/** @internal One direction of several differentials, whose results go to one tensor, taken together. */
export interface Joint<At = unknown> {
  readonly direction: 'jvp' | 'vjp'
  /** Those of the same kind are taken together. */
  readonly kind: unknown
  /** The sum of what each gives. */
  sum(parts: readonly Part<At>[]): Tensor
  /** What `sum` is told of this one. */
  readonly at: At
}

/** @internal What one of several differentials is applied to, and what it says of itself. */
export interface Part<At = unknown> {
  readonly x: Tensor
  readonly at: At
}

/** An op. `P` holds what is known without any value (axes, flags, shapes); values, labels and indices too, are inputs. */
export interface Operation<P = unknown> {
  readonly name: string
  /** The shape of the output; throws a `ShapeError` where the inputs do not fit. */
  shape(inputs: readonly Spec[], params: P): Shape
  /** The dtype of the output; the first input's when absent. */
  dtype?(inputs: readonly Spec[], params: P): DType
  /** The values of the output. */
  forward(inputs: readonly Tensor[], params: P, shape: Shape, dtype: DType): TypedArray
  /** The value of a float64 scalar from that of each input, where all of them are such too; `forward` gives the same. */
  readonly single?: (...values: number[]) => number
  /**
   * Set where inputs stretch to the output, value by value: differentials then speak of the common shape, or of one that
   * stretches to it, and the walk does the rest.
   */
  readonly broadcasts?: boolean
  /** Set where vjp gives a cotangent that stretches to the input's shape: the walk stretches it where it has to. */
  readonly spreads?: boolean
  /**
   * The params for n samples at once: inputs and output have an axis of n in front. What all samples share is repeated first,
   * unless the op `broadcasts` or `shares`. `false`, or no rule: one by one, which is slow.
   */
  batch?(params: P, n: number, inputs: readonly Spec[], varies: readonly boolean[]): P | false
  /**
   * The output of n samples by ops on their inputs, where other params alone do not give it: what varies has an axis of n in
   * front, and so has the output. `undefined`: as `batch` says.
   */
  onSamples?(inputs: readonly Tensor[], varies: readonly boolean[], params: P, n: number): Tensor | undefined
  /** Set where an input without the samples' axis serves all of them. */
  readonly shares?: boolean
  /** For each input its differential; `undefined` for an input that has none, such as indices. Absent: flat everywhere. */
  differentials?(inputs: readonly Tensor[], output: Tensor, params: P): readonly (Differential | undefined)[]
}
