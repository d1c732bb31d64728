// Value numbering: what is the same is computed once, what may have changed is not taken for the same.
import { describe, expect, it } from 'vitest'
import { Assembler, type Body, call } from '../../../src/kernels/wasm/assembler.js'
import { FUNCTIONS } from '../../../src/kernels/wasm/functions/index.js'
import * as i32 from '../../../src/kernels/wasm/i32.js'
import { i32x4 } from '../../../src/kernels/wasm/instructions.js'
import { float32, float64, type Lanes } from '../../../src/kernels/wasm/lanes.js'
import { sharing } from '../../../src/kernels/wasm/sharing.js'
import * as v128 from '../../../src/kernels/wasm/v128.js'
import { Vector } from '../../../src/kernels/wasm/vector.js'
import { f32, f64, put, TO } from './precise/lanes.js'
import { program } from './precise/run.js'

const writing = (write: (f: Body) => void) => new Assembler().define('run', f => write(f))
const shared = (f: Body, lanes: Lanes = float32) => ({ f: sharing(f), lanes, fma: false })

describe('sharing', () => {
  it('gives the variable that holds the result of the same instruction on the same values', () => {
    writing(f => {
      const writer = shared(f)
      const [x, y] = [new Vector(writer, v128.load(0)), new Vector(writer, v128.load(16))]
      const sum = x.add(y)
      expect(x.add(y).value).toBe(sum.value)
      expect(x.mulAdd(y, 3).value).toBe(x.mulAdd(y, 3).value)
      expect(sum.mul(2).value).toBe(x.add(y).mul(2).value)
      for (const other of [y.add(x), x.sub(y), x.add(sum), x.add(2), x.add(3)])
        expect(other.value).not.toBe(sum.value)
      expect(x.by(a => i32x4.shl(a, 1)).value).not.toBe(x.by(a => i32x4.shl(a, 2)).value)
    })
  })

  it('takes nothing from memory, from a call, or from a variable of somebody else for known', () => {
    const assembler = new Assembler()
    const seven = assembler.defineInt('seven', _f => 7)
    assembler.define('run', f => {
      const writer = shared(f)
      const [total, count] = [f.local('v128'), f.local('i32')]
      const values = [
        () => v128.load(0),
        () => float64.loadSplat(0),
        () => float32.loadSplat(0),
        () => total,
        () => i32x4.splat(count),
        () => i32x4.splat(call(seven)),
        () => i32x4.splat(i32.load(0)),
        () => i32x4.splat(i32.add(1, i32.load(0))),
      ]
      for (const value of values) {
        const before = new Vector(writer, value())
        const after = new Vector(writer, value())
        expect(after.value).not.toBe(before.value)
        expect(after.neg().value).not.toBe(before.neg().value)
      }
    })
  })

  it.each([float32, float64])('lets tanh and its slope share their exponential', lanes => {
    const both = (f: Body, apart: boolean) => {
      const writer = apart ? { f, lanes, fma: false } : shared(f, lanes)
      const x = new Vector(writer, v128.load(0))
      const before = f.local('i32').index
      const y = FUNCTIONS['tanh']!(x)
      const middle = f.local('i32').index
      const slope = FUNCTIONS['sechSquared']!(x)
      f.run(v128.store(TO, y.value))
      f.run(v128.store(TO, slope.value, 16))
      return [middle - before, f.local('i32').index - middle] as const
    }
    const counts: number[][] = []
    const [shared1, alone] = [false, true].map(apart =>
      program(f => {
        counts.push([...both(f, apart)])
      }),
    )
    // A variable for each instruction: most of those of the slope are the exponential's.
    expect(counts[0]![1]!).toBeLessThan(0.6 * counts[1]![1]!)
    const kind = lanes === float32 ? f32 : f64
    for (const x of [...kind.special, 0.3, -0.7, 3, -11, 40, -80, 104, -1000]) {
      const results = [shared1!, alone!].map(({ buffer, run }) => {
        put(kind, buffer, 0, [x])
        return [...new Uint8Array(run(), TO, 32)]
      })
      expect(results[0]).toEqual(results[1])
    }
  })
})
