// A function of one sample as a function of many: every tensor gets one more axis, and each op runs once for all.
import { ArgumentError, checkFunction, checkOptions, describe, ShapeError } from '../errors.js'
import { standsForNumber } from '../graph/index.js'
import { transpose } from '../ops/reshape.js'
import { withoutDrawing } from '../random.js'
import { formatShape } from '../shape.js'
import type { Tensor } from '../tensor.js'
import { isTensor } from '../tensor.js'
import { inBatch } from '../walk/index.js'
import { checkOutput, isRecord, type Keys, mapTree, pathOf, plain } from './tree.js'

/**
 * Where the samples stand in an argument or a result: one axis for all of its tensors, or a tree of axes, nested as it is.
 * `undefined` or `null`, for a tree or in one, says that all samples share what is there, and so does what is left out.
 */
export type Axes = number | null | undefined | readonly Axes[] | { readonly [key: string]: Axes }

/** Which axes `vmap` maps over. */
export interface VmapOptions {
  /** One axis for all arguments, 0 unless given, or what `Axes` says of each of them; those that are left out are shared. */
  readonly inAxes?: number | readonly Axes[]
  /** Where the samples' axis stands in the result: 0 unless given, also where it is left out. */
  readonly outAxes?: Axes
}

/** T with tensors of any shape in the place of those in T: they have one more axis. */
export type Batched<T> = T extends Tensor
  ? Tensor
  : T extends (...args: never[]) => unknown
    ? T
    : T extends object
      ? { [K in keyof T]: Batched<T[K]> }
      : T

const REASON =
  'inside vmap all samples would be given the same numbers; draw outside, for all samples, and pass what was drawn as an argument'

/**
 * A function of one sample as a function of n at once. It is run once: within, tensors have the shapes of one sample, and
 * each op runs on all of them. Nests with itself and with `grad`, `jvp`, `vjp`, `jacobian`, `hessian` and `compile`, either
 * way round.
 *
 * f : any arguments → y, with tensors, or tensors nested in objects and arrays. What is no tensor is passed on as it is.
 * Returns the same function of tensors with one more axis, of extent n, where `inAxes` says; so has each tensor of y where
 * `outAxes` says. What does not differ between samples is repeated there. For n = 0 the result is empty.
 *
 * Reading a value that differs between samples is refused, with `item()` for instance, and so is drawing random numbers.
 *
 * Throws a `ShapeError` where the mapped axes differ in extent, an `ArgumentError` where there is none.
 *
 * @example
 * const lossOf = (w: Tensor, x: Tensor, y: Tensor) => square(sub(dot(w, x), y))
 * vmap(grad(lossOf), { inAxes: [undefined, 0, 0] })(w, xs, ys)   // the gradient of each sample: [n, ...w.shape]
 */
export function vmap<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
  options: VmapOptions = {},
): (...args: { [K in keyof Args]: Batched<Args[K]> }) => Batched<Y> {
  checkFunction('vmap', f, [])
  const { inAxes = 0, outAxes = 0 } = checkOptions('vmap', options, ['inAxes', 'outAxes'])
  return (...args) => {
    const found = mapped(args, inAxes)
    const n = sizeOfAll(found)
    return inBatch(n, ({ enter, leave }) => {
      let i = 0
      const given = mapTree(args, x => {
        const { axis } = found[i++]!
        return axis === undefined ? x : enter(moved(x, axis, 0))
      }) as unknown as Args
      const y = withoutDrawing(REASON, () => f(...given))
      checkOutput('vmap', y)
      const axisOf = axesOf('outAxes', outAxes, y, [])
      return mapTree(y, (x, keys) => {
        const all = leave(x)
        const axis = axisOf(keys) ?? 0
        if (!Number.isInteger(axis) || axis < -all.rank || axis >= all.rank) {
          throw new ShapeError(
            'vmap',
            `outAxes asks for axis ${axis} in ${placeOf('the result', keys)}, which has ${all.rank} axes with that of the samples: ${formatShape(all.shape)}`,
            [all.shape],
          )
        }
        return moved(all, 0, axis < 0 ? axis + all.rank : axis)
      }) as Batched<Y>
    })
  }
}

/** x with one axis elsewhere. */
function moved(x: Tensor, from: number, to: number): Tensor {
  const order = x.shape.map((_, i) => i).filter(i => i !== from)
  order.splice(to, 0, from)
  return transpose(x, order)
}

/** A tensor among the arguments: the axis that is mapped, unless it is shared. */
interface Leaf {
  readonly x: Tensor
  readonly axis: number | undefined
  readonly place: string
}

/** The tensors among the arguments, in the order of `mapTree`. */
function mapped(args: readonly unknown[], inAxes: unknown): Leaf[] {
  const found: Leaf[] = []
  const given = typeof inAxes === 'number' ? args.map(() => inAxes) : inAxes
  if (!Array.isArray(given)) {
    throw new ArgumentError(
      'vmap',
      `inAxes must be a number, or an array that says for each argument where its samples stand, got ${describe(inAxes)}`,
    )
  }
  if (given.length > args.length) {
    throw new ArgumentError('vmap', `inAxes names ${given.length} arguments, and ${args.length} were given`)
  }
  args.forEach((arg, a) => {
    const role = `argument ${a + 1}`
    const axisOf = axesOf('inAxes', given[a], arg, [a])
    mapTree(
      arg,
      (x, keys) => {
        const place = placeOf(role, keys)
        const axis = standsForNumber(x) ? undefined : axisOf(keys)
        if (axis !== undefined && (!Number.isInteger(axis) || axis < -x.rank || axis >= x.rank)) {
          throw new ShapeError(
            'vmap',
            `${place} has shape ${formatShape(x.shape)} and no axis ${axis} to map over; inAxes says which axis it is, or undefined where all samples share it`,
            [x.shape],
          )
        }
        found.push({ x, axis: axis !== undefined && axis < 0 ? axis + x.rank : axis, place })
        return x
      },
      plain('vmap', role),
    )
  })
  return found
}

/** How many samples there are. */
function sizeOfAll(leaves: readonly Leaf[]): number {
  let first: (Leaf & { readonly n: number }) | undefined
  for (const leaf of leaves) {
    const { x, axis, place } = leaf
    if (axis === undefined) continue
    const n = x.shape[axis]!
    first ??= { ...leaf, n }
    if (n !== first.n) {
      throw new ShapeError(
        'vmap',
        `the mapped axes differ: axis ${first.axis} of ${first.place} ${formatShape(first.x.shape)} has extent ${first.n}, axis ${axis} of ${place} ${formatShape(x.shape)} has ${n}`,
        [first.x.shape, x.shape],
      )
    }
  }
  if (first === undefined)
    throw new ArgumentError('vmap', 'no argument has an axis to map over; inAxes must name one at least')
  return first.n
}

/** The axis that a tree of axes names for each place of a value. Names that the value does not have are refused. */
function axesOf(
  option: string,
  axes: unknown,
  value: unknown,
  root: Keys,
): (keys: Keys) => number | undefined {
  const check = (node: unknown, at: unknown, keys: Keys): void => {
    if (typeof node === 'number' || node === null || node === undefined) return
    const [isTree, isWithin] = [node, at].map(x => Array.isArray(x) || (isRecord(x) && !isTensor(x)))
    if (!isTree || !isWithin) {
      throw new ArgumentError(
        'vmap',
        `${pathOf([option, ...root, ...keys])} is ${isTree ? 'a tree' : describe(node)}, where there is ${describe(at)}; an axis is a number, or undefined where all samples share`,
      )
    }
    for (const key of Reflect.ownKeys(node)) {
      if (Array.isArray(node) && key === 'length') continue
      const place = [...keys, Array.isArray(node) ? Number(key) : key]
      if (!Object.hasOwn(at as object, key))
        throw new ArgumentError(
          'vmap',
          `${pathOf([option, ...root, ...place])} names an axis of what is not there`,
        )
      check((node as Tree)[key], (at as Tree)[key], place)
    }
  }
  check(axes, value, [])
  return keys => {
    let node = axes
    for (const key of keys) {
      if (typeof node !== 'object' || node === null) break
      node = (node as Tree)[key]
    }
    return typeof node === 'number' ? node : undefined
  }
}

type Tree = Readonly<Record<Keys[number], unknown>>

const placeOf = (role: string, keys: Keys): string =>
  keys.length === 0 ? role : `${pathOf(keys)} in ${role}`
