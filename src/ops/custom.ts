// An op of the user's own, with derivative rules of the user's own, of one output or several.
import { isFloat } from '../dtype.js'
import { ArgumentError, checkOptions, describe } from '../errors.js'
import { zeros } from '../fill.js'
import { type Differential, type Operation, opaque, record, type Spec } from '../graph/index.js'
import { formatShape, type Shape, sameShape, sizeOf } from '../shape.js'
import { isTensor, isTracked, stopGradient, type Tensor, valuesOf } from '../tensor.js'
import { concat } from './concat.js'
import { cast, reshape } from './reshape.js'
import { slice } from './slice.js'

/** What a custom op gives: a tensor, or several in an array or an object. */
export type CustomOutput = Tensor | readonly Tensor[] | { readonly [name: string]: Tensor }

/** Changes of an output, which may have another shape as a type. */
export type ChangeOf<Y extends CustomOutput> = Y extends Tensor ? Tensor : { readonly [K in keyof Y]: Tensor }

/** How small changes pass through an op, for one of its inputs: to all of its outputs, and back from all of them. */
export interface CustomDifferential<Y extends CustomOutput> {
  /** Forward: push a change of the input to the outputs. */
  jvp(tangent: Tensor): ChangeOf<Y>
  /** Reverse: pull sensitivities of the outputs back to the input. Of an output that is not float, it is 0. */
  vjp(cotangent: ChangeOf<Y>): Tensor
}

/** What a user says of an op. */
export interface CustomOp<Inputs extends readonly Tensor[], Y extends CustomOutput> {
  /** The name in errors, graphs and anomaly reports. */
  readonly name: string
  /** The value, from the inputs as constants. What else it uses must be constant too. */
  forward(...inputs: Inputs): Y
  /** For each input its differential, in terms of ops; `undefined` for an input that has none. */
  differentials(inputs: Inputs, output: Y): readonly (CustomDifferential<Y> | undefined)[]
  /**
   * The value of n samples at once, as `vmap` asks for it: each input has an axis of n in front, and so has each output.
   * Without it `forward` runs on all samples at once if it is made of ops, and on one after the other if it reads values.
   */
  batch?(n: number, ...inputs: Inputs): Y
}

/**
 * A function of tensors with its own derivative, to replace what autodiff would find: for numerics, for speed, or for a
 * rule that is not the true derivative (a straight-through estimator). Rules made of ops have derivatives themselves.
 * With several outputs, in an array or an object, tangents and cotangents come in the same.
 *
 * @example
 * const cube = customOp({
 *   name: 'cube',
 *   forward: (x: Tensor) => mul(x, mul(x, x)),
 *   differentials: ([x]) => [{ jvp: dx => mul(dx, mul(3, square(x))), vjp: dy => mul(dy, mul(3, square(x))) }],
 * })
 * grad(cube)(tensor(2))  // 12
 */
export function customOp<const Inputs extends readonly Tensor[], Y extends CustomOutput>(
  definition: CustomOp<Inputs, Y>,
): (...inputs: Inputs) => Y {
  if (definition === undefined || definition === null)
    throw new ArgumentError('customOp', `wants { name, forward, differentials }, got ${definition}`)
  const { name, batch } = checkOptions('customOp', definition, ['name', 'forward', 'differentials', 'batch'])
  if (typeof name !== 'string') throw new ArgumentError('customOp', `wants a name, got ${describe(name)}`)
  if (
    typeof definition.forward !== 'function' ||
    typeof definition.differentials !== 'function' ||
    (batch !== undefined && typeof batch !== 'function')
  ) {
    throw new ArgumentError(
      'customOp',
      'wants { name, forward, differentials } or these with batch, all functions but the name',
    )
  }
  const rules = (inputs: readonly Tensor[], output: unknown) => {
    const found = definition.differentials(inputs as unknown as Inputs, output as Y)
    if (found.length !== inputs.length) {
      throw new ArgumentError(
        name,
        `has ${inputs.length} inputs and gave ${found.length} differentials; give one for each, or undefined`,
      )
    }
    return found
  }
  const run = (inputs: readonly Tensor[]) =>
    outputsOf(name, 'forward', definition.forward(...(inputs.map(stopGradient) as unknown as Inputs)))
  const op: Operation<Spec> = {
    name,
    // What a user's forward rule gives is known by running it alone: the parameters are what it gave.
    shape: (_, { shape }) => shape,
    dtype: (_, { dtype }) => dtype,
    forward: xs => valuesOf(run(xs).tensors[0]!),
    differentials: (xs, y) => rules(xs, y) as readonly (Differential | undefined)[],
  }
  return (...inputs) => {
    for (const x of inputs) {
      if (!isTensor(x)) throw new ArgumentError(name, `takes tensors, got ${describe(x)}`)
    }
    let keys: Keys
    const listed = (found: ReturnType<typeof outputsOf>): readonly Tensor[] => {
      keys = found.keys
      return found.tensors
    }
    const tensors = opaque(
      inputs.map(stopGradient),
      xs => listed(run(xs)),
      batch &&
        ((n, xs) => listed(outputsOf(name, 'batch', definition.batch!(n, ...(xs as unknown as Inputs))))),
    )
    if (keys === undefined) {
      const { held, shape, dtype } = tensors[0]!
      return record(op, inputs, { shape, dtype }, held, shape, dtype) as Tensor as Y
    }
    const form: Form = { keys, specs: tensors.map(({ shape, dtype }) => ({ shape, dtype })) }
    return nested(form, several(inputs, tensors, form)) as Y
  }

  /** Through one vector of all float outputs, for a node of the graph is one tensor. */
  function several(inputs: readonly Tensor[], tensors: readonly Tensor[], form: Form): readonly Tensor[] {
    if (!tensors.some(({ dtype }) => isFloat(dtype)) || !inputs.some(isTracked)) return tensors
    const { held, shape, dtype } = packed(tensors)
    const all: Operation<Spec> = {
      ...op,
      forward: xs => valuesOf(packed(run(xs).tensors)),
      differentials: (xs, pack) =>
        rules(xs, nested(form, unpacked(pack, form, tensors))).map(
          rule =>
            rule && {
              jvp: dx => cast(packed(changesOf(name, form, rule.jvp(dx))), dtype),
              vjp: bar => rule.vjp(nested(form, unpacked(bar, form)) as ChangeOf<Y>),
            },
        ),
    }
    return unpacked(record(all, inputs, { shape, dtype }, held, shape, dtype), form, tensors)
  }
}

/** The names of several outputs; how many there are in an array; `undefined` for one tensor alone. */
type Keys = readonly string[] | number | undefined

/** How the outputs are nested, and what they are. */
interface Form {
  readonly keys: Keys
  readonly specs: readonly Spec[]
}

/** The outputs in a list; refuses what cannot be one. */
function outputsOf(name: string, role: string, y: unknown): { keys: Keys; tensors: readonly Tensor[] } {
  const keys = isTensor(y)
    ? undefined
    : Array.isArray(y)
      ? y.length
      : typeof y === 'object' && y !== null
        ? Object.keys(y)
        : undefined
  const tensors: readonly unknown[] = keys === undefined ? [y] : Object.values(y as object)
  if (tensors.length === 0) throw new ArgumentError(name, `${role} returned no tensor`)
  for (const x of tensors) {
    if (!isTensor(x)) throw new ArgumentError(name, `${role} must return a tensor, got ${describe(x)}`)
    if (isTracked(x)) {
      throw new ArgumentError(
        name,
        `${role} uses a tracked tensor that is no input, and its derivative would be lost; pass it as an input, or wrap it in stopGradient(…)`,
      )
    }
  }
  return { keys, tensors: tensors as readonly Tensor[] }
}

/** Tensors in the places of the outputs. */
function nested({ keys }: Form, tensors: readonly Tensor[]): unknown {
  if (keys === undefined) return tensors[0]
  return typeof keys === 'number'
    ? [...tensors]
    : Object.fromEntries(keys.map((key, i) => [key, tensors[i]!]))
}

/** The values of all that are float in one vector. */
const packed = (tensors: readonly Tensor[]): Tensor =>
  concat(tensors.flatMap(x => (isFloat(x.dtype) ? [reshape(x, [x.size])] : [])))

/** Each float output from their vector; the others as they are, or 0. */
function unpacked(pack: Tensor, { specs }: Form, others?: readonly Tensor[]): Tensor[] {
  let at = 0
  return specs.map(({ shape, dtype }, i) => {
    if (!isFloat(dtype)) return others?.[i] ?? zeros(shape)
    const size = sizeOf(shape)
    at += size
    return cast(reshape(slice(pack, [[at - size, at]]), shape), dtype)
  })
}

/** Changes of the float outputs, which must be nested and shaped as these are. */
function changesOf(name: string, { keys, specs }: Form, change: unknown): Tensor[] {
  return specs.flatMap(({ shape, dtype }, i) => {
    if (!isFloat(dtype)) return []
    const key = typeof keys === 'object' ? keys[i]! : i
    const x = (change as Readonly<Record<string | number, unknown>> | undefined)?.[key]
    if (!isTensor(x) || !sameShape(x.shape, shape)) {
      const got = isTensor(x) ? formatShape(x.shape as Shape) : describe(x)
      throw new ArgumentError(
        name,
        `its jvp gave ${got} for output ${key}, where ${dtype} ${formatShape(shape)} is wanted`,
      )
    }
    return [x]
  })
}
