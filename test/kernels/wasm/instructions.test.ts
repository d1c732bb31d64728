// Every instruction that kernels are written in, run by the host beside plain JavaScript.
import { describe, expect, it } from 'vitest'
import { float32 as all32, float64 as all64 } from '../../../src/kernels/wasm/allLanes.js'
import { Assembler } from '../../../src/kernels/wasm/assembler.js'
import type { V128 } from '../../../src/kernels/wasm/expression.js'
import * as i32 from '../../../src/kernels/wasm/i32.js'
import { f32x4, f64x2, i8x16, i16x8, i32x4, i64x2 } from '../../../src/kernels/wasm/instructions.js'
import { float32, float64, type Lanes, multiplyAdd } from '../../../src/kernels/wasm/lanes.js'
import * as memory from '../../../src/kernels/wasm/memory.js'
import * as v128 from '../../../src/kernels/wasm/v128.js'
import {
  constant,
  expectLanes,
  f32,
  f64,
  i8s,
  i16s,
  i32s,
  i64s,
  type Kind,
  lanewise,
  narrows,
  put,
  same,
  TO,
} from './precise/lanes.js'
import {
  firstOf,
  firsts,
  INTEGERS,
  integers,
  laneLoads,
  laneStores,
  loads,
  shifts,
  stores,
  told,
} from './precise/operands.js'
import { fused } from './precise/rounded.js'
import { host, program } from './precise/run.js'

/** A check for each instruction: one without a check is an error of types. */
type Checks<M> = { readonly [name in keyof M]: (instruction: M[name]) => void }

function everyInstruction<M extends object>(instructions: M, checks: Checks<M>): void {
  for (const name of Object.keys(checks) as (keyof M & string)[])
    it(name, ({ skip }) => {
      skip(name === 'relaxedMadd' && !RELAXED, 'the host has no relaxed SIMD')
      checks[name](instructions[name])
    })
}

/** Whether the host knows an instruction. */
function isKnown(instruction: (a: V128, b: V128, c: V128) => V128): boolean {
  const assembler = new Assembler()
  const zero = i32x4.of(0)
  assembler.define('run', f => f.run(v128.store(0, instruction(zero, zero, zero))))
  return host.validate(assembler.bytes())
}

const RELAXED = isKnown(f32x4.relaxedMadd)

/** To the nearest whole number, the even one of two as near: adding 2⁵² drops the digits behind the point. */
function nearest(x: number): number {
  const size = Math.abs(x)
  const whole = size < 2 ** 52 ? size + 2 ** 52 - 2 ** 52 : size
  return x < 0 || Object.is(x, -0) ? -whole : whole
}

/** What float32 and float64 share. `round` is from a double, which is exact: doubles have more than twice the digits. */
function floats<R>(kind: Kind<number>, round: (x: number) => number, masks: Kind<R>, all: R, none: R) {
  const compare = (holds: (a: number, b: number) => boolean) =>
    same(kind, masks, (a: number, b: number) => (holds(a, b) ? all : none))
  const one = (plain: (x: number) => number) => same(kind, kind, (a: number) => round(plain(a)))
  const two = (plain: (a: number, b: number) => number) =>
    same(kind, kind, (a: number, b: number) => round(plain(a, b)))
  const format = kind === f32 ? 'float32' : 'float64'
  return {
    of: constant(kind),
    eq: compare((a, b) => a === b),
    lt: compare((a, b) => a < b),
    gt: compare((a, b) => a > b),
    ne: compare((a, b) => a !== b),
    le: compare((a, b) => a <= b),
    ge: compare((a, b) => a >= b),
    abs: one(Math.abs),
    neg: one(x => -x),
    sqrt: one(Math.sqrt),
    ceil: one(Math.ceil),
    floor: one(Math.floor),
    nearest: one(nearest),
    add: two((a, b) => a + b),
    sub: two((a, b) => a - b),
    mul: two((a, b) => a * b),
    div: two((a, b) => a / b),
    min: two(Math.min),
    max: two(Math.max),
    pmin: two((a, b) => (b < a ? b : a)),
    pmax: two((a, b) => (a < b ? b : a)),
    loadSplat: loads(kind, read => read[0]!),
    storeFirst: stores(kind === f32 ? 4 : 8),
    relaxedMadd: lanewise(kind, kind, 3, (got, a: number, b: number, c: number) =>
      [round(round(a * b) + c), fused(a, b, c, format)].some(want => Object.is(got, want)),
    ),
  }
}

/** What only compiled programs use. */
function more<I>(kind: Kind<number>, round: (x: number) => number, ints: Kind<I>) {
  return {
    trunc: same(kind, kind, Math.trunc),
    convert: firsts(kind, round),
    loadFirst: loads(kind, (read, i) => (i === 0 ? read[0]! : 0)),
    loadLane: laneLoads(kind),
    storeLane: laneStores(kind === f32 ? 4 : 8),
    allTrue: told(ints, lanes => Number(lanes.every(x => Number(x) !== 0))),
    bitmask: told(ints, lanes => lanes.reduce((sum, x, i) => sum + (Number(x) < 0 ? 2 ** i : 0), 0)),
  }
}

describe('on integers', () => {
  everyInstruction(i32, {
    of: of => {
      for (const n of INTEGERS)
        expectLanes(i32s, program(f => f.run(v128.store(TO, i32x4.splat(of(n))))).run(), () => n)
    },
    load: load => loads(i32s, read => read[0]!)((at, offset) => i32x4.splat(load(at, offset))),
    store: store => stores(4)((to, value, offset) => store(to, firstOf(value), offset)),
    add: integers((a, b) => (a + b) | 0),
    sub: integers((a, b) => (a - b) | 0),
    mul: integers(Math.imul),
    // By 0 they trap.
    divU: divU => integers((a, b) => ((a >>> 0) / ((b | 1) >>> 0)) | 0)((a, b) => divU(a, i32.or(b, 1))),
    remU: remU => integers((a, b) => ((a >>> 0) % ((b | 1) >>> 0)) | 0)((a, b) => remU(a, i32.or(b, 1))),
    and: integers((a, b) => a & b),
    or: integers((a, b) => a | b),
    shl: integers((a, b) => a << b),
    shrU: integers((a, b) => (a >>> b) | 0),
    eqz: eqz =>
      integers((a, b) => Number(a === 0) ^ b)((a, b) => i32.sub(i32.or(eqz(a), b), i32.and(eqz(a), b))),
    eq: integers((a, b) => Number(a === b)),
    ne: integers((a, b) => Number(a !== b)),
    ltS: integers((a, b) => Number(a < b)),
    ltU: integers((a, b) => Number(a >>> 0 < b >>> 0)),
    gtS: integers((a, b) => Number(a > b)),
    leS: integers((a, b) => Number(a <= b)),
    geS: integers((a, b) => Number(a >= b)),
    geU: integers((a, b) => Number(a >>> 0 >= b >>> 0)),
  })
})

describe('on stretches of memory', () => {
  const bytes = (buffer: ArrayBuffer, at: number, count: number) => [...new Uint8Array(buffer, at, count)]

  const { copy, fill } = memory
  everyInstruction(
    { copy, fill },
    {
      copy: copy => {
        const { buffer, run } = program((f, to, from, count) => f.run(copy(to, from, count)))
        for (const [to, from] of [
          [100, 0],
          [3, 0],
          [0, 3],
        ] as const) {
          const all = new Uint8Array(buffer)
          for (let i = 0; i < 32; i++) all[i] = i + 1
          const want = all.slice().copyWithin(to, from, from + 20)
          run(to, from, 20)
          expect(bytes(buffer, 0, 200)).toEqual([...want.subarray(0, 200)])
        }
        program(f => f.run(copy(0, 1, 2))).run()
      },
      fill: fill => {
        const { buffer, run } = program((f, to, value, count) => f.run(fill(to, value, count)))
        run(3, 0x1ff, 2)
        expect(bytes(buffer, 2, 4)).toEqual([0, 255, 255, 0])
        run(3, 0, 1)
        expect(bytes(buffer, 2, 4)).toEqual([0, 0, 255, 0])
      },
    },
  )
})

describe('on 128 bits', () => {
  everyInstruction(v128, {
    of: of => {
      const { buffer, run } = program(f => f.run(v128.store(TO, of([...Array(16).keys()].map(i => 250 - i)))))
      run()
      expect([...new Uint8Array(buffer, TO, 16)]).toEqual([...Array(16).keys()].map(i => 250 - i))
    },
    load: loads(i32s, (read, i) => read[i]!),
    store: stores(16),
    shuffle: shuffle => {
      const lanes = [31, 0, 15, 16, 1, 1, 30, 7, 8, 9, 23, 24, 2, 4, 6, 5]
      const { buffer, run } = program(f => {
        f.run(v128.store(TO, shuffle(v128.load(0), v128.load(16), lanes)))
      })
      for (let i = 0; i < 32; i++) new Uint8Array(buffer)[i] = i
      run()
      expect([...new Uint8Array(buffer, TO, 16)]).toEqual(lanes)
    },
    and: same(i32s, i32s, (a, b) => a & b),
    andNot: same(i32s, i32s, (a, b) => a & ~b),
    not: same(i32s, i32s, a => ~a),
    or: same(i32s, i32s, (a, b) => a | b),
    xor: same(i32s, i32s, (a, b) => a ^ b),
    anyTrue: told(i32s, lanes => Number(lanes.some(x => x !== 0))),
    select: same(i32s, i32s, (mask, a, b) => (mask & a) | (~mask & b)),
  })
})

describe('on four int32', () => {
  everyInstruction(i32x4, {
    of: constant(i32s),
    splat: splat => {
      const { run } = program((f, x) => f.run(v128.store(TO, splat(x))))
      for (const n of INTEGERS) expectLanes(i32s, run(n), () => n)
    },
    shl: shifts(i32s, (x, by) => x << by),
    shrS: shifts(i32s, (x, by) => x >> by),
    shrU: shifts(i32s, (x, by) => (x >>> by) | 0),
    add: same(i32s, i32s, (a, b) => (a + b) | 0),
    sub: same(i32s, i32s, (a, b) => (a - b) | 0),
    gtS: same(i32s, i32s, (a, b) => (a > b ? -1 : 0)),
  })
})

/** Numbers of a signed type narrowed to one of so many bits, those beyond its range to its ends. */
const narrowed = (bits: number) => (x: number) =>
  Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, x))

describe('on bytes and int16', () => {
  everyInstruction(i8x16, {
    ne: same(i8s, i8s, (a, b) => (a !== b ? -1 : 0)),
    narrow: narrows(i16s, i8s, narrowed(8)),
  })
  everyInstruction(i16x8, { narrow: narrows(i32s, i16s, narrowed(16)) })
})

describe('on two int64', () => {
  const int64 = (x: bigint) => BigInt.asIntN(64, x)
  everyInstruction(i64x2, {
    of: constant(i64s),
    shl: shifts(i64s, (x, by) => int64(x << BigInt(by & 63))),
    shrU: shifts(i64s, (x, by) => int64(BigInt.asUintN(64, x) >> BigInt(by & 63))),
    add: same(i64s, i64s, (a, b) => int64(a + b)),
    sub: same(i64s, i64s, (a, b) => int64(a - b)),
  })
})

describe('on four float32', () => {
  everyInstruction(f32x4, {
    ...floats(f32, Math.fround, i32s, -1, 0),
    demote: demote => {
      const { buffer, run } = program(f => f.run(v128.store(TO, demote(v128.load(0)))))
      for (const a of f64.special)
        for (const b of [
          ...f64.special,
          2 ** -150,
          1 + 2 ** -24,
          1 + 2 ** -24 + 2 ** -50,
          2 ** 128 - 2 ** 103,
        ]) {
          put(f64, buffer, 0, [a, b])
          run()
          expectLanes(f32, buffer, i => Math.fround([a, b, 0, 0][i]!), `of ${a}, ${b}:`)
        }
    },
  })
})

describe('on two float64', () => {
  everyInstruction(f64x2, {
    ...floats(f64, x => x, i64s, -1n, 0n),
    promoteLow: promoteLow => {
      const { buffer, run } = program(f => f.run(v128.store(TO, promoteLow(v128.load(0)))))
      for (const a of f32.special)
        for (const b of f32.special) {
          put(f32, buffer, 0, [a, b, 1, 1])
          run()
          expectLanes(f64, buffer, i => [a, b][i]!)
        }
    },
  })
})

describe.each([all32, all64])('of compiled programs', ({ dtype, ...all }) => {
  describe(`in ${dtype}`, () => {
    const { trunc, convert, loadFirst, loadLane, storeLane } = all
    const { allTrue, bitmask } = all.bits
    everyInstruction(
      { trunc, convert, loadFirst, loadLane, storeLane, allTrue, bitmask },
      dtype === 'float32' ? more(f32, Math.fround, i32s) : more(f64, x => x, i64s),
    )

    it('stand beside those of kernels', () => {
      expect({ dtype, ...all }).toMatchObject(dtype === 'float32' ? float32 : float64)
    })
  })
})

describe('both float types under one interface', () => {
  const each = (check: (lanes: Lanes, kind: Kind<number>) => void) => () => {
    check(float32, f32)
    check(float64, f64)
  }

  it(
    'combine all lanes by halves, and have the result in every lane',
    each((lanes, kind) => {
      const { buffer, run } = program(f => {
        f.run(v128.store(TO, lanes.across(lanes.add, f.let(v128.load(0)))))
        f.run(v128.store(TO + 16, lanes.across(lanes.pmax, f.let(v128.load(0)))))
      })
      put(kind, buffer, 0, [1, 20, 300, 4000])
      run()
      expectLanes(kind, buffer, () => (lanes.count === 4 ? 4321 : 21))
    }),
  )

  it(
    'narrow a float64 to the first lane',
    each((lanes, kind) => {
      const { buffer, run } = program(f => f.run(v128.store(TO, lanes.narrow(v128.load(0)))))
      put(f64, buffer, 0, [0.1, 0.2])
      run()
      expect(kind.view(buffer, TO)[0]).toBe(lanes.bytes === 4 ? Math.fround(0.1) : 0.1)
    }),
  )

  it(
    'multiply and add with two roundings where one is not wanted',
    each((lanes, kind) => {
      const twice = lanes.bytes === 4 ? Math.fround : (x: number) => x
      const plain = (a: number, b: number, c: number) => twice(twice(a * b) + c)
      same(kind, kind, plain)(multiplyAdd(lanes, false))
    }),
  )
})
