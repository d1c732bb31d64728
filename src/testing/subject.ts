// A function of tensors under check: made one number by a fixed cotangent, and differentiated by both modes.

import { epsilonOf, isFloat } from '../dtype.js'
import { DifferentiationError } from '../errors.js'
import { originOf } from '../graph/index.js'
import { alias } from '../ops/reshape.js'
import { random } from '../random.js'
import { sameShape, stridesOf } from '../shape.js'
import { stopGradient, type Tensor } from '../tensor.js'
import { linearizeAt } from '../transforms/linearize.js'
import { checkOutput, leavesOf, mapTree, pathOf, plain } from '../transforms/tree.js'
import { findPath, foundAt, type Path, pullBack, pushForward } from '../walk/index.js'
import type { Skipped } from './report.js'
import { dot, like, rounding, sum } from './vectors.js'

/** A float tensor among the inputs. */
export interface Leaf {
  /** Where it stands among the inputs: `[0].w`. */
  readonly path: string
  readonly x: Tensor
  /** The index of its first value among the values of all leaves. */
  readonly start: number
}

/** A number, and what rounding may have done to it, to first order. */
export interface Rounded {
  readonly value: number
  readonly rounding: number
}

/** A function of one number for differences, with the noise that rounding gives its values. */
export interface Line {
  readonly f: (t: number) => number
  readonly at: number
  readonly noise: number
  readonly scale: number
}

/** φ(x) = Σ ȳ·f(x) for a cotangent ȳ: 1 where f gives one number, Gaussian where it gives more. Directions name a number for each value of all leaves. */
export interface Subject {
  readonly leaves: readonly Leaf[]
  /** How many values all leaves have. */
  readonly size: number
  /** The places of those that are finite, and so can be moved. */
  readonly movable: readonly number[]
  /** Values of leaves and of outputs that are not finite, and are left out. */
  readonly skipped: readonly Skipped[]
  /** φ(x), computed twice: two different values mean that f is not a function of its inputs. */
  readonly values: readonly [number, number]
  readonly path: Path
  /** φ(x + t·v) at t = 0. */
  along(v: Float64Array): Line
  /** φ with one value set to t, at what it is. */
  entry(i: number): Line
  /** ⟨x̄, v⟩, from one walk back. Its rounding comes from a walk back through that walk, along v. */
  reverse(v: Float64Array): Rounded
  /** ⟨ȳ, J·v⟩, from a walk ahead. */
  forward(v: Float64Array): Rounded
}

const OP = 'checkGradient'

/** Prepares f at its inputs; the cotangent is drawn with the seed. */
export function subjectOf<Inputs extends readonly unknown[]>(
  f: (...inputs: Inputs) => unknown,
  inputs: Inputs,
  seed: number,
): Subject {
  const leaves = floatLeaves(inputs)
  /** What f returns, without what is not float. */
  const run = (all: unknown): unknown => {
    const y = f(...(all as Inputs))
    checkOutput(OP, y)
    const floats = mapTree(y, leaf => (isFloat(leaf.dtype) ? leaf : undefined))
    if (leavesOf(floats).length === 0)
      throw new DifferentiationError(OP, 'f returns no float tensor, so it has no derivative')
    return floats
  }
  const linear = linearizeAt(OP, run, mapTree(inputs, stopGradient), [])
  const { path, aliases } = linear
  const outputs = leavesOf(linear.y)
  const stream = random(seed)
  const single = outputs.length === 1 && outputs[0]!.size === 1
  const some = outputs.some(({ data }) => Array.from(data).some(Number.isFinite))
  // A NaN is not left out: the verdict is to say so.
  const infinite = (value: number) => some && Math.abs(value) === Infinity
  const drawn = (y: Tensor) =>
    Array.from(stream.normal(y.shape).data, (w, i) => (infinite(y.data[i]!) ? 0 : w))
  const seeds = outputs.map(y => [y, alias(like(y, single ? [1] : drawn(y)))] as const)
  // The walk back is recorded, cotangents and all, so that its own rounding can be told as that of f is.
  const bars = pullBack(path, seeds, { recorded: true, keep: true })
  const gradients = aliases.map(x => foundAt(x, path, bars))
  const sources = new Set([...aliases, ...seeds.map(([, yBar]) => yBar)])
  const walk = findPath(gradients, x => sources.has(x), originOf(aliases[0]!)!.serial)

  const phi = (ys: readonly Tensor[]): number => {
    if (ys.length !== seeds.length || ys.some((y, i) => !sameShape(y.shape, seeds[i]![0].shape)))
      throw new DifferentiationError(OP, 'f returns tensors of other shapes when values of its inputs change')
    return sum(ys, (y, i) => dot(seeds[i]![1].data, y.data))
  }
  const phiAt = (value: (i: number, x: number) => number): number => {
    let n = 0
    const moved = mapTree(inputs, x => {
      if (!isFloat(x.dtype)) return stopGradient(x)
      const { start } = leaves[n++]!
      return like(
        x,
        Array.from(x.data, (v, i) => value(start + i, v)),
      )
    })
    return phi(leavesOf(run(moved)))
  }
  const within = sum(seeds, ([y, yBar]) => rounding(yBar.data, y.data, 'float64')) + roundingOf(path, bars)
  const moving = sum(leaves, ({ x }, n) => rounding(gradients[n]!.data, x.data, x.dtype))
  const partsOf = (v: Float64Array) => leaves.map(({ x, start }) => v.subarray(start, start + x.size))

  const skipped: Skipped[] = leaves.flatMap(({ x, path }) =>
    skippedOf('input', x, path, v => !Number.isFinite(v)),
  )
  mapTree(linear.y, (y, keys) => skipped.push(...skippedOf('output', y, pathOf(keys), infinite)))

  return {
    leaves,
    size: sum(leaves, ({ x }) => x.size),
    movable: leaves.flatMap(({ x, start }) =>
      Array.from(x.data).flatMap((v, i) => (Number.isFinite(v) ? [start + i] : [])),
    ),
    skipped,
    values: [phi(outputs), phiAt((_, x) => x)],
    path,
    along: v => ({ f: t => phiAt((i, x) => x + t * v[i]!), at: 0, noise: within + moving, scale: 1 }),
    entry(i) {
      const n = leaves.findLastIndex(leaf => leaf.start <= i)
      const { x, start } = leaves[n]!
      const at = x.data[i - start]!
      // A float64 entry is moved exactly; differences see to it.
      const moved =
        x.dtype === 'float32' ? epsilonOf(x.dtype) * Math.abs(at * gradients[n]!.data[i - start]!) : 0
      const f = (t: number) => phiAt((j, value) => (j === i ? t : value))
      return { f, at, noise: within + moved, scale: Math.max(1, Math.abs(at)) }
    },
    forward(v) {
      const tangents = partsOf(v).flatMap((part, n) =>
        part.some(value => value !== 0) ? [[aliases[n]!, like(aliases[n]!, part)] as const] : [],
      )
      const found = pushForward(path, tangents)
      return {
        value: sum(seeds, ([y, yBar]) => dot(yBar.data, foundAt(y, path, found).data)),
        rounding: sum(path.nodes, (y, i) => rounding(bars[i]?.data, found[i]?.data, y.dtype)),
      }
    },
    reverse(v) {
      const parts = partsOf(v)
      const weights = gradients.map((gradient, n) => [gradient, like(gradient, parts[n]!)] as const)
      return {
        value: sum(parts, (part, n) => dot(part, gradients[n]!.data)),
        rounding: sum(weights, ([x, w]) => rounding(w.data, x.data, x.dtype)) + roundingAlong(walk, weights),
      }
    },
  }
}

/** The rounding of a walk back; 0 where an op of it refuses a second derivative, as the norm does at 0. */
function roundingAlong(walk: Path, weights: readonly (readonly [Tensor, Tensor])[]): number {
  try {
    return roundingOf(walk, pullBack(walk, weights, { recorded: false, keep: true }))
  } catch (error) {
    if (error instanceof DifferentiationError) return 0
    throw error
  }
}

/** A first-order bound on what rounding does to a result: each op errs by eps times its output, and x̄ says what that matters. */
const roundingOf = ({ nodes, starts }: Path, bars: readonly (Tensor | undefined)[]): number =>
  sum(nodes, (x, i) => (starts[i] === starts[i + 1] ? 0 : rounding(bars[i]?.data, x.data, x.dtype)))

/** The index of the value at a place in row-major order. */
export function indexAt({ shape }: Tensor, place: number): readonly number[] {
  let rest = place
  return stridesOf(shape).map(stride => {
    const at = Math.floor(rest / stride)
    rest -= at * stride
    return at
  })
}

/** The values of a tensor that are left out. */
const skippedOf = (
  of: Skipped['of'],
  x: Tensor,
  path: string,
  leftOut: (value: number) => boolean,
): readonly Skipped[] =>
  Array.from(x.data).flatMap((value, i) =>
    leftOut(value) ? [{ of, path, index: indexAt(x, i), value }] : [],
  )

/** The float tensors of the inputs; refuses inputs without any. */
function floatLeaves(inputs: readonly unknown[]): readonly Leaf[] {
  const leaves: Leaf[] = []
  let start = 0
  const add = (x: Tensor, path: string): void => {
    if (!isFloat(x.dtype)) return
    leaves.push({ path, x, start })
    start += x.size
  }
  mapTree(inputs, (x, keys) => add(x, pathOf(keys)), plain(OP, 'the inputs'))
  if (leaves.length === 0)
    throw new DifferentiationError(
      OP,
      'none of the inputs is a float tensor or holds one; cast integers to float64 first',
    )
  return leaves
}
