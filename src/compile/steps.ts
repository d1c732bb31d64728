// The steps of a loop: one by one, or many at a time on the machine, which goes on with what it has.
import { scalar } from '../create.js'
import { ArgumentError, describe } from '../errors.js'
import type { Spec } from '../graph/index.js'
import { formatShape, sameShape, sizeOf, stridesOf } from '../shape.js'
import { type Held, isTensor, Tensor } from '../tensor.js'
import { isRecord, leavesOf, pathOf } from '../transforms/tree.js'
import { assembled, type BuildOptions, type Prepared, prepared } from './build.js'
import type { Executable } from './executable.js'
import { interpret } from './interpret.js'
import type { Log } from './log.js'
import type { Program, Value } from './program.js'
import { rowsOf } from './rows.js'
import { outputsOf } from './running.js'
import { fits, signatureOf } from './signature.js'
import { Leaf, rebuilt } from './trace.js'
import type { LoopShape } from './track.js'

/** Takes steps. */
export interface Stepper {
  /** How what a step carries differs before and after, where it does: no second step can follow. */
  readonly change: string | undefined
  /** As many steps at most at once. */
  readonly calls: number
  /** Begins with something to carry, on some data. */
  start(carry: unknown, data: unknown): void
  /** Takes steps, each on as many of the rows that are named, and logs what they give beside what they carry. */
  advance(count: number, rows: Int32Array | undefined, log: Log): void
  /** What the last step carried. */
  carry(): unknown
}

/** A step as a program, and how what it takes and gives is divided. */
interface Parts {
  readonly ready: Prepared
  readonly carryTree: unknown
  readonly outputTree: unknown
  /** How many inputs, and outputs, are carried: the first ones. */
  readonly carried: number
  readonly outputSpecs: readonly Spec[]
  /** Rows of the data in all, 0 where each step takes all of them. */
  readonly all: number
  /** Rows of a step. */
  readonly rows: number
}

/** Makes the stepper for a step, and for what it carries and takes. */
export function stepperOf(
  step: (...args: never[]) => unknown,
  [carry, batch]: readonly [unknown, unknown],
  all: number,
  options: BuildOptions,
): Stepper {
  const ready = prepared(step, [carry, batch])
  const { program, result } = ready.traced
  if (!Array.isArray(result) || result.length !== 2)
    throw new ArgumentError('loop', `the step must return [carry, output], got ${describe(result)}`)
  const [carryTree, outputTree] = result as unknown[]
  const change = difference(carry, carryTree, program, [])
  const carried = leavesIn(carry).length
  const first = leafCount(carryTree)
  const outputSpecs = program.outputs.slice(first).map(y => program.specs[y]!)
  const rows = all > 0 ? leavesOf(batch)[0]!.shape[0]! : 0
  const parts: Parts = { ready, carryTree, outputTree, carried, outputSpecs, all, rows }
  if (change === undefined) {
    const onMachine = machineStepper(parts, options)
    if (onMachine !== undefined) return onMachine
  }
  return singleStepper(parts, first, change, options)
}

/** Steps one by one. */
function singleStepper(
  parts: Parts,
  first: number,
  change: string | undefined,
  options: BuildOptions,
): Stepper {
  const { ready, carryTree, outputTree, outputSpecs, rows } = parts
  const { program } = ready.traced
  const outputs = outputsOf(program, ready.parts, assembled(ready.lean, options), false)
  let carry: unknown
  let data: unknown
  return {
    change,
    calls: 1024,
    start(from, on) {
      carry = from
      data = on
    },
    advance(count, list, log) {
      log.expect(outputTree, first, outputSpecs)
      for (let i = 0; i < count; i++) {
        const batch = list === undefined ? data : rowsOf(data, list.slice(i * rows, (i + 1) * rows))
        const found = outputs(leavesIn([carry, batch]).map(tensorOf))
        for (const j of outputSpecs.keys()) log.add(j, found[first + j]!.data)
        carry = rebuilt(carryTree, found)
      }
    },
    carry: () => carry,
  }
}

/** As much memory as chunks may take for rows and outputs. */
const CHUNK = 2 ** 20

/** Steps on the machine, in chunks; `undefined` where it cannot be. */
function machineStepper(parts: Parts, options: BuildOptions): Stepper | undefined {
  const { ready, carried, outputSpecs, all, rows } = parts
  const { traced, parts: split, lean } = ready
  const { program } = traced
  const own = lean.program
  const hosted = (x: Value): number => split?.host.outputs.indexOf(x) ?? -1
  const isNumber = (i: number): boolean => split !== undefined && !split.kept.includes(i)
  /** The place of an input of the traced program among those of what is left of it. */
  const placeOf = (i: number): number => split?.kept.indexOf(i) ?? i
  const indices = program.inputs.map((_, i) => i)
  const moving = indices.filter(i => i < carried && !isNumber(i))
  const logged = outputSpecs.map((_, j) => own.outputs[carried + j]!)
  const bytes = 4 * rows + outputSpecs.reduce((sum, { shape }) => sum + 8 * sizeOf(shape), 0)
  const shape: LoopShape = {
    carried: moving.map(i => [own.outputs[i]!, own.inputs[placeOf(i)]!]),
    logged: logged.filter((_, j) => hosted(program.outputs[carried + j]!) < 0),
    gathered:
      all === 0
        ? []
        : indices
            .filter(i => i >= carried && !traced.numbers.has(program.inputs[i]!))
            .map(i => ({ input: own.inputs[placeOf(i)]!, all })),
    rows,
    calls: waitsForNumbers(ready, carried)
      ? 1
      : Math.max(1, Math.min(4096, Math.floor(CHUNK / Math.max(1, bytes)))),
  }
  const code = assembled(lean, options, shape)
  return typeof code === 'string' ? undefined : new MachineSteps(parts, code, shape.calls, placeOf)
}

/** Whether each step reads a number that the step before it gave: those are for JavaScript to compute in between. */
function waitsForNumbers({ traced, parts, lean }: Prepared, carried: number): boolean {
  if (parts === undefined) return false
  const moving = new Set(traced.program.inputs.filter((x, i) => i < carried && traced.numbers.has(x)))
  for (const { inputs, output } of parts.host.steps) if (inputs.some(x => moving.has(x))) moving.add(output)
  const given = parts.host.outputs.map((x, i) =>
    moving.has(x) ? lean.program.inputs[parts.kept.length + i] : undefined,
  )
  return lean.program.steps.some(({ inputs }) => inputs.some(x => given.includes(x)))
}

class MachineSteps implements Stepper {
  readonly change = undefined
  readonly calls: number
  readonly #parts: Parts
  readonly #code: Executable
  /** The place of an input of the traced program among the machine's; −1 for a number that JavaScript has. */
  readonly #placeOf: (i: number) => number
  /** The tensors and numbers that are carried, those that the machine has as they were at the start. */
  #leaves: Tensor[] = []
  #data: unknown
  /** The tensors and numbers of the data. */
  #rest: readonly Tensor[] = []
  /** What all steps before now gave, where the last one was not the machine's. */
  #found: readonly Tensor[] | undefined
  #isMoved = false
  /** What the machine holds all rows of. */
  #bound: readonly Held[] = []

  constructor(parts: Parts, code: Executable, calls: number, placeOf: (i: number) => number) {
    this.#parts = parts
    this.#code = code
    this.#placeOf = placeOf
    this.calls = calls
  }

  start(carry: unknown, data: unknown): void {
    this.#leaves = leavesIn(carry).map(tensorOf)
    this.#found = undefined
    this.#isMoved = false
    this.#data = data
    this.#give(this.#leaves)
    this.#rest = leavesIn(data).map(tensorOf)
    const gathered = new Map(this.#code.track!.gathered.map(all => [all.input, all]))
    for (const [i, x] of this.#rest.entries()) {
      const all = gathered.get(this.#own.inputs[this.#placeOf(this.#parts.carried + i)]!)
      if (all === undefined) this.#input(this.#parts.carried + i, x)
      else if (this.#bound[i] !== x.held) this.#code.put(all.from, x, all.place)
    }
    this.#bound = this.#rest.map(x => x.held)
  }

  advance(count: number, list: Int32Array | undefined, log: Log): void {
    const { outputTree, carried, outputSpecs, rows } = this.#parts
    log.expect(outputTree, carried, outputSpecs)
    for (let done = 0; done < count; ) {
      const numbers = this.#numbers()
      if (list !== undefined)
        this.#code.put(this.#code.track!.indices, list.subarray(done * rows, count * rows))
      const right = this.#code.loop(count - done)
      if (right > 0) this.#took(right, numbers, log)
      done += right
      if (done === count) break
      // The machine had doubts about this one, and left everything as it was.
      const batch =
        list === undefined ? this.#data : rowsOf(this.#data, list.slice(done * rows, (done + 1) * rows))
      const found = interpret(this.#program, [...this.#current(), ...leavesIn(batch).map(tensorOf)])
      for (const j of outputSpecs.keys()) log.add(j, found[carried + j]!.data)
      this.#found = found
      this.#leaves = found.slice(0, carried)
      this.#give(this.#leaves)
      done++
    }
  }

  carry(): unknown {
    return rebuilt(this.#parts.carryTree, this.#found ?? this.#last())
  }

  get #program(): Program {
    return this.#parts.ready.traced.program
  }

  get #own(): Program {
    return this.#parts.ready.lean.program
  }

  /** Hands the machine what is carried. */
  #give(leaves: readonly Tensor[]): void {
    for (const [i, x] of leaves.entries()) if (this.#placeOf(i) >= 0) this.#input(i, x)
  }

  #input(i: number, x: Tensor): void {
    const at = this.#placeOf(i)
    if (i < this.#parts.carried) this.#code.forget(at)
    this.#code.give(at, x)
  }

  /** Computes what follows from the numbers that are carried and given, and hands it over. */
  #numbers(): readonly Tensor[] {
    const { parts } = this.#parts.ready
    if (parts === undefined) return []
    const found = interpret(parts.host, [...this.#leaves, ...this.#rest])
    for (const [i, x] of found.entries()) this.#code.give(parts.kept.length + i, x)
    return found
  }

  /** Notes what steps of the machine gave; the numbers of the first are known. */
  #took(steps: number, first: readonly Tensor[], log: Log): void {
    const { carried, outputSpecs, ready } = this.#parts
    const { outputs } = this.#program
    const hosted = (y: Value): number => ready.parts?.host.outputs.indexOf(y) ?? -1
    let machine = 0
    for (const [j, { shape, dtype }] of outputSpecs.entries()) {
      if (hosted(outputs[carried + j]!) >= 0) continue
      const { from, to } = this.#code.track!.logged[machine++]!
      const all = [steps, ...shape]
      log.add(j, this.#code.readAt({ ...from, address: to, strides: stridesOf(all) }, { shape: all, dtype }))
    }
    if (ready.parts !== undefined)
      for (let step = 0, numbers = first; step < steps; step++) {
        if (step > 0) numbers = interpret(ready.parts.host, [...this.#leaves, ...this.#rest])
        for (const j of outputSpecs.keys()) {
          const at = hosted(outputs[carried + j]!)
          if (at >= 0) log.add(j, numbers[at]!.data)
        }
        this.#leaves = this.#leaves.map((x, i) => (this.#placeOf(i) < 0 ? numbers[hosted(outputs[i]!)]! : x))
      }
    this.#found = undefined
    this.#isMoved = true
  }

  /** What the next step is to take: the machine's inputs. */
  #current(): Tensor[] {
    const { plan } = this.#code
    return this.#leaves.map((x, i) => {
      const place = this.#placeOf(i) < 0 ? undefined : plan.placeOf(this.#own.inputs[this.#placeOf(i)]!)
      return place === undefined ? x : new Tensor(this.#code.readAt(place, x), x.shape, x.dtype)
    })
  }

  /** What the machine's last step carried. */
  #last(): Tensor[] {
    const { outputs, inputs } = this.#own
    return this.#leaves.map((x, i) =>
      this.#placeOf(i) < 0 || !this.#isMoved || inputs.includes(outputs[i]!)
        ? x
        : new Tensor(this.#code.read(outputs[i]!), x.shape, x.dtype),
    )
  }
}

const tensorOf = (leaf: Tensor | number): Tensor =>
  typeof leaf === 'number' ? scalar(leaf, 'float64') : leaf

/** The tensors and numbers of a tree, in the order of a program's inputs. */
function leavesIn(tree: unknown): (Tensor | number)[] {
  const leaves: (Tensor | number)[] = []
  fits(signatureOf(tree), tree, leaves)
  return leaves
}

/** How many outputs a tree has. */
function leafCount(tree: unknown): number {
  if (tree instanceof Leaf) return 1
  if (Array.isArray(tree)) return tree.reduce((sum: number, item) => sum + leafCount(item), 0)
  return isRecord(tree) ? Reflect.ownKeys(tree).reduce((sum, key) => sum + leafCount(tree[key]), 0) : 0
}

/** Where and how what a step gives back differs from what it was given; `undefined` where it can be given again. */
function difference(
  given: unknown,
  back: unknown,
  { specs, outputs }: Program,
  keys: readonly (string | number | symbol)[],
): string | undefined {
  const place = keys.length === 0 ? 'it' : pathOf(keys)
  const shown = ({ dtype, shape }: Spec) => `${dtype} ${formatShape(shape)}`
  const spec = back instanceof Leaf && !back.isNumber ? specs[outputs[back.output]!] : undefined
  const was = isTensor(given) ? shown(given) : describe(given)
  const is = spec ? shown(spec) : back instanceof Leaf ? 'a number' : describe(back)
  const told = `${place} was ${was} and becomes ${is}`
  if (isTensor(given))
    return spec?.dtype === given.dtype && sameShape(spec.shape, given.shape) ? undefined : told
  if (typeof given === 'number') return back instanceof Leaf && back.isNumber ? undefined : told
  if (Array.isArray(given) || isRecord(given)) {
    const same = Array.isArray(given) === Array.isArray(back) && (Array.isArray(back) || isRecord(back))
    const own = same ? Reflect.ownKeys(given) : []
    if (!same || own.join() !== Reflect.ownKeys(back as object).join()) return told
    for (const key of own) {
      if (key === 'length') continue
      const found = difference((given as never)[key], (back as never)[key], { specs, outputs } as Program, [
        ...keys,
        key,
      ])
      if (found !== undefined) return found
    }
    return undefined
  }
  return Object.is(given, back) ? undefined : told
}
