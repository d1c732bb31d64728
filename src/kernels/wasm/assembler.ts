// A small assembler: functions of typed locals, structured loops, and the module around them.
import { type Bytes, list, Sink, sized, text, unsigned } from './encode.js'
import {
  type Code,
  type Expression,
  GET,
  type I32,
  type Int,
  int,
  make,
  NONE,
  type Statement,
  type Type,
  write,
} from './expression.js'
import * as i32 from './i32.js'

const TYPES = { i32: 0x7f, v128: 0x7b } as const
const NOTHING = 0x40
const SET = [0x21]
const END = 0x0b

/** A variable of a function. */
export interface Local<T extends Type> extends Expression<T> {
  readonly index: number
}

const local = <T extends Type>(type: T, index: number): Local<T> => ({
  type,
  operands: NONE,
  code: GET,
  index,
})

/** Code without operands: what begins and ends blocks, none of which gives a value. */
const mark = (...code: readonly number[]): Statement => make(undefined, [], code)

/** To the start of the loop that is innermost, or behind the block that is. */
const branchIf = (condition: I32): Statement => make(undefined, [condition], [0x0d, 0])

/** The body of a function while it is written, statement after statement. */
export class Body {
  readonly #types: Type[] = []
  readonly #constants = new Map<string, Local<'v128'>>()
  readonly #numbers = new Map<unknown, Map<number | string, Local<'v128'>>>()
  // Written at once: what is kept until the end, the garbage collector copies.
  readonly #entry = new Sink()
  readonly #statements = new Sink()
  readonly #parameters: number

  constructor(parameters: number) {
    this.#parameters = parameters
  }

  /** A new variable, 0 at first. */
  local<T extends Type>(type: T): Local<T> {
    return local(type, this.#parameters + this.#types.push(type) - 1)
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
    const key = `${value.index}:${value.code}:${value.operands.length > 0 ? JSON.stringify(value.operands) : ''}`
    let variable = this.#constants.get(key)
    if (variable === undefined) {
      variable = this.#held(value)
      this.#constants.set(key, variable)
    }
    return variable
  }

  /** A new variable that holds a value from the entry on. */
  #held(value: Expression<'v128'>): Local<'v128'> {
    const variable = this.local('v128')
    write(this.#entry, make(undefined, [value], SET, variable.index))
    return variable
  }

  /** Likewise a number in every lane, as `of` writes it. */
  number(x: number, of: (x: number) => Expression<'v128'>): Local<'v128'> {
    const key = Object.is(x, -0) ? '-0' : x
    const numbers = this.#numbers.get(of) ?? new Map<number | string, Local<'v128'>>()
    this.#numbers.set(of, numbers)
    let variable = numbers.get(key)
    if (variable === undefined) {
      variable = this.#held(of(x))
      numbers.set(key, variable)
    }
    return variable
  }

  set<T extends Type>(variable: Local<T>, value: Expression<T>): void {
    this.run(make(undefined, [value], SET, variable.index))
  }

  /** variable += by, in bytes or items. */
  advance(variable: Local<'i32'>, by: Int): void {
    this.set(variable, i32.add(variable, by))
  }

  /** A statement: a store, or a call for its effect. */
  run(statement: Statement): void {
    write(this.#statements, statement)
  }

  /** do { body } while (the condition that it returns) */
  repeat(body: () => Expression<'i32'>): void {
    this.run(mark(0x03, NOTHING))
    this.run(branchIf(body()))
    this.run(mark(END))
  }

  /** if (condition) { then } else { otherwise } */
  when(condition: Expression<'i32'>, then: () => void, otherwise?: () => void): void {
    this.run(make(undefined, [condition], [0x04, NOTHING]))
    then()
    if (otherwise !== undefined) {
      this.run(mark(0x05))
      otherwise()
    }
    this.run(mark(END))
  }

  /**
   * while (variable < end) { body }, unsigned. Written as a guarded do-while, which engines compile best; the end is
   * evaluated anew each time, so it should be a variable or a constant.
   */
  whileBelow(variable: Local<'i32'>, end: Int, body: () => void): void {
    this.run(mark(0x02, NOTHING))
    this.run(branchIf(i32.geU(variable, end)))
    this.repeat(() => {
      body()
      return i32.ltU(variable, end)
    })
    this.run(mark(END))
  }

  /** while (variable < end) { body; variable += step } */
  upTo(variable: Local<'i32'>, end: Int, step: Int, body: () => void): void {
    this.whileBelow(variable, end, () => {
      body()
      this.advance(variable, step)
    })
  }

  /** The finished function: its variables, runs of one type at a time, then its code, and at its end the value that it returns. */
  finish(result: I32 | undefined): Bytes {
    const out = new Sink()
    const types = this.#types
    const starts: number[] = []
    for (let i = 0; i < types.length; i++) if (types[i] !== types[i - 1]) starts.push(i)
    out.unsigned(starts.length)
    for (let run = 0; run < starts.length; run++) {
      out.unsigned((starts[run + 1] ?? types.length) - starts[run]!)
      out.byte(TYPES[types[starts[run]!]!])
    }
    out.stretch(this.#entry.written)
    out.stretch(this.#statements.written)
    if (result !== undefined) write(out, result)
    out.byte(END)
    return out.written
  }
}

/** A function of a module, to be called from others; what it returns is an integer or nothing. */
export interface Callable<T extends 'i32' | undefined = undefined> {
  readonly index: number
  readonly result: T
}

/** The call of a function: a statement, or the integer that it returns. */
export const call = <T extends 'i32' | undefined>(
  { index, result }: Callable<T>,
  ...args: readonly Int[]
): Code<T> => make(result, args.map(int), [0x10, ...unsigned(index)])

/** A module: functions over one memory, which it imports as `host.memory`. */
export class Assembler {
  readonly #signatures: number[][] = []
  readonly #exports: number[][] = []
  readonly #bodies: Bytes[] = []
  readonly #limits: readonly number[]

  /** `limits` tell what memory is taken; without them one of any size, which only one thread has. */
  constructor(limits: readonly number[] = [0, 0]) {
    this.#limits = limits
  }

  /** Adds an exported function of integers, as many as `write` takes: mostly addresses, for all else is in memory. */
  define(name: string, write: (f: Body, ...parameters: Local<'i32'>[]) => void): Callable {
    return this.#define(name, write, undefined)
  }

  /** Adds likewise a function that returns an integer: what `write` returns is evaluated at the end of its code. */
  defineInt(name: string, write: (f: Body, ...parameters: Local<'i32'>[]) => Int): Callable<'i32'> {
    return this.#define(name, write, 'i32')
  }

  #define<T extends 'i32' | undefined>(
    name: string,
    write: (f: Body, ...parameters: Local<'i32'>[]) => unknown,
    result: T,
  ): Callable<T> {
    const index = this.#bodies.length
    const types = new Array<number[]>(write.length - 1).fill([TYPES.i32])
    const body = new Body(types.length)
    const value = write(body, ...types.map((_, i) => local('i32', i)))
    this.#signatures.push([0x60, ...list(types), ...list(result === undefined ? [] : [[TYPES.i32]])])
    this.#exports.push([...text(name), 0, ...unsigned(index)])
    this.#bodies.push(body.finish(result && int(value as Int)))
    return { index, result }
  }

  /** The module's binary. */
  bytes(): Bytes {
    const memory = [...text('host'), ...text('memory'), 2, ...this.#limits]
    const out = new Sink()
    out.all([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
    const section = (id: number, items: readonly (readonly number[])[]): void => {
      out.byte(id)
      out.all(sized(list(items)))
    }
    section(1, this.#signatures)
    section(2, [memory])
    section(
      3,
      this.#bodies.map((_, i) => unsigned(i)),
    )
    section(7, this.#exports)
    const bodies = new Sink()
    bodies.unsigned(this.#bodies.length)
    for (const body of this.#bodies) {
      bodies.unsigned(body.length)
      bodies.stretch(body)
    }
    out.byte(10)
    out.unsigned(bodies.length)
    out.stretch(bodies.written)
    return out.written.slice()
  }
}
