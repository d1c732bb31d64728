// Memory: 100,000 training steps in one loop that never yields to the event loop, by `valueAndGrad` and by `backward`.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const PROGRAM = `
  import { add, backward, crossEntropy, matmul, mul, random, sub, valueAndGrad, variable, zeros } from './src/index.js'
  const stream = random(1)
  const x = stream.normal([20, 4])
  const y = stream.integers([20], 0, 3)
  const loss = ({ theta, bias }, x, y) => crossEntropy(add(matmul(x, theta), bias), y)
  const trainings = {
    valueAndGrad() {
      const evaluate = valueAndGrad(loss)
      let params = { theta: zeros([4, 3]), bias: zeros([3]) }
      return () => {
        const { gradient } = evaluate(params, x, y)
        params = { theta: sub(params.theta, mul(0.1, gradient.theta)), bias: sub(params.bias, mul(0.1, gradient.bias)) }
      }
    },
    backward() {
      let theta = variable(zeros([4, 3]))
      let bias = variable(zeros([3]))
      return () => {
        const gradients = backward(loss({ theta, bias }, x, y))
        theta = variable(sub(theta, mul(0.1, gradients.of(theta))))
        bias = variable(sub(bias, mul(0.1, gradients.of(bias))))
      }
    },
  }
  const step = trainings[process.argv[2]]()
  const now = () => {
    const { heapUsed, external, rss } = process.memoryUsage()
    return { used: heapUsed + external, rss }
  }
  const samples = []
  const live = []
  for (let i = 1; i <= 100_000; i++) {
    step()
    if (i % 500 === 0) samples.push({ i, ...now() })
    if (i === 10_000 || i === 55_000 || i === 100_000) {
      gc()
      live.push(now().used)
    }
  }
  console.log(JSON.stringify({ samples, live }))
`

interface Measured {
  readonly samples: readonly { readonly i: number; readonly used: number; readonly rss: number }[]
  readonly live: readonly [warm: number, middle: number, end: number]
}

const directory = mkdtempSync(join(tmpdir(), 'chainrule-memory-'))
const script = join(directory, 'train.mjs')
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs both trainings at once, each in a process of its own, where nothing else makes garbage. */
const running = new Map<string, Promise<Measured>>()
beforeAll(() => {
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: '.' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
  })
  for (const name of ['valueAndGrad', 'backward']) {
    const run = promisify(execFile)(process.execPath, ['--expose-gc', script, name], { maxBuffer: 1e8 })
    running.set(
      name,
      run.then(({ stdout }) => JSON.parse(stdout)),
    )
  }
})

const MB = 1e6

describe('100,000 training steps without a pause', () => {
  it.each(['valueAndGrad', 'backward'])('keep memory flat by %s', async name => {
    const { samples, live } = await running.get(name)!
    // What is alive after a collection. Measured over 400,000 steps: 5.7 to 6.3 MB throughout, now and then 1.1 MB more, which
    // is arrays of the last steps that are not swept yet. A single tensor kept a step takes 200 bytes or more: 9 MB over
    // 45,000 steps.
    const [warm, middle, end] = live
    expect(end - middle).toBeLessThan(3 * MB)
    expect(end - warm).toBeLessThan(3 * MB)
    // What is in use at any time, garbage included: a sawtooth as high as V8's young generation, which doubles as it likes
    // from 1 MB to at most 16 MB of fresh objects and as much again of survivors. Measured: peaks of 11 MB in the first half, of 16 MB in
    // the second, of 25 MB after 300,000 steps and no more. 40 MB would be 900 bytes a step.
    const peak = (half: (i: number) => boolean, what: 'used' | 'rss') =>
      Math.max(...samples.filter(sample => half(sample.i)).map(sample => sample[what]))
    const first = (i: number) => i > 10_000 && i <= 55_000
    const second = (i: number) => i > 55_000
    expect(peak(second, 'used') - peak(first, 'used')).toBeLessThan(40 * MB)
    expect(peak(second, 'rss') - peak(first, 'rss')).toBeLessThan(40 * MB)
  })
})
