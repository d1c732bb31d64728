// Hosts that have less than WebAssembly with all its parts: what is compiled gives the same, and inspect says why it is slower.
import { describe, expect, it } from 'vitest'
import { compile, inspect, loop } from '../../src/compile/index.js'
import { detectAnomalies } from '../../src/debug/index.js'
import { add, full, log, mul, sum, type Tensor, tensor } from '../../src/index.js'
import type { Host } from '../../src/kernels/wasm/engine.js'
import { hostFailing, sound, starved, whole } from '../kernels/conformance/hosts.js'

/** Larger than what is copied at once. */
const N = 40
const of = (value: number, n = N): Tensor => full([n], value)

describe('a host', () => {
  const HOSTS: Readonly<Record<string, () => Host | undefined>> = {
    'without WebAssembly': () => undefined,
    'that forbids compiling': () => hostFailing(1, () => new whole.CompileError('blocked')),
    'without memory for us': () => ({
      ...sound(),
      Memory: class {
        declare readonly buffer: ArrayBuffer
        constructor() {
          throw new RangeError('could not allocate memory')
        }
      },
    }),
    'without memory for a module': () => starved(2),
    'whose memory is out after the first program': () => starved(3),
    'without relaxed SIMD': () => ({ ...sound(), validate: () => false }),
  }
  // Sums of small whole numbers, which no order of adding changes.
  const f = (x: Tensor): Tensor => sum(mul(x, add(x, 1)))
  for (const [name, host] of Object.entries(HOSTS))
    it(`${name} gives the same`, () => {
      const fast = compile(f, { host: host() })
      for (const x of [of(2), of(3), of(4, N + 1), of(2)]) expect(fast(x).item()).toBe(f(x).item())
      const { carry } = loop((w: Tensor, x: Tensor) => [add(w, sum(x)), w] as const, { host: host() })(
        tensor(0),
        of(3),
        { steps: 5, batchSize: 2 },
      )
      expect(carry.item()).toBe(30)
      const { reason } = inspect(f, [of(1)], { host: host() })
      const isAble = name.includes('after the first') || name.includes('relaxed')
      if (isAble) expect(reason).toBeUndefined()
      else expect(reason).toContain('the host has no')
    })

  it('under detectAnomalies names the op in f that made a NaN', () => {
    const fast = compile((x: Tensor) => log(x))
    fast(of(1))
    expect(() => detectAnomalies(() => fast(of(-1)))).toThrow('log made NaN')
  })
})
