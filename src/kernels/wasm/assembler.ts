// A small assembler: functions of typed locals, structured loops, and the module around them.
import { type Bytes, list, sized, text, unsigned } from './encode.js'
import type { Expression, Int, Statement, Type } from './expression.js'
import * as i32 from './i32.js'

const TYPES = { i32: 0x7f, v128: 0x7b } as const
const NOTHING = 0x40

/** A variable of a function. */
export interface Local<T extends Type> extends Expression<T> {
  readonly index: number
}

const local = <T extends Type>(type: T, index: number): Local<T> => ({
  type,
  index,
  code: [0x20, ...unsigned(index)],
})

/** The body of a function while it is written, statement after statement. */
export class Body {
  readonly #variables: number[][] = []
  readonly #parameters: number
  readonly #constants = new Map<string, Local<'v128'>>()
  #entry: number[] = []
  #code: number[] = []

  constructor(parameters: number) {
    this.#parameters = parameters
  }

  /** A new variable, 0 at first. */
  local<T extends Type>(type: T): Local<T> {
    return local(type, this.#parameters + this.#variables.push([1, TYPES[type]]) - 1)
  }

  /** New variables, as many as are taken: `const [p, end] = f.locals('i32')`. */
  *locals<T extends Type>(type: T): Generator<Local<T>> {
    for (;;) yield this.local(type)
  }

  /** A new variable that holds a value. */
  let<T extends Type>(value: Expression<T>): Local<T> {
    const variable = this.local(value.type)
    this.set(variable, value)
    return variable
  }

  /** The same value, put into a variable once, on entry: engines do not all lift constants out of loops. */
  constant(value: Expression<'v128'>): Local<'v128'> {
    const key = value.code.join()
    let variable = this.#constants.get(key)
    if (variable === undefined) {
      variable = this.local('v128')
      this.#constants.set(key, variable)
      this.#entry.push(...value.code, 0x21, ...unsigned(variable.index))
    }
    return variable
  }

  set<T extends Type>(variable: Local<T>, value: Expression<T>): void {
    this.#code.push(...value.code, 0x21, ...unsigned(variable.index))
  }

  /** variable += by, in bytes or items. */
  advance(variable: Local<'i32'>, by: Int): void {
    this.set(variable, i32.add(variable, by))
  }

  /** A statement: a store, or a call for its effect. */
  run(statement: Statement): void {
    this.#code.push(...statement.code)
  }

  /** do { body } while (the condition that it returns) */
  repeat(body: () => Expression<'i32'>): void {
    this.#code.push(0x03, NOTHING)
    this.#code.push(...body().code, 0x0d, 0, 0x0b)
  }

  /** if (condition) { then } else { otherwise } */
  when(condition: Expression<'i32'>, then: () => void, otherwise?: () => void): void {
    this.#code.push(...condition.code, 0x04, NOTHING)
    then()
    if (otherwise !== undefined) {
      this.#code.push(0x05)
      otherwise()
    }
    this.#code.push(0x0b)
  }

  /**
   * while (variable < end) { body }, unsigned. Written as a guarded do-while, which engines compile best; the end is
   * evaluated anew each time, so it should be a variable or a constant.
   */
  whileBelow(variable: Local<'i32'>, end: Int, body: () => void): void {
    this.#code.push(0x02, NOTHING, ...i32.geU(variable, end).code, 0x0d, 0)
    this.repeat(() => {
      body()
      return i32.ltU(variable, end)
    })
    this.#code.push(0x0b)
  }

  /** while (variable < end) { body; variable += step } */
  upTo(variable: Local<'i32'>, end: Int, step: Int, body: () => void): void {
    this.whileBelow(variable, end, () => {
      body()
      this.advance(variable, step)
    })
  }

  /** The finished function: its variables, then its code. */
  finish(): number[] {
    return sized([...list(this.#variables), ...this.#entry, ...this.#code, 0x0b])
  }
}

/** A function of a module, to be called from others. */
export interface Callable {
  readonly index: number
}

/** The call of a function. */
export const call = ({ index }: Callable, ...args: readonly Int[]): Statement => ({
  type: undefined,
  code: [...args.flatMap(arg => i32.of(arg).code), 0x10, ...unsigned(index)],
})

/** A module: functions over one memory, which it imports as `host.memory`. */
export class Assembler {
  readonly #signatures: number[][] = []
  readonly #exports: number[][] = []
  readonly #bodies: number[][] = []

  /** Adds an exported function of integers, as many as `write` takes: mostly addresses, for all else is in memory. */
  define(name: string, write: (f: Body, ...parameters: Local<'i32'>[]) => void): Callable {
    const index = this.#bodies.length
    const count = write.length - 1
    const body = new Body(count)
    write(body, ...Array.from({ length: count }, (_, i) => local('i32', i)))
    this.#signatures.push([0x60, ...list(new Array(count).fill([TYPES.i32])), 0])
    this.#exports.push([...text(name), 0, ...unsigned(index)])
    this.#bodies.push(body.finish())
    return { index }
  }

  /** The module's binary. */
  bytes(): Bytes {
    const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)]
    const indices = this.#bodies.map((_, i) => unsigned(i))
    const memory = [...text('host'), ...text('memory'), 2, 0, 0]
    return new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, list(this.#signatures)),
      ...section(2, list([memory])),
      ...section(3, list(indices)),
      ...section(7, list(this.#exports)),
      ...section(10, list(this.#bodies)),
    ])
  }
}
