// Checks of instructions that take integers: as addresses, shifts or values, each a variable and a constant.
import fc from 'fast-check'
import { expect } from 'vitest'
import { float32 } from '../../../../src/kernels/wasm/allLanes.js'
import type { I32, Int, Statement, V128 } from '../../../../src/kernels/wasm/expression.js'
import * as i32 from '../../../../src/kernels/wasm/i32.js'
import { i32x4 } from '../../../../src/kernels/wasm/instructions.js'
import * as v128 from '../../../../src/kernels/wasm/v128.js'
import { expectLanes, i32s, type Kind, put, TO } from './lanes.js'
import { program } from './run.js'

/** Integers as values and shifts; some are beyond the width of every lane. */
export const INTEGERS = [...i32s.special, 63, 64, -64]

/** A shift by a variable or a constant. */
export const shifts =
  <L>(kind: Kind<L>, plain: (x: L, by: number) => L) =>
  (shift: (a: V128, by: Int) => V128): void => {
    const variable = program((f, by) => f.run(v128.store(TO, shift(v128.load(0), by))))
    const check = ({ buffer, run }: typeof variable, lanes: readonly L[], by: number) => {
      put(kind, buffer, 0, lanes)
      run(by)
      expectLanes(kind, buffer, i => plain(lanes[i % lanes.length]!, by), `by ${by}:`)
    }
    for (const by of INTEGERS) {
      const constant = program(f => f.run(v128.store(TO, shift(v128.load(0), by))))
      for (const x of kind.special) for (const code of [variable, constant]) check(code, [x], by)
    }
    const lanes = fc.array(kind.any, { minLength: 4, maxLength: 4 })
    fc.assert(fc.property(lanes, fc.integer(), (lanes, by) => check(variable, lanes, by)))
  }

/** An instruction on two integers, each a variable or a constant. */
export const integers =
  (plain: (a: number, b: number) => number) =>
  (instruction: (a: Int, b: Int) => I32): void => {
    const result = (value: I32) => v128.store(TO, i32x4.splat(value))
    const check = (buffer: ArrayBuffer, a: number, b: number) =>
      expectLanes(i32s, buffer, () => plain(a, b), `of ${a} and ${b}:`)
    const variables = program((f, a, b) => f.run(result(instruction(a, b))))
    for (const a of INTEGERS) {
      const first = program((f, b) => f.run(result(instruction(a, b))))
      const second = program((f, b) => f.run(result(instruction(b, a))))
      for (const b of INTEGERS) {
        check(variables.run(a, b), a, b)
        check(first.run(b), a, b)
        check(second.run(b), b, a)
      }
    }
    fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => check(variables.run(a, b), a, b)))
  }

/** Code that reads at an address, each a variable and a constant, with offsets. */
export const loads =
  <L>(kind: Kind<L>, lane: (read: L[], i: number) => L) =>
  (load: typeof v128.load): void => {
    for (const offset of [0, 16, 200]) {
      const variable = program((f, at) => f.run(v128.store(TO, load(at, offset))))
      for (const at of [0, 3, 64]) {
        const constant = program(f => f.run(v128.store(TO, load(at, offset))))
        for (const { buffer, run } of [variable, constant]) {
          const values = kind.special.slice(-4)
          new Uint8Array(buffer, 0, 64).fill(255)
          put(kind, buffer, 512, values)
          new Uint8Array(buffer).copyWithin(at + offset, 512, 528)
          run(at)
          expectLanes(kind, buffer, i => lane(values, i), `at ${at} + ${offset}:`)
        }
      }
    }
  }

/** Code that writes the first bytes of a vector to an address, and nothing else. */
export const stores =
  (bytes: number) =>
  (store: (to: Int, value: V128, offset?: number) => Statement): void => {
    for (const offset of [0, 200])
      for (const at of [0, 5, 64]) {
        const write = (to: Parameters<typeof store>[0]) => store(to, v128.load(TO), offset)
        for (const { buffer, run } of [
          program((f, to) => f.run(write(to))),
          program(f => f.run(write(at))),
        ]) {
          const all = new Uint8Array(buffer)
          for (let i = 0; i < 16; i++) all[TO + i] = i + 1
          const want = all.slice()
          want.copyWithin(at + offset, TO, TO + bytes)
          run(at)
          expect(all.findIndex((byte, i) => byte !== want[i])).toBe(-1)
        }
      }
  }

/** An integer that tells of a vector. */
export const told =
  <L>(kind: Kind<L>, plain: (lanes: readonly L[]) => number) =>
  (instruction: (a: V128) => I32): void => {
    const { buffer, run } = program(f => f.run(v128.store(TO, i32x4.splat(instruction(v128.load(0))))))
    const check = (lanes: readonly L[]) => {
      put(kind, buffer, 0, lanes)
      const held = Array.from(kind.view(buffer, 0))
      run()
      expectLanes(i32s, buffer, () => plain(held), `of ${held}:`)
    }
    for (const a of kind.special) for (const b of kind.special) check([a, b])
    fc.assert(fc.property(fc.array(kind.any, { minLength: 4, maxLength: 4 }), check))
  }

/** The first int32 of a vector, bit by bit. */
export function firstOf(x: V128): I32 {
  const bit = (i: number) => i32.and(float32.bits.bitmask(i32x4.shl(x, i)), 1)
  return Array.from({ length: 32 }, (_, i) => i32.shl(bit(i), 31 - i)).reduce(i32.or)
}

/** Code that reads one lane, and leaves the others. */
export const laneLoads =
  <L>(kind: Kind<L>) =>
  (load: (address: Int, others: V128, lane: number, offset?: number) => V128): void => {
    const [some, one] = [kind.special.slice(-5, -1), kind.special[1]!]
    for (let lane = 0; lane < kind.view(new ArrayBuffer(16), 0).length; lane++)
      for (const offset of [0, 200]) {
        const { buffer, run } = program((f, at) =>
          f.run(v128.store(TO, load(at, v128.load(0), lane, offset))),
        )
        put(kind, buffer, 0, some)
        put(kind, buffer, 32 + offset, [one])
        run(32)
        expectLanes(kind, buffer, i => (i === lane ? one : some[i]!), `lane ${lane}:`)
      }
  }

/** Code that writes one lane to an address, and nothing else. */
export const laneStores =
  (bytes: number) =>
  (store: (address: Int, value: V128, lane: number, offset?: number) => Statement): void => {
    for (let lane = 0; lane < 16 / bytes; lane++) {
      const shifted = (value: V128) =>
        v128.shuffle(
          value,
          value,
          [...Array(16).keys()].map(i => (i + 16 - lane * bytes) % 16),
        )
      stores(bytes)((to, value, offset) => store(to, shifted(value), lane, offset))
    }
  }

/** The int32 in the first lanes of a vector, as floats. */
export const firsts =
  (kind: Kind<number>, plain: (x: number) => number) =>
  (convert: (a: V128) => V128): void => {
    const { buffer, run } = program(f => f.run(v128.store(TO, convert(v128.load(0)))))
    const check = (lanes: readonly number[]) => {
      put(i32s, buffer, 0, lanes)
      run()
      expectLanes(kind, buffer, i => plain(lanes[i]!))
    }
    for (let i = 0; i + 4 <= INTEGERS.length; i++) check(INTEGERS.slice(i, i + 4))
    fc.assert(fc.property(fc.array(fc.integer(), { minLength: 4, maxLength: 4 }), check))
  }
