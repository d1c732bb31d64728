// What the steps of a loop give, kept value by value until they are stacked.
import { allocate, type TypedArray } from '../dtype.js'
import { ArgumentError } from '../errors.js'
import type { Spec } from '../graph/index.js'
import { formatShape, sameShape, sizeOf } from '../shape.js'
import { Tensor } from '../tensor.js'
import { isRecord } from '../transforms/tree.js'
import { Leaf } from './trace.js'

/** The outputs of all steps of a run. */
export class Log {
  readonly #steps: number
  #tree: unknown
  #first = 0
  #kept: { readonly spec: Spec; readonly values: TypedArray; at: number }[] = []

  constructor(steps: number) {
    this.#steps = steps
  }

  /** Says how outputs are nested, with a `Leaf` for each, counted from `first` on, and what each is; the same each time. */
  expect(tree: unknown, first: number, specs: readonly Spec[]): void {
    this.#tree = tree
    this.#first = first
    if (this.#kept.length === 0) {
      this.#kept = specs.map(spec => ({
        spec,
        values: allocate(spec.dtype, sizeOf(spec.shape) * this.#steps),
        at: 0,
      }))
      return
    }
    const changed = specs.findIndex(
      (spec, i) =>
        this.#kept[i]?.spec.dtype !== spec.dtype || !sameShape(this.#kept[i].spec.shape, spec.shape),
    )
    if (changed < 0 && specs.length === this.#kept.length) return
    const shown = (spec: Spec | undefined) =>
      spec === undefined ? 'nothing' : `${spec.dtype} ${formatShape(spec.shape)}`
    throw new ArgumentError(
      'loop',
      `an output is ${shown(this.#kept[changed]?.spec)} in one step and ${shown(specs[changed])} in the next`,
    )
  }

  /** Adds values of one or more steps to those of an output. */
  add(output: number, values: ArrayLike<number>): void {
    const kept = this.#kept[output]!
    kept.values.set(values, kept.at)
    kept.at += values.length
  }

  /** The outputs of so many steps, stacked. */
  stacked(steps: number): unknown {
    const walk = (tree: unknown): unknown => {
      if (tree instanceof Leaf) {
        const { spec, values } = this.#kept[tree.output - this.#first]!
        const all = steps === this.#steps ? values : values.slice(0, steps * sizeOf(spec.shape))
        return new Tensor(all, [steps, ...spec.shape], spec.dtype)
      }
      if (Array.isArray(tree)) return tree.map(walk)
      return isRecord(tree)
        ? Object.fromEntries(Reflect.ownKeys(tree).map(key => [key, walk(tree[key])]))
        : tree
    }
    return walk(this.#tree)
  }
}
