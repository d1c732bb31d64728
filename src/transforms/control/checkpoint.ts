// Recomputation: what lies inside a function is not kept for the walk back, and run again when it comes by.

import { scalar } from '../../create.js'
import { epsilonOf } from '../../dtype.js'
import { ArgumentError, checkFunction, DifferentiationError, describe } from '../../errors.js'
import { zerosLike } from '../../fill.js'
import { isUnknown, type Operation, originOf, record, type Spec } from '../../graph/index.js'
import { concat } from '../../ops/concat.js'
import { alias, cast, reshape } from '../../ops/reshape.js'
import { slice } from '../../ops/slice.js'
import { sameShape } from '../../shape.js'
import { isTracked, stopGradient, type Tensor, valuesOf } from '../../tensor.js'
import { findPath, foundAt, pullBack, pushForward } from '../../walk/index.js'
import { leavesOf, mapTree } from '../tree.js'

type List = readonly Tensor[]
type Partial = readonly (Tensor | undefined)[]

/** A function that can be run again. */
interface Inside extends Spec {
  /** Its outputs as one tensor, from its tracked arguments. */
  readonly run: (args: List) => Tensor
  /** What it found outside that is tracked; the op's inputs behind its arguments. */
  readonly captures: List
}

const CHECKPOINT: Operation<Inside> = {
  name: 'checkpoint',
  shape: (_, { shape }) => shape,
  dtype: (_, { dtype }) => dtype,
  forward: (inputs, { run, captures }) =>
    valuesOf(run(inputs.slice(0, inputs.length - captures.length).map(x => stopGradient(x)))),
  // Both directions run the function again. Where they are recorded themselves, that is checkpointed in turn.
  differentials(inputs, y, inside) {
    const args = inputs.slice(0, inputs.length - inside.captures.length)
    const recorded = inputs.some(isTracked)
    const again = { ...inside, like: stopGradient(y), recorded }
    const ahead = (tangents: Partial) => {
      const f = (args: List, tangents: Partial) => pushed(again, args, tangents)
      return (recorded ? checkpoint(f) : f)(args, tangents)
    }
    let latest: { dy: Tensor; found: Partial } | undefined
    const back = (dy: Tensor): Partial => {
      const f = (args: List, dy: Tensor) => pulled(again, args, dy)
      if (latest?.dy !== dy) latest = { dy, found: (recorded ? checkpoint(f) : f)(args, dy) }
      return latest.found
    }
    return inputs.map((x, j) => ({
      jvp: dx => ahead(inputs.map((_, i) => (i === j ? dx : undefined))),
      vjp: dy => back(dy)[j] ?? zerosLike(x),
      joint: {
        direction: 'jvp',
        kind: again,
        at: j,
        sum: parts => ahead(inputs.map((_, i) => parts.find(({ at }) => at === i)?.x)),
      },
    }))
  },
}

interface Again extends Inside {
  readonly like: Tensor
  /** Whether what is found must have derivatives itself. */
  readonly recorded: boolean
}

/** The function run again, and the path from its arguments and what it captured to its output. */
function retraced({ run, captures, like }: Again, args: List) {
  const ends = [...args.map(x => alias(x)), ...captures]
  const y = run(ends.slice(0, args.length))
  checkSame(y, like)
  const set = new Set(ends)
  const since = ends.reduce((least, x) => Math.min(least, originOf(x)!.serial), Number.POSITIVE_INFINITY)
  return { ends, y, path: findPath([y], x => set.has(x), since) }
}

function pushed(again: Again, args: List, tangents: Partial): Tensor {
  const { ends, y, path } = retraced(again, args)
  const seeds = ends.flatMap((x, i) => (tangents[i] === undefined ? [] : [[x, tangents[i]] as const]))
  return foundAt(y, path, pushForward(path, seeds, again))
}

function pulled(again: Again, args: List, dy: Tensor): Partial {
  const { ends, y, path } = retraced(again, args)
  const found = pullBack(path, [[y, dy]], { recorded: again.recorded })
  return ends.map(x => found[path.indices.get(x) ?? -1])
}

/** Refuses a second run that is not the first: its derivative would be that of something else. */
function checkSame(y: Tensor, like: Tensor): void {
  let differs = y.dtype !== like.dtype || !sameShape(y.shape, like.shape)
  if (!differs && !isUnknown(y) && !isUnknown(like)) {
    // Other kernels round otherwise; other random numbers differ in the first half of the digits already.
    const [again, first] = [valuesOf(y), valuesOf(like)]
    let largest = 0
    for (let i = 0; i < first.length; i++) largest = Math.max(largest, Math.abs(first[i]!))
    const near = Math.sqrt(epsilonOf(y.dtype)) * largest
    differs = first.some((v, i) => Math.abs(v - again[i]!) > near)
  }
  if (differs) {
    throw new DifferentiationError(
      'checkpoint',
      'the function gave something else when it was run again for the derivative; what it draws at random or changes outside must be passed as an argument',
    )
  }
}

/** Tensors as one: their values one after the other, in a common dtype. */
const packed = (leaves: List): Tensor =>
  leaves.length === 1 ? leaves[0]! : concat(leaves.map(x => reshape(x, [x.size])))

/** The tensors again. */
function unpacked(pack: Tensor, likes: List): Tensor[] {
  if (likes.length === 1) return [pack]
  let start = 0
  return likes.map(({ shape, size, dtype }) => {
    start += size
    return cast(reshape(slice(pack, [[start - size, start]]), shape), dtype)
  })
}

/** What outputs depend on that was there before: tensors that are tracked, older than `since`, and met first on the way. */
function capturedBy(outputs: List, since: number, args: ReadonlySet<Tensor>): Tensor[] {
  const captures = new Set<Tensor>()
  const seen = new Set<Tensor>(args)
  const stack = [...outputs]
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    const origin = originOf(x)
    if (origin === undefined || seen.has(x)) continue
    seen.add(x)
    if (origin.serial < since) captures.add(x)
    else stack.push(...origin.inputs)
  }
  return [...captures]
}

/**
 * The same function with less memory for derivatives: nothing of what is computed inside is kept for the walk back, only the
 * arguments and the result. A derivative runs f again. Any order and both modes, each checkpointed in turn; checkpoints nest.
 * What f uses from outside gets its derivative as well.
 *
 * f : any arguments → y, with tensors, or tensors nested in objects and arrays. It must give the same each time: draw random
 * numbers outside, and pass them.
 *
 * Throws a `DifferentiationError` where the second run gives something else than the first.
 *
 * @example
 * const block = checkpoint((w: Weights, x: Tensor) => relu(matmul(relu(matmul(x, w.a)), w.b)))
 * grad((w: Weights) => mean(square(block(w, x))))(w)
 */
export function checkpoint<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
): (...args: Args) => Y {
  checkFunction('checkpoint', f, [])
  return (...args) => {
    // Whatever is younger was made inside.
    const since = originOf(alias(scalar(0, 'float64')))!.serial
    const inputs: Tensor[] = []
    const aliases: Tensor[] = []
    const seen = mapTree(args, x => {
      if (!isTracked(x)) return x
      inputs.push(x)
      aliases.push(alias(x))
      return aliases[aliases.length - 1]
    }) as typeof args
    const y = f(...seen)
    if (y instanceof Promise)
      throw new ArgumentError(
        'checkpoint',
        `takes functions that give their result at once, got ${describe(y)}`,
      )
    const outputs = leavesOf(y)
    const tracked = outputs.map(isTracked)
    const likes = outputs.filter(isTracked)
    if (likes.length === 0) return y
    const captures = capturedBy(likes, since, new Set(aliases))
    const run = (given: List): Tensor => {
      let i = 0
      const leaves = leavesOf(f(...(mapTree(args, x => (isTracked(x) ? given[i++] : x)) as typeof args)))
      return packed(leaves.filter((_, k) => tracked[k]))
    }
    const { held, shape, dtype } = packed(likes.map(x => stopGradient(x)))
    const whole = record(
      CHECKPOINT,
      [...inputs, ...captures],
      { run, captures, shape, dtype },
      held,
      shape,
      dtype,
    )
    const found = unpacked(whole, likes)
    let k = 0
    return mapTree(y, x => (isTracked(x) ? found[k++] : x)) as Y
  }
}
