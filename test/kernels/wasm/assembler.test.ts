// The assembler: variables, constants, loops, branches and calls do what the same code in JavaScript does.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Assembler, type Body, call } from '../../../src/kernels/wasm/assembler.js'
import type { I32, V128 } from '../../../src/kernels/wasm/expression.js'
import * as i32 from '../../../src/kernels/wasm/i32.js'
import { f64x2, i32x4 } from '../../../src/kernels/wasm/instructions.js'
import * as memory from '../../../src/kernels/wasm/memory.js'
import * as v128 from '../../../src/kernels/wasm/v128.js'
import { host, program, start } from './precise/run.js'

const TO = 1024

/** Shows an integer: at place `i` of the results. */
const show = (f: Body, value: I32, i = 0): void => f.run(v128.store(TO, i32x4.splat(value), 16 * i))

/** What was shown at each place. */
const shown = (buffer: ArrayBuffer, count = 1): number[] =>
  Array.from({ length: count }, (_, i) => new Int32Array(buffer, TO)[4 * i]!)

const int32s = fc.integer()
const counts = fc.integer({ min: 0, max: 6 })

/** Where a run of bytes occurs in others. */
const places = (bytes: Uint8Array, part: readonly number[]): number[] =>
  [...bytes.keys()].filter(at => part.every((byte, i) => bytes[at + i] === byte))

/** The first bytes of a loop. */
const LOOP = [0x03, 0x40]

describe('variables', () => {
  it('are 0 at first, and parameters come before them', () => {
    const { run } = program((f, a, b) => {
      const x = f.local('i32')
      const y = f.let(b)
      for (const [i, variable] of [a, b, x, y].entries()) show(f, variable, i)
    })
    expect(shown(run(3, 4), 4)).toEqual([3, 4, 0, 4])
  })

  it('of vectors are 0 at first too', () => {
    const { buffer, run } = program(f => f.run(v128.store(TO, f.local('v128'))))
    new Uint8Array(buffer, TO, 16).fill(255)
    run()
    expect([...new Uint8Array(buffer, TO, 16)]).toEqual(new Array(16).fill(0))
  })

  it('keep their value when what it was made of changes', () => {
    const { run } = program((f, a) => {
      const before = f.let(a)
      f.set(a, i32.mul(a, 2))
      f.advance(a, -1)
      f.advance(a, before)
      show(f, before, 0)
      show(f, a, 1)
    })
    expect(shown(run(5), 2)).toEqual([5, 14])
  })

  it('may be hundreds, of both types in turn, so that their numbers have two bytes', () => {
    const n = 300
    const { buffer, run } = program((f, a) => {
      const integers = f.locals('i32')
      const pairs = Array.from({ length: n }, (_, i) => {
        const integer = integers.next().value!
        f.set(integer, i32.add(a, i))
        return [integer, f.let(i32x4.splat(i32.mul(integer, 2)))] as const
      })
      for (const [i, [integer, vector]] of pairs.entries())
        f.run(v128.store(TO, i32x4.add(vector, i32x4.splat(integer)), 16 * i))
    })
    run(7)
    expect(shown(buffer, n)).toEqual(Array.from({ length: n }, (_, i) => 3 * (7 + i)))
  })
})

describe('constants', () => {
  const loop = (write: (f: Body) => V128) => {
    const assembler = new Assembler()
    assembler.define('run', (f, n) => {
      const [i] = f.locals('i32')
      f.upTo(i!, n, 1, () => f.run(v128.store(TO, f64x2.add(v128.load(TO), write(f)))))
    })
    return assembler
  }
  const third = f64x2.of(1 / 3)

  it('are computed once on entry, however often a loop uses them', () => {
    const bytes = loop(f => f64x2.add(f.constant(third), f.constant(f64x2.of(1 / 3)))).bytes()
    const [entry, ...more] = places(bytes, third.code)
    expect(more).toEqual([])
    expect(entry).toBeLessThan(places(bytes, LOOP)[0]!)
    const { exports, buffer } = start(loop(f => f.constant(third)))
    exports['run']!(3)
    expect(new Float64Array(buffer, TO, 2)).toEqual(new Float64Array(2).fill(1 / 3 + 1 / 3 + 1 / 3))
  })

  it('of the same value are the same variable, of other bits another', () => {
    program(f => {
      const zero = f.constant(f64x2.of(0))
      expect(f.constant(f64x2.of(0))).toBe(zero)
      expect(f.constant(f64x2.of(-0))).not.toBe(zero)
      expect(f.constant(i32x4.of(0))).toBe(zero)
    })
  })

  it('made inside a branch that is not taken are there all the same', () => {
    const { buffer, run } = program((f, taken) => {
      f.when(taken, () => f.run(v128.store(TO, f.constant(third))))
      f.run(v128.store(TO, f.constant(third), 16))
    })
    run(0)
    expect([...new Float64Array(buffer, TO, 4)]).toEqual([0, 0, 1 / 3, 1 / 3])
  })
})

describe('loops', () => {
  it('repeat runs once at least, and as long as its condition holds', () => {
    const { run } = program((f, n) => {
      const count = f.local('i32')
      f.repeat(() => {
        f.advance(count, 1)
        return i32.ltU(count, n)
      })
      show(f, count)
    })
    for (const n of [0, 1, 2, 9]) expect(shown(run(n))).toEqual([Math.max(1, n)])
  })

  it('whileBelow may run no time, and takes its numbers as unsigned', () => {
    const { run } = program((f, p, end, step) => {
      const count = f.local('i32')
      f.whileBelow(p, end, () => {
        f.advance(count, 1)
        f.advance(p, step)
      })
      show(f, count, 0)
      show(f, p, 1)
    })
    expect(shown(run(5, 5, 1), 2)).toEqual([0, 5])
    expect(shown(run(6, 5, 1), 2)).toEqual([0, 6])
    expect(shown(run(0, 5, 2), 2)).toEqual([3, 6])
    expect(shown(run(2 ** 31 - 3, -(2 ** 31) + 1, 1), 2)).toEqual([4, -(2 ** 31) + 1])
    expect(shown(run(-1, 1, 1), 2)).toEqual([0, -1])
  })

  it('whileBelow looks anew each time at an end that moves', () => {
    const { run } = program((f, p, end) => {
      f.whileBelow(p, end, () => {
        f.advance(p, 2)
        f.advance(end, 1)
      })
      show(f, p)
    })
    expect(shown(run(0, 3))).toEqual([6])
  })

  it('upTo steps by a constant or a variable, beyond the end if the step does not divide', () => {
    const { run } = program((f, start, end, step) => {
      const [p, q, count, other] = f.locals('i32')
      f.set(p!, start)
      f.set(q!, start)
      f.upTo(p!, end, step, () => f.advance(count!, 1))
      f.upTo(q!, 20, 7, () => f.advance(other!, 1))
      for (const [i, variable] of [p, q, count, other].entries()) show(f, variable!, i)
    })
    const plain = (p: number, end: number, step: number) => {
      const steps = Math.max(0, Math.ceil((end - p) / step))
      return [p + steps * step, steps] as const
    }
    const small = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 9 }), (from, end, step) => {
        const [[p, count], [q, other]] = [plain(from, end, step), plain(from, 20, 7)]
        expect(shown(run(from, end, step), 4)).toEqual([p, q, count, other])
      }),
    )
  })

  it('nest three deep, with branches inside', () => {
    const { run } = program((f, a, b, c) => {
      const [i, j, k, sum] = f.locals('i32')
      f.upTo(i!, a, 1, () => {
        f.set(j!, i32.of(0))
        f.upTo(j!, b, 1, () => {
          f.set(k!, i32.of(0))
          f.repeat(() => {
            f.when(
              i32.eq(i32.and(i32.add(k!, j!), 1), 0),
              () => f.advance(sum!, i32.add(i32.mul(i!, 100), k!)),
              () => f.advance(sum!, i32.mul(j!, 7)),
            )
            f.advance(k!, 1)
            return i32.ltU(k!, c)
          })
        })
      })
      show(f, sum!)
    })
    fc.assert(
      fc.property(counts, counts, counts, (a, b, c) => {
        let sum = 0
        for (let i = 0; i < a; i++)
          for (let j = 0; j < b; j++)
            for (let k = 0; k < Math.max(c, 1); k++) sum += (k + j) % 2 === 0 ? 100 * i + k : 7 * j
        expect(shown(run(a, b, c))).toEqual([sum])
      }),
    )
  })
})

describe('branches', () => {
  it('take the one side or the other; any number but 0 counts as true', () => {
    const { run } = program((f, condition) => {
      const [one, two] = f.locals('i32')
      f.when(condition, () => f.set(one!, i32.of(1)))
      f.when(
        condition,
        () => f.set(two!, i32.of(2)),
        () => f.set(two!, i32.of(3)),
      )
      show(f, one!, 0)
      show(f, two!, 1)
    })
    fc.assert(
      fc.property(fc.oneof(int32s, fc.constant(0)), x => {
        expect(shown(run(x), 2)).toEqual(x === 0 ? [0, 3] : [1, 2])
      }),
    )
  })
})

describe('calls', () => {
  it('pass variables, expressions and constants, and change none of the caller’s variables', () => {
    const assembler = new Assembler()
    const inner = assembler.define('inner', (f, at, x, y, z) => {
      f.advance(x, i32.mul(y, z))
      f.run(v128.store(at, i32x4.splat(x)))
    })
    assembler.define('outer', (f, x) => {
      f.run(call(inner, TO, x, i32.add(x, 1), -3))
      show(f, x, 1)
    })
    const { exports, buffer } = start(assembler)
    fc.assert(
      fc.property(int32s, x => {
        exports['outer']!(x)
        expect(shown(buffer, 2)).toEqual([(x + Math.imul(x + 1, -3)) | 0, x])
      }),
    )
  })

  it('reach functions whose number has two bytes', () => {
    const assembler = new Assembler()
    let last = assembler.define('add 0', (f, x) => show(f, x))
    for (let i = 1; i <= 150; i++) {
      const before = last
      last = assembler.define(`add ${i}`, (f, x) => f.run(call(before, i32.add(x, i))))
    }
    const { exports, buffer } = start(assembler)
    exports['add 150']!(5)
    expect(Object.keys(exports)).toHaveLength(151)
    expect(shown(buffer)).toEqual([5 + (150 * 151) / 2])
  })
})

describe('functions that return an integer', () => {
  it('give what their code leaves in variables at its end', () => {
    const assembler = new Assembler()
    assembler.defineInt('sum', (f, n) => {
      const [i, sum] = f.locals('i32')
      f.upTo(i!, n, 1, () => f.advance(sum!, i!))
      return sum!
    })
    assembler.defineInt('seven', _f => 7)
    const { exports } = start(assembler)
    for (const n of [0, 1, 5]) expect(exports['sum']!(n)).toBe([0, 0, 1, 3, 6, 10][n])
    expect(exports['seven']!()).toBe(7)
  })

  it('are called inside expressions, beside others that return nothing', () => {
    const assembler = new Assembler()
    const double = assembler.defineInt('double', (_, x) => i32.add(x, x))
    const keep = assembler.define('keep', (f, x) => show(f, x))
    assembler.defineInt('run', (f, x) => {
      f.run(call(keep, call(double, call(double, x))))
      return i32.add(call(double, x), 1)
    })
    const { exports, buffer } = start(assembler)
    fc.assert(
      fc.property(int32s, x => {
        expect(exports['run']!(x)).toBe((2 * x + 1) | 0)
        expect(shown(buffer)).toEqual([(4 * x) | 0])
      }),
    )
  })
})

describe('addresses', () => {
  it('are unsigned: those from 2³¹ on are written as the int32 of the same bits', () => {
    // Above the one page that is there: whatever is read as negative, or cut off, would not trap.
    for (const address of [2 ** 31, 3e9, 2 ** 32 - 16]) {
      expect(() => program(f => f.run(v128.store(TO, v128.load(address | 0)))).run()).toThrow(/out of bounds/)
      expect(() => program(f => f.run(v128.store(TO, v128.load(0, address)))).run()).toThrow(/out of bounds/)
      expect(() => v128.load(address)).toThrow(RangeError)
    }
    // Offsets are added without wrapping around.
    expect(() => program(f => f.run(v128.store(TO, v128.load(-16, 16)))).run()).toThrow(/out of bounds/)
    for (const offset of [-1, 0.5])
      expect(() => program(f => f.run(v128.store(TO, v128.load(0, offset))))).toThrow(RangeError)
  })

  it('and offsets reach all of a memory of more than 2 GiB', ({ skip }) => {
    const pages = 2 ** 15 + 2
    const large = (() => {
      try {
        return new host.Memory({ initial: pages, maximum: pages })
      } catch {
        return undefined
      }
    })()
    if (large === undefined) return skip('the host has no such memory')
    const [low, high] = [TO, 2 ** 31 + 2 ** 16 + 48]
    const assembler = new Assembler()
    assembler.defineInt('run', (f, p) => {
      f.run(i32.store(high | 0, 5))
      f.run(i32.store(0, 6, high + 4))
      f.run(i32.store(p, 7, 8))
      return i32.add(i32.load(low, high - low), i32.load((high + 4) | 0))
    })
    const { exports } = new host.Instance(new host.Module(assembler.bytes()), { host: { memory: large } })
    expect((exports as { run: (p: number) => number }).run(high)).toBe(11)
    expect([...new Int32Array(large.buffer, high, 4)]).toEqual([5, 6, 7, 0])
  })
})

describe('shared memory', () => {
  const memoryOf = (pages: { initial: number; maximum: number; shared: boolean }) => new host.Memory(pages)
  const link = (assembler: Assembler, shared: object) =>
    new host.Instance(new host.Module(assembler.bytes()), { host: { memory: shared } }).exports

  it('is imported up to its most pages, and only where it is asked for', () => {
    const write = (assembler: Assembler) => {
      assembler.define('run', f => show(f, i32.of(9)))
      return assembler
    }
    const own = memoryOf({ initial: 1, maximum: 300, shared: false })
    const shared = memoryOf({ initial: 1, maximum: 300, shared: true })
    const { run } = link(write(new Assembler(memory.shared(300))), shared) as { run: () => void }
    run()
    expect(shown(shared.buffer)).toEqual([9])
    expect(() => link(write(new Assembler(memory.shared(299))), shared)).toThrow(/maximum/)
    expect(() => link(write(new Assembler(memory.shared(300))), own)).toThrow(/shared/)
    expect(() => link(write(new Assembler()), shared)).toThrow(/shared/)
  })
})

describe('a module', () => {
  it('without functions, or with a function without code, is valid', () => {
    const assembler = new Assembler()
    expect(host.validate(assembler.bytes())).toBe(true)
    assembler.define('∂', _f => {})
    const { exports } = start(assembler)
    expect(exports['∂']!()).toBeUndefined()
  })
})
