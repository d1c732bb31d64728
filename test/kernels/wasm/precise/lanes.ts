// Checks of instructions beside plain functions, lane by lane: on special values in every combination, and on random ones.
import fc from 'fast-check'
import { expect } from 'vitest'
import type { V128 } from '../../../../src/kernels/wasm/expression.js'
import * as v128 from '../../../../src/kernels/wasm/v128.js'
import { program } from './run.js'

interface Lanes<L> extends Iterable<L> {
  readonly length: number
  [i: number]: L
}

/** What a vector holds: how it is read, values that are special, and how others are drawn. */
export interface Kind<L> {
  readonly view: (buffer: ArrayBuffer, at: number) => Lanes<L>
  readonly special: readonly L[]
  readonly any: fc.Arbitrary<L>
}

const floats = (least: number, normal: number, most: number, eps: number): number[] => {
  const sizes = [
    0,
    least,
    normal - least,
    normal,
    0.5 - eps / 4,
    0.5,
    1,
    1 + eps,
    1.5,
    2.5,
    1 / eps + 1,
    most,
  ]
  return [...sizes, Number.POSITIVE_INFINITY].flatMap(x => [x, -x]).concat(Number.NaN)
}

export const f32: Kind<number> = {
  view: (buffer, at) => new Float32Array(buffer, at, 4),
  special: floats(2 ** -149, 2 ** -126, 2 ** 128 - 2 ** 104, 2 ** -23),
  any: fc.float(),
}

export const f64: Kind<number> = {
  view: (buffer, at) => new Float64Array(buffer, at, 2),
  special: floats(2 ** -1074, 2 ** -1022, Number.MAX_VALUE, 2 ** -52),
  any: fc.double(),
}

export const i32s: Kind<number> = {
  view: (buffer, at) => new Int32Array(buffer, at, 4),
  special: [0, 1, -1, 2, 31, 32, 0x7fff, 2 ** 24 + 1, 2 ** 31 - 1, -(2 ** 31)],
  any: fc.integer(),
}

export const i16s: Kind<number> = {
  view: (buffer, at) => new Int16Array(buffer, at, 8),
  special: [0, 1, -1, 127, 128, -128, -129, 2 ** 15 - 1, -(2 ** 15)],
  any: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
}

export const i8s: Kind<number> = {
  view: (buffer, at) => new Int8Array(buffer, at, 16),
  special: [0, 1, -1, 127, -128],
  any: fc.integer({ min: -128, max: 127 }),
}

export const i64s: Kind<bigint> = {
  view: (buffer, at) => new BigInt64Array(buffer, at, 2),
  special: [0n, 1n, -1n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)],
  any: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
}

/** Where results go. */
export const TO = 1024

/** Writes lanes, again from the first when they end. */
export function put<L>(kind: Kind<L>, buffer: ArrayBuffer, at: number, lanes: readonly L[]): void {
  const view = kind.view(buffer, at)
  for (let i = 0; i < view.length; i++) view[i] = lanes[i % lanes.length]!
}

/** Fails unless the lanes at an address are those, as Object.is has it. */
export function expectLanes<R>(kind: Kind<R>, buffer: ArrayBuffer, want: (i: number) => R, what = ''): void {
  const got = kind.view(buffer, TO)
  for (let i = 0; i < got.length; i++)
    if (!Object.is(got[i], want(i))) expect.fail(`${what} lane ${i} is ${got[i]}, not ${want(i)}`)
}

/** An instruction on `count` vectors. `right` says whether a lane of the result is right. */
export const lanewise =
  <L, R>(kind: Kind<L>, result: Kind<R>, count: number, right: (got: R, ...lanes: L[]) => boolean) =>
  (instruction: (...vectors: [V128, V128, V128]) => V128): void => {
    const { buffer, run } = program(f => {
      f.run(v128.store(TO, instruction(v128.load(0), v128.load(16), v128.load(32))))
    })
    const check = (vectors: readonly (readonly L[])[]): void => {
      for (const [i, lanes] of vectors.entries()) put(kind, buffer, 16 * i, lanes)
      run()
      const operands = vectors.map((_, i) => kind.view(buffer, 16 * i))
      const got = result.view(buffer, TO)
      for (let i = 0; i < got.length; i++) {
        const lanes = operands.map(view => view[i]!)
        if (!right(got[i]!, ...lanes)) expect.fail(`lane ${i}: ${got[i]} of ${lanes.join(', ')}`)
      }
    }
    const combine = (chosen: readonly L[]): void => {
      if (chosen.length === count) check(chosen.map(x => [x]))
      else for (const x of kind.special) combine([...chosen, x])
    }
    combine([])
    const lanes = fc.array(kind.any, { minLength: 4, maxLength: 4 })
    fc.assert(fc.property(fc.array(lanes, { minLength: count, maxLength: count }), check))
  }

/** An instruction whose lanes are those of a plain function. */
export const same = <L, R>(kind: Kind<L>, result: Kind<R>, plain: (...lanes: L[]) => R) =>
  lanewise(kind, result, plain.length, (got, ...lanes) => Object.is(got, plain(...lanes)))

/** An instruction that narrows the lanes of two vectors into those of one. */
export const narrows =
  (from: Kind<number>, to: Kind<number>, plain: (x: number) => number) =>
  (instruction: (a: V128, b: V128) => V128): void => {
    const { buffer, run } = program(f => f.run(v128.store(TO, instruction(v128.load(0), v128.load(16)))))
    const both = fc.array(fc.oneof(fc.constantFrom(...from.special), from.any), {
      minLength: to.view(buffer, 0).length,
      maxLength: to.view(buffer, 0).length,
    })
    fc.assert(
      fc.property(both, lanes => {
        const half = lanes.length / 2
        put(from, buffer, 0, lanes.slice(0, half))
        put(from, buffer, 16, lanes.slice(half))
        run()
        expectLanes(to, buffer, i => plain(lanes[i]!))
      }),
    )
  }

/** A constant of one value in every lane. */
export const constant =
  <L>(kind: Kind<L>) =>
  (of: (x: L) => V128): void => {
    for (const x of kind.special) expectLanes(kind, program(f => f.run(v128.store(TO, of(x)))).run(), () => x)
  }
