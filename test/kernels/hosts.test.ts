// Hosts that have less than WebAssembly with all its parts: the fast kernels do without, and say nothing.
import { describe, expect, it } from 'vitest'
import { add, exp, matmul, type Tensor, tensor } from '../../src/index.js'
import { chosen, withKernels } from '../../src/kernels/current.js'
import { reference } from '../../src/kernels/reference.js'
import type { Host } from '../../src/kernels/wasm/engine.js'
import {
  did,
  expectClose,
  hostFailing,
  N,
  set,
  sound,
  starved,
  WORK,
  whole,
  x,
  y,
} from './conformance/hosts.js'

describe('a host', () => {
  const without: readonly (readonly [which: string, host: () => Host | undefined])[] = [
    ['without WebAssembly', () => undefined],
    [
      'that forbids compiling, as a strict content security policy does',
      () => hostFailing(1, () => new whole.CompileError('blocked by Content Security Policy')),
    ],
    [
      'without memory for us',
      () => ({
        ...sound(),
        Memory: class {
          declare readonly buffer: ArrayBuffer
          constructor() {
            throw new RangeError('WebAssembly.Memory(): could not allocate memory')
          }
        },
      }),
    ],
    ['without memory for a single module', () => starved(1)],
    ['whose memory is out after the first module, which starts the engine', () => starved(2)],
  ]
  for (const [which, host] of without)
    it(`${which} gives the reference's values bit by bit`, () => {
      const fast = set({ host: host() })
      for (const work of WORK) {
        expect(did(work, fast), work[0]).toEqual(did(work, reference))
        expect(did(work, fast), `${work[0]} once more`).toEqual(did(work, reference))
      }
    })

  it('whose memory runs out later goes on with what is compiled, and takes the rest from the reference', () => {
    // The probe, exp and mul are compiled; sums and all after them are not.
    const host = starved(4)
    const fast = set({ host })
    const healthy = set({})
    for (const [i, work] of WORK.entries())
      expect(did(work, fast), work[0]).toEqual(did(work, i < 2 ? healthy : reference))
    for (const work of WORK.slice(0, 2)) expect(did(work, fast), work[0]).toEqual(did(work, healthy))
    expect(host.modules).toBeGreaterThan(4)
  })

  it('without relaxed SIMD gives what the set without fused multiply-add gives, bit by bit', () => {
    const plain = set({ host: { ...sound(), validate: () => false } })
    const unfused = set({ fma: false })
    for (const work of WORK) {
      expect(did(work, plain), work[0]).toEqual(did(work, unfused))
      expectClose(did(work, plain), did(work, reference))
    }
  })

  it("with all that is asked for gives the reference's values, to their rounding", () => {
    const fast = set({ host: sound() })
    for (const work of WORK) expectClose(did(work, fast), did(work, reference))
  })

  it('that rejects a module as wrong is told of it: that is a mistake of ours', () => {
    const host = hostFailing(2, () => new whole.CompileError('invalid opcode'))
    expect(() => did(WORK[0]!, set({ host }))).toThrow('invalid opcode')
  })
})

describe('an engine', () => {
  it('is not started before there is work, and once for all', () => {
    const host = sound()
    const fast = set({ host })
    expect([host.modules, host.memories]).toEqual([0, 0])
    for (const work of WORK) did(work, fast)
    expect(host.memories).toBe(1)
    const { modules } = host
    for (const work of WORK) did(work, fast)
    expect([host.modules, host.memories]).toEqual([modules, 1])
  })

  it('is refused once for all', () => {
    const host = starved(1)
    const fast = set({ host })
    for (const work of WORK) did(work, fast)
    expect(host.modules).toBe(1)
  })
})

describe('a set of fast kernels', () => {
  it('stays usable after a rule that throws', () => {
    const fast = set({})
    const stop = () => {
      throw new Error('stop')
    }
    expect(() => fast.map('no such op', stop, x, new Float64Array(N))).toThrow('stop')
    expect(() => fast.zip('no such op', stop, x, y, new Float64Array(N))).toThrow('stop')
    for (const work of WORK) expectClose(did(work, fast), did(work, reference))
  })

  it('is in force within withKernels alone, also where an op throws', () => {
    const former = chosen
    const host = sound()
    const fast = set({ host })
    const a = tensor([
      [1, 2],
      [3, 4],
    ])
    const values = withKernels(fast, () => {
      expect(chosen).toBe(fast)
      return matmul(add(a, a), a).toArray()
    })
    expect(values).toEqual([
      [14, 20],
      [30, 44],
    ])
    const { modules } = host
    expect(modules).toBeGreaterThan(1)
    expect(() => withKernels(fast, () => matmul(a, tensor([[1, 2, 3]]) as Tensor))).toThrow(
      'inner dimensions',
    )
    expect(chosen).toBe(former)
    exp(a)
    expect(host.modules).toBe(modules)
  })
})
