// Threads: bit for bit the same results for any number of them, and an error where a worker is gone.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { buildSync } from 'esbuild'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type BuildOptions, compile, inspect, WorkerError } from '../../src/compile/index.js'
import { Team, teamOf } from '../../src/compile/threads/team.js'
import { words } from '../../src/compile/threads/worker.js'
import {
  add,
  ChainruleError,
  crossEntropy,
  exp,
  logSumExp,
  matmul,
  mean,
  mul,
  random,
  relu,
  sum,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
} from '../../src/index.js'
import { Assembler, type Body } from '../../src/kernels/wasm/assembler.js'
import type { Host } from '../../src/kernels/wasm/engine.js'
import * as i32 from '../../src/kernels/wasm/i32.js'
import { shared } from '../../src/kernels/wasm/memory.js'
import { leavesOf } from '../../src/transforms/tree.js'

type Exported = (...args: number[]) => number | undefined
type Floats = Readonly<Record<string, Tensor>>

const whole = (globalThis as unknown as { WebAssembly: Host }).WebAssembly

/** Sleeps until something holds; gives up only where a test would hang. */
function waitFor(holds: () => boolean): void {
  const sleep = new Int32Array(new SharedArrayBuffer(4))
  for (let i = 0; !holds(); i++) {
    if (i > 20_000) throw new Error('waited in vain')
    Atomics.wait(sleep, 0, 0, 1)
  }
}
const isTaken = (team: Team): boolean =>
  Atomics.load(team.words, words.next) >= Atomics.load(team.words, words.shares)

/** A host on which the calling thread does the first share of a job when workers took all others, and no more. */
const idle: Host = {
  validate: bytes => whole.validate(bytes),
  Module: whole.Module,
  Memory: whole.Memory,
  Instance: class {
    readonly exports: unknown
    constructor(module: object, imports: object) {
      const own = new whole.Instance(module, imports).exports as Readonly<Record<string, Exported>>
      const late =
        (f: Exported): Exported =>
        (...args) => {
          waitFor(() => isTaken(teamOf()))
          return f(...args)
        }
      this.exports = Object.fromEntries(
        Object.entries(own).map(([name, f]) => [name, name.startsWith('share') ? late(f) : f]),
      )
    }
  },
}

/** All bits of all tensors of a result. */
const bits = (tree: unknown): unknown =>
  leavesOf(tree).map(({ shape, dtype, data }) => [
    shape,
    dtype,
    Buffer.from(Float64Array.from(data).buffer).toString('base64'),
  ])

const stream = random(12)
const draw = (...shape: number[]): Tensor => stream.normal(shape)
const labels = (n: number, below: number): Tensor => stream.integers([n], 0, below)

/** Programs of all kinds: narrow and wide rows, products by parts, results that keep the batch, several stages. */
const programs: Readonly<Record<string, readonly [(p: Floats) => unknown, Floats]>> = {
  'softmax regression': [
    valueAndGrad((p: Floats) => crossEntropy(add(matmul(p['x']!, p['theta']!), p['bias']!), p['y']!)),
    { x: draw(3001, 40), theta: draw(40, 10), bias: draw(10), y: labels(3001, 10) },
  ],
  'log-sum-exp of wide rows': [
    valueAndGrad((p: Floats) => sum(logSumExp(p['x']!, { axis: 1 }))),
    { x: draw(903, 131) },
  ],
  'tanh(ab + c)d': [
    valueAndGrad((p: Floats) => sum(mul(tanh(add(mul(p['a']!, p['b']!), p['c']!)), p['d']!))),
    { a: draw(70_001), b: draw(70_001), c: draw(70_001), d: draw(70_001) },
  ],
  'a perceptron': [
    valueAndGrad((p: Floats) => mean(matmul(relu(add(matmul(p['x']!, p['w1']!), p['b1']!)), p['w2']!))),
    { x: draw(1500, 30), w1: draw(30, 33), b1: draw(33), w2: draw(33, 20) },
  ],
  'two passes over the batch': [
    (p: Floats) => {
      const centered = add(p['x']!, mul(mean(p['x']!, { axis: 0 }), -1))
      return [mean(mul(centered, centered), { axis: 0 }), centered]
    },
    { x: draw(9001, 20) },
  ],
}

/** A compiled function whose workers are up. */
async function ready<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  args: A,
  threads: number,
): Promise<(...args: A) => R> {
  compile(f, { threads })(...args)
  await vi.waitFor(
    () => expect(Atomics.load(teamOf().words, words.ready)).toBeGreaterThanOrEqual(threads - 1),
    {
      timeout: 200_000,
    },
  )
  return compile(f, { threads, host: idle })
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('threads', () => {
  for (const [name, [f, p]] of Object.entries(programs))
    it(`give ${name} bit for bit, whoever does what`, async () => {
      expect(inspect(f, [p], { threads: 3 }).plan).toContain('each of 3 parts')
      const want = bits(compile(f)(p))
      for (const threads of [1, 2, 3]) {
        const g = await ready(f, [p], threads)
        for (let call = 0; call < 3; call++) expect(bits(g(p)), `${threads}`).toEqual(want)
      }
    })

  it('share a team between programs, of which workers keep the last few', async () => {
    const x = draw(20_000)
    const fs = Array.from({ length: 11 }, (_, i) => (x: Tensor) => sum(exp(mul(x, tensor(i / 10)))))
    const compiled = await Promise.all(fs.map(f => ready(f, [x], 2)))
    const want = fs.map(f => compile(f)(x).item())
    for (let round = 0; round < 2; round++) expect(compiled.map(f => f(x).item())).toEqual(want)
  })

  it('leave to the interpreter what a worker cannot do', async () => {
    const f = (x: Tensor) => sum(mul(exp(x), x))
    const values = new Float64Array(draw(20_000).data)
    const x = tensor(values)
    const g = await ready(f, [x], 2)
    expect(g(x).item()).toBe(compile(f)(x).item())
    values[19_999] = Number.NEGATIVE_INFINITY
    expect(g(tensor(values)).item()).toBe(f(tensor(values)).item())
    const [loss, { x: scores, theta, bias, y }] = programs['softmax regression'] as unknown as [
      (p: Floats) => unknown,
      Record<string, Tensor>,
    ]
    const wrong = new Int32Array(y!.data)
    wrong[3000] = 10
    const q = { x: scores!, theta: theta!, bias: bias!, y: tensor(wrong) }
    const h = await ready(loss, [{ ...q, y: y! }], 2)
    expect(() => h(q)).toThrow('index 10 is out of range')
  })

  it('are refused in no number at all, in halves and by the thousand', () => {
    for (const threads of [0, -1, 1.5, Number.NaN, 1000])
      expect(() => compile((x: Tensor) => x, { threads })).toThrow(
        'threads must be a whole number from 1 to 256',
      )
  })

  const [f, p] = programs['softmax regression']!
  const plan = (options: BuildOptions = {}) => inspect(f, [p], { threads: 2, ...options }).plan

  it('are one where the host has no shared memory, and no workers', () => {
    const host = {
      ...idle,
      Instance: whole.Instance,
      Memory: class {
        declare readonly buffer: ArrayBuffer
        constructor({ shared, ...pages }: { initial: number; maximum: number; shared?: boolean }) {
          // biome-ignore lint/correctness/noConstructorReturn: a constructor that stands for another's.
          return new whole.Memory(pages) as { readonly buffer: ArrayBuffer }
        }
      },
    }
    const want = bits(compile(f)(p))
    expect(plan({ host })).toBe(plan({ threads: 1 }))
    expect(bits(compile(f, { threads: 2, host })(p))).toEqual(want)
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    expect(plan()).toBe(plan({ threads: 1 }))
    expect(bits(compile(f, { threads: 2 })(p))).toEqual(want)
  })

  it('are one where no worker may be started', () => {
    const Refused = class {
      constructor() {
        throw new Error('Access to this API has been restricted')
      }
    }
    teamOf().end()
    const want = bits(compile(f)(p))
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ Worker: Refused } as never)
    const g = compile(f, { threads: 2 })
    for (let call = 0; call < 2; call++) expect(bits(g(p))).toEqual(want)
    vi.restoreAllMocks()
    expect(teamOf().workers).toEqual([])
    teamOf().end()
  })

  it('work in isolated pages, whose main thread never sleeps', async () => {
    teamOf().end()
    const workers: Worker[] = []
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    vi.stubGlobal('crossOriginIsolated', true)
    vi.stubGlobal('Blob', String)
    vi.stubGlobal('URL', { createObjectURL: String })
    const prelude = `const self = require('node:worker_threads').parentPort;`
    const Started = class extends Worker {
      constructor(code: string) {
        super(prelude + code, { eval: true, execArgv: [] })
        workers.push(this)
        this.unref()
      }
    }
    vi.stubGlobal('Worker', Started)
    const g = await ready(f, [p], 3)
    expect(workers.length).toBe(2)
    const want = bits(compile(f)(p))
    const { wait } = Atomics
    const refuses = (words: Int32Array, ...rest: readonly [number, number, number?]): string => {
      if (words === teamOf().words) throw new TypeError('Atomics.wait cannot be called in this context')
      return wait(words, ...rest)
    }
    vi.spyOn(Atomics, 'wait').mockImplementation(refuses as never)
    for (let call = 0; call < 3; call++) expect(bits(g(p))).toEqual(want)
    teamOf().end()
  })
})

describe('a worker', () => {
  /** What happens in share 1; the others do nothing. */
  type Share = (f: Body) => void
  const forever: Share = f => f.repeat(() => i32.of(1) as never)
  const trap: Share = f => f.run(i32.store(2 ** 20, 0))

  /** A program of two shares, of which the caller takes one when a worker has taken the other. */
  async function ran(
    share: Share,
    meanwhile: (team: Team) => void = () => {},
    team = new Team(),
  ): Promise<void> {
    const assembler = new Assembler(shared(1))
    assembler.define('share_0', (f, index, room) => {
      f.run(i32.store(0, room))
      f.when(index, () => share(f))
    })
    const program = {
      module: new whole.Module(assembler.bytes()),
      memory: new whole.Memory({ initial: 1, maximum: 1, shared: true }),
      workers: 1,
      roomOf: (worker: number) => 100 + worker,
    }
    team.run(program, 0, 1, () => {})
    await vi.waitFor(() => expect(Atomics.load(team.words, words.ready)).toBe(1), { timeout: 200_000 })
    try {
      team.run(program, 0, 2, index => {
        expect(index).toBe(0)
        waitFor(() => isTaken(team))
        meanwhile(team)
      })
      expect(new Int32Array(program.memory.buffer)[0]).toBe(100)
    } finally {
      team.end()
    }
  }

  it('has room of its own', async () => {
    await ran(() => {})
  })

  it('that ends within its share is an error, and no wait for ever', async () => {
    const gone = ran(forever, team => team.workers[0]!.terminate(), new Team(1))
    await expect(gone).rejects.toThrow(
      new WorkerError('compile: a worker ended within its share; the next call starts anew'),
    )
    await expect(gone).rejects.toBeInstanceOf(ChainruleError)
  })

  it('that fails within its share is an error', async () => {
    await expect(ran(trap)).rejects.toThrow('a worker failed within its share')
  })

  it('is waited for when the calling thread fails', async () => {
    const failed = ran(
      () => {},
      () => {
        throw new RangeError('mine')
      },
    )
    await expect(failed).rejects.toThrow('mine')
  })

  it('that ends between two calls is an error once', async () => {
    const x = draw(20_000)
    const f = (x: Tensor) => sum(exp(x))
    const want = compile(f)(x).item()
    const compiled = await ready(f, [x], 2)
    expect(compiled(x).item()).toBe(want)
    const [worker] = teamOf().workers as unknown as [Worker]
    worker.terminate()
    await once(worker, 'exit')
    expect(() => compiled(x)).toThrow('a worker ended between two calls; the next call starts anew')
    const again = await ready(f, [x], 2)
    expect(again(x).item()).toBe(want)
    expect(compiled(x).item()).toBe(want)
  })

  it('keeps no process from its end', () => {
    const { outputFiles } = buildSync({
      stdin: {
        contents: `
          import { compile } from './src/compile/index.js'
          import { teamOf } from './src/compile/threads/team.js'
          import { exp, ones, sum } from './src/index.js'
          const f = compile(x => sum(exp(x)), { threads: 3 })
          f(ones([20000]))
          while (Atomics.load(teamOf().words, ${words.ready}) < 2) await new Promise(done => setTimeout(done, 1))
          console.log(f(ones([20000])).item() > 0)`,
        resolveDir: '.',
        loader: 'ts',
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      write: false,
    })
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], {
      input: outputFiles[0]!.text,
      encoding: 'utf8',
      // Only for what hangs.
      timeout: 200_000,
    })
    expect([status, stdout, stderr]).toEqual([0, 'true\n', ''])
  })
})
