// Vectors as values with methods, so that a formula in a kernel reads like one.
import type { Body, Local } from './assembler.js'
import type { V128 } from './expression.js'
import { type Lanes, multiplyAdd } from './lanes.js'
import * as v128 from './v128.js'

/**
 * Where vector code goes: a function's body, or `sharing` of one, the dtype, and whether a·b + c may be rounded once.
 */
export interface Writer {
  readonly f: Pick<Body, 'let' | 'constant' | 'number'>
  readonly lanes: Lanes
  readonly fma: boolean
}

/** A vector, or a number that stands in every lane. */
export type Operand = Vector | number

/** A vector in a variable of its own. Each method writes the code that computes another. */
export class Vector {
  readonly writer: Writer
  readonly value: Local<'v128'>
  /** Whether it is 0 in every lane, which saves an instruction or two. */
  readonly isZero: boolean

  constructor(writer: Writer, value: V128 | number) {
    this.writer = writer
    this.isZero = Object.is(value, 0)
    this.value = typeof value === 'number' ? writer.f.number(value, writer.lanes.of) : writer.f.let(value)
  }

  /** The result of an instruction on this vector alone. */
  by(instruction: (a: V128) => V128): Vector {
    return new Vector(this.writer, instruction(this.value))
  }

  /** The result of an instruction on this vector and another. */
  with(instruction: (a: V128, b: V128) => V128, y: Operand): Vector {
    return this.by(a => instruction(a, this.#of(y).value))
  }

  #of(y: Operand): Vector {
    return typeof y === 'number' ? new Vector(this.writer, y) : y
  }

  add(y: Operand): Vector {
    return this.with(this.writer.lanes.add, y)
  }

  sub(y: Operand): Vector {
    return this.with(this.writer.lanes.sub, y)
  }

  mul(y: Operand): Vector {
    return this.with(this.writer.lanes.mul, y)
  }

  div(y: Operand): Vector {
    return this.with(this.writer.lanes.div, y)
  }

  /** this·y + z */
  mulAdd(y: Operand, z: Operand): Vector {
    const { lanes, fma } = this.writer
    return this.by(a => multiplyAdd(lanes, fma)(a, this.#of(y).value, this.#of(z).value))
  }

  neg(): Vector {
    return this.by(this.writer.lanes.neg)
  }

  abs(): Vector {
    return this.by(this.writer.lanes.abs)
  }

  /** At least `low`; NaN stays. */
  atLeast(low: number): Vector {
    return this.with(this.writer.lanes.pmax, low)
  }

  /** At most `high`; NaN stays. */
  atMost(high: number): Vector {
    return this.with(this.writer.lanes.pmin, high)
  }

  /** Comparisons give masks: all bits of a lane, or none. */
  lt(y: Operand): Vector {
    return this.with(this.writer.lanes.lt, y)
  }

  gt(y: Operand): Vector {
    return this.with(this.writer.lanes.gt, y)
  }

  eq(y: Operand): Vector {
    return this.with(this.writer.lanes.eq, y)
  }

  and(y: Operand): Vector {
    return this.with(v128.and, y)
  }

  or(y: Operand): Vector {
    return this.with(v128.or, y)
  }

  /** Where this mask has ones a, else b. */
  select(a: Operand, b: Operand): Vector {
    const [one, other] = [this.#of(a), this.#of(b)]
    if (one.isZero) return other.with(v128.andNot, this)
    if (other.isZero) return this.and(one)
    return this.by(mask => v128.select(mask, one.value, other.value))
  }
}
