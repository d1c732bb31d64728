// Recording: ops that run on this machine compute nothing and become the steps of a program.
import { scalar } from '../create.js'
import { callSite } from '../debug/site.js'
import type { DType } from '../dtype.js'
import { ArgumentError } from '../errors.js'
import { eager, type Machine, type Operation, type Spec, withMachine } from '../graph/index.js'
import { type Shape, sameShape, sizeOf } from '../shape.js'
import { stopGradient, Tensor, type TensorData } from '../tensor.js'
import type { Step, Value } from './program.js'

/** What constants alone would give is computed at once, up to so many values. */
export const FOLDED = 1024

/** The steps that ops leave behind, and the tensors that stand for their values. */
export class Recorder {
  readonly specs: Spec[]
  readonly constants: Map<Value, Tensor>
  readonly steps: Step[] = []
  /** What stands for a value behind a tensor's `data`; tensors that share their values share it. */
  readonly #values = new Map<object, Value>()
  readonly #standIns = new Map<Value, TensorData>()
  readonly #numbers = new Set<Value>()

  constructor(specs: readonly Spec[] = [], constants: ReadonlyMap<Value, Tensor> = new Map()) {
    this.specs = [...specs]
    this.constants = new Map(constants)
    for (const [value, tensor] of constants) this.#values.set(tensor.data, value)
  }

  /** A new value without a step: an input. `isNumber` says that it stands for a plain number. */
  input(spec: Spec, isNumber = false): Value {
    const value = this.specs.push(spec) - 1
    if (isNumber) this.#numbers.add(value)
    return value
  }

  /** Adds a step and gives its output. */
  add(op: Operation<unknown>, inputs: readonly Value[], params: unknown): Value {
    const specs = inputs.map(x => this.specs[x]!)
    return this.put(op, inputs, params, {
      shape: op.shape(specs, params),
      dtype: op.dtype?.(specs, params) ?? specs[0]!.dtype,
    })
  }

  /** Adds a step whose output is known to have a spec. */
  put(op: Operation<unknown>, inputs: readonly Value[], params: unknown, spec: Spec): Value {
    const output = this.input(spec)
    this.steps.push({ op, params, inputs, output })
    return output
  }

  /** A number in a dtype. */
  number(value: number, dtype: DType): Value {
    return this.valueOf(scalar(value, dtype))
  }

  /** The tensor that stands for a value: its shape and dtype are true, reading it is refused. */
  tensorOf(value: Value): Tensor {
    const { shape, dtype } = this.specs[value]!
    const constant = this.constants.get(value)
    if (constant !== undefined) return constant
    let data = this.#standIns.get(value)
    if (data === undefined) {
      data = standIn(shape)
      this.#standIns.set(value, data)
      this.#values.set(data, value)
    }
    return new Tensor(data, shape, dtype)
  }

  /** The value that a tensor stands for; what is not known yet is a constant. */
  valueOf(x: Tensor): Value {
    const known = this.#values.get(x.data)
    // Tensors that share their values may differ in shape, as after a reshape: those are constants of their own.
    if (known !== undefined) {
      const constant = this.constants.get(known)
      if (constant === undefined || sameSpec(constant, x)) return known
      for (const [value, own] of this.constants) if (own.data === x.data && sameSpec(own, x)) return value
    }
    const value = this.input({ shape: x.shape, dtype: x.dtype })
    this.constants.set(value, stopGradient(x))
    this.#values.set(x.data, value)
    return value
  }

  /** Runs a function whose ops become steps. */
  record<T>(run: () => T): T {
    return withMachine(this.#machine, run)
  }

  /** Whether a value stands for a plain number. */
  isNumber(x: Value): boolean {
    return this.#numbers.has(x)
  }

  readonly #machine: Machine = {
    run: (op, inputs, params, shape, dtype) => {
      const isConstant = inputs.every(x => !this.#isRecorded(x))
      if (isConstant && sizeOf(shape) <= FOLDED) {
        // On its own machine: a forward rule may be made of ops, whose values are no steps of this program.
        return withMachine(eager, () => op.forward(inputs, params, shape, dtype))
      }
      return this.tensorOf(
        this.add(
          op as Operation<unknown>,
          inputs.map(x => this.valueOf(x)),
          params,
        ),
      ).data
    },
    isUnknown: x => this.#isRecorded(x),
    standForNumber: x => {
      this.#numbers.add(this.valueOf(x))
    },
    standsForNumber: x => {
      const value = this.#values.get(x.data)
      return value !== undefined && this.#numbers.has(value)
    },
  }

  #isRecorded(x: Tensor): boolean {
    const value = this.#values.get(x.data)
    return value !== undefined && !this.constants.has(value)
  }
}

const sameSpec = (a: Spec, b: Spec): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape)

/** What stands behind the `data` of a tensor without values: it has a length, and everything else is refused. */
const standIn = (shape: Shape): TensorData =>
  new Proxy({ length: sizeOf(shape) } as TensorData, {
    get(target, key) {
      if (key === 'length') return target.length
      throw unreadable()
    },
  })

function unreadable(): ArgumentError {
  const site = callSite()
  return new ArgumentError(
    'compile',
    `a value is read${site === undefined ? '' : ` at ${site}`}, and while a function is compiled there are none: ` +
      'only shapes and dtypes are known. To choose by a value, write where(condition, a, b); what is read must be an argument that is no tensor, or be read outside',
  )
}
