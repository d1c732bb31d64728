// A random program as it is written: each line is run at once, so that the next one knows what it may take.
import { scalar } from '../../../src/create.js'
import { eager, type Machine, withMachine } from '../../../src/graph/index.js'
import {
  add,
  cast,
  type DType,
  div,
  grad,
  isTensor,
  jvp,
  mul,
  random,
  type Shape,
  sub,
  sum,
  type Tensor,
  valueAndGrad,
} from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import { formatShape, sizeOf } from '../../../src/shape.js'
import { Tensor as TensorOf } from '../../../src/tensor.js'
import type { Argument, RandomProgram } from '../programs.js'

const OPS = { ...ops }

/** A value that was written: what it is called, and what it is for the arguments at hand. */
export interface Entry {
  readonly name: string
  readonly value: Tensor
}

/** Numbers that choose which values a rule takes and what it does with them. All of them may be 0, which is simplest. */
export type Choice = readonly [number, number, number]

/** Adds a line where it finds values that suit it. */
export type Rule = (draft: Draft, choice: Choice) => void

/** What is made of the outputs: nothing, the gradient of their sum, the gradient of the gradient's sum, or a tangent. */
export const WAYS = ['value', 'gradient', 'second', 'tangent'] as const
export type Way = (typeof WAYS)[number]

interface Line extends Entry {
  readonly text: string
  readonly run: (read: (x: Entry) => Argument) => Tensor
}

type Given = Entry & { readonly given: Argument }

/** Larger tensors are not written, for shapes would only grow. */
const LARGEST = 2000
/** Nor are values above, in programs that round: those of `exp` would leave the range soon. */
const HIGHEST = 50

export class Draft {
  readonly dtype: DType
  readonly #exact: boolean
  readonly #stream: ReturnType<typeof random>
  readonly #inputs: Given[] = []
  readonly #captured: Entry[] = []
  readonly #entries: Entry[] = []
  readonly #lines: Line[] = []

  constructor(dtype: DType, exact: boolean, seed: number) {
    this.dtype = dtype
    this.#exact = exact
    this.#stream = random(seed)
  }

  /** A new argument of a shape. */
  input(shape: Shape): void {
    const value = this.#drawn(sizeOf(shape) > LARGEST ? [] : shape)
    this.#entries.push(this.#argument('x', value, value))
  }

  /** A plain number as an argument. */
  number(): void {
    this.#argument('t', scalar(2, this.dtype), 2)
  }

  /** The plain number among the arguments. */
  get plain(): Entry | undefined {
    return this.#inputs.find(({ given }) => !isTensor(given))
  }

  /** An argument of indices below n. */
  indices(shape: Shape, n: number): Entry {
    const value = this.#stream.integers(shape, 0, n)
    return this.#argument('i', value, value)
  }

  /** A tensor that the function finds around it. */
  captured(shape: Shape): Entry {
    const entry = { name: `c${this.#captured.length}`, value: this.#drawn(shape) }
    this.#captured.push(entry)
    return entry
  }

  /** One of the values that suit: 0 is the latest. */
  find(k: number, suits: (x: Tensor) => boolean = () => true): Entry | undefined {
    const suited = this.#entries.filter(({ value }) => value.dtype === this.dtype && suits(value))
    return suited[suited.length - 1 - (k % suited.length)]
  }

  /** Writes an op, unless it would be too large. Arguments that are no values stand as they are. */
  write(name: keyof typeof OPS, ...args: readonly unknown[]): Entry | undefined {
    const op = OPS[name] as (...args: never[]) => Tensor
    const bound = (arg: unknown, read: (x: Entry) => Argument): unknown =>
      isEntry(arg) ? read(arg) : Array.isArray(arg) ? arg.map(each => bound(each, read)) : arg
    return this.#line(`${name}(${args.map(show).join(', ')})`, read =>
      op(...(args.map(arg => bound(arg, read)) as never[])),
    )
  }

  /** Writes a former line once more. */
  repeat(k: number): void {
    const former = this.#lines[this.#lines.length - 1 - (k % this.#lines.length)]
    if (former !== undefined) this.#line(former.text, former.run)
  }

  #line(text: string, run: Line['run']): Entry | undefined {
    const value = run(x => x.value)
    if (value.size > LARGEST) return undefined
    if (this.#exact ? !isExact(() => run(x => x.value)) : !(highest(value) <= HIGHEST)) return undefined
    const line = { name: `v${this.#lines.length}`, text, run, value }
    this.#lines.push(line)
    this.#entries.push(line)
    return line
  }

  /** Whole numbers from −3 to 3, −0 among them; where there is rounding, also what lies between them. */
  #drawn(shape: Shape): Tensor {
    const size = this.#exact
      ? this.#stream.integers(shape, 0, 4)
      : div(this.#stream.integers(shape, 0, 49), 16)
    const sign = sub(mul(2, this.#stream.integers(shape, 0, 2)), 1)
    return cast(mul(cast(sign, 'float64'), size), this.dtype)
  }

  #argument(letter: string, value: Tensor, given: Argument): Given {
    const entry = { name: `${letter}${this.#inputs.length}`, value, given }
    this.#inputs.push(entry)
    return entry
  }

  /** The program that gives some of what was written, or a derivative of it. */
  finished(outputs: readonly number[], way: Way): RandomProgram {
    const all = this.#entries
    const chosen = outputs.map(k => all[all.length - 1 - (k % all.length)]!)
    const [inputs, lines] = [this.#inputs, this.#lines]
    const isVariable = inputs.map(({ given }) => isDifferentiable(given))
    const values = (given: readonly Argument[]): Tensor[] => {
      const known = new Map<Entry, Argument>(inputs.map((x, i) => [x, given[i]!]))
      const read = (x: Entry): Argument => known.get(x) ?? x.value
      for (const line of lines) known.set(line, line.run(read))
      return chosen.map(x => read(x) as Tensor)
    }
    const program = (way: Way): RandomProgram => ({
      f: (...given) => WAYS_OF[way](values, given, isVariable),
      inputs: inputs.map(({ given }) => given),
      toString: () => this.#show(chosen, way),
    })
    const wanted = chosen.some(({ value }) => isDifferentiable(value)) ? program(way) : program('value')
    const isFine = !this.#exact || isExact(() => wanted.f(...wanted.inputs))
    return isFine ? wanted : program('value')
  }

  #show(chosen: readonly Entry[], way: Way): string {
    const takes = this.#inputs.map(({ name, given }) =>
      isTensor(given) ? `${name}: ${given.dtype} ${formatShape(given.shape)}` : `${name}: number`,
    )
    const tensors = [...this.#captured, ...this.#inputs]
    return [
      `${way} of (${takes.join(', ')}) => {`,
      ...this.#lines.map(({ name, text }) => `  const ${name} = ${text}`),
      `  return [${chosen.map(({ name }) => name).join(', ')}]`,
      `}`,
      ...tensors.map(({ name, value }) => `${name} = ${value.dtype} ${showValues(value)}`),
    ].join('\n')
  }
}

type Values = (given: readonly Argument[]) => Tensor[]

const isDifferentiable = (x: unknown): x is Tensor => isTensor(x) && x.dtype.startsWith('float')

type Make = (values: Values, given: readonly Argument[], isVariable: readonly boolean[]) => Tensor[]

/** How each way makes outputs from a function's values; derivatives are towards all tensors of floats. */
const WAYS_OF: { readonly [W in Way]: Make } = {
  value: (values, given) => values(given),

  gradient(values, given, isVariable) {
    const [f, xs] = byVariables(values, given, isVariable)
    const { value, gradient } = valueAndGrad((xs: Tensor[]) => total(f(xs)))(xs)
    return [value, ...gradient]
  },

  second(values, given, isVariable) {
    const [f, xs] = byVariables(values, given, isVariable)
    const first = grad((xs: Tensor[]) => total(f(xs)))
    return [...first(xs), ...grad((xs: Tensor[]) => total(first(xs)))(xs)]
  },

  tangent(values, given, isVariable) {
    const [f, xs] = byVariables(values, given, isVariable)
    const { value, tangent } = jvp((xs: Tensor[]) => f(xs).filter(isDifferentiable))(xs, xs)
    return [...value, ...tangent]
  },
}

/** A function of the variables alone, and those. */
function byVariables(
  values: Values,
  given: readonly Argument[],
  isVariable: readonly boolean[],
): [(xs: readonly Tensor[]) => Tensor[], Tensor[]] {
  const f = (xs: readonly Tensor[]) => {
    const left = [...xs]
    return values(given.map((x, i) => (isVariable[i] ? left.shift()! : x)))
  }
  return [f, given.filter((x, i): x is Tensor => isVariable[i] === true && isTensor(x))]
}

const total = (ys: readonly Tensor[]): Tensor =>
  ys
    .filter(isDifferentiable)
    .map(y => sum(y) as Tensor)
    .reduce((s, y) => add(s, y))

const isEntry = (x: unknown): x is Entry => typeof x === 'object' && x !== null && 'name' in x && 'value' in x

function show(arg: unknown): string {
  if (isEntry(arg)) return arg.name
  if (Array.isArray(arg)) return `[${arg.map(show).join(', ')}]`
  if (typeof arg !== 'object' || arg === null) return typeof arg === 'string' ? `'${arg}'` : String(arg)
  const entries = Object.entries(arg).map(([key, value]) => `${key}: ${show(value)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

/** JSON has no −0. */
const showValues = (x: Tensor): string =>
  JSON.stringify(x.toArray(), (_, v: unknown) => (Object.is(v, -0) ? '-0' : v)).replaceAll('"-0"', '-0')

/** The largest absolute value; NaN where there is one. */
function highest({ data }: Tensor): number {
  let high = 0
  for (const v of data) high = Math.max(high, Math.abs(v))
  return high
}

const isQuarters = ({ data }: Tensor): boolean => {
  for (const v of data) if (!Number.isInteger(4 * v)) return false
  return true
}

/** Whether all that ops give while a function runs is exact in float32, and stays so if sums are taken in another order. */
function isExact(run: () => unknown): boolean {
  let exact = true
  const machine: Machine = {
    run(op, inputs, params, shape, dtype) {
      const held = eager.run(op, inputs, params, shape, dtype)
      const y = new TensorOf(held, shape, dtype)
      const high = inputs.reduce((product, x) => product * Math.max(1, highest(x)), 1)
      const terms =
        TERMS[op.name]?.(
          inputs.map(x => x.size),
          Math.max(1, y.size),
        ) ?? 0
      // Sixteenths fit into 24 bits, also before terms cancel.
      if (!isQuarters(y) || !(Math.max(highest(y), high * terms) <= 2 ** 20)) exact = false
      return held
    },
  }
  withMachine(machine, run)
  return exact
}

/** How many terms a sum has at most, by the sizes of inputs and output. */
const TERMS: { readonly [op: string]: (inputs: readonly number[], output: number) => number } = {
  sumTo: ([n], m) => n! / m,
  matmul: ([a, b], m) => Math.sqrt((a! * b!) / m),
  scatterAdd: ([n]) => n!,
  cumsum: ([n]) => n!,
}
