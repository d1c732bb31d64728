// Benchmarks: each workload in one process beside its peers, medians of many runs, the ratio to the fastest peer.
// `npm run bench` builds the library, installs the peers beside this file, and prints a table.
import { cpus } from 'node:os'
import * as chainrule from '../../dist/index.js'
import { jax } from './jax.mjs'
import { tensorflow } from './tensorflow.mjs'

/** Workloads by name, and how to make the step to time from a library's adapter. */
const workloads = [
  { name: '1,000 scalar multiply-adds, forward and backward', make: lib => lib.chain(1000) },
  {
    name: 'softmax regression, loss and gradient, X [50, 4], K = 3',
    make: lib => lib.softmax(50, 4, 3),
  },
]

const ours = {
  name: 'chainrule (float64)',
  chain(n) {
    const { add, grad, mul, tensor } = chainrule
    const slope = grad(x => {
      let y = x
      for (let i = 0; i < n; i++) y = add(mul(y, 1.0001), 0.001)
      return y
    })
    const x = tensor(1)
    return () => slope(x).item()
  },
  softmax(n, d, k) {
    const { add, gather, logSumExp, matmul, mean, random, sub, valueAndGrad } = chainrule
    const stream = random(1)
    const x = stream.normal([n, d])
    const y = stream.integers([n], 0, k)
    const params = { theta: stream.normal([d, k]), bias: stream.normal([k]) }
    const step = valueAndGrad(({ theta, bias }) => {
      const scores = add(matmul(x, theta), bias)
      return mean(sub(logSumExp(scores, { axis: 1 }), gather(scores, y)))
    })
    return () => step(params).gradient.theta.data[0]
  },
}

/** The median time of a step in milliseconds over most of a second, after a warm-up of half a second. */
function time(step) {
  repeat(step, 500)
  const times = repeat(step, 800).sort((a, b) => a - b)
  return times[times.length >> 1]
}

/** Runs a step again and again for a time, ten times at least; how long each run took. */
function repeat(step, milliseconds) {
  const times = []
  for (const start = performance.now(); times.length < 10 || performance.now() - start < milliseconds; ) {
    const before = performance.now()
    step()
    times.push(performance.now() - before)
  }
  return times
}

const peers = (await Promise.all([tensorflow(), jax()])).filter(peer => peer !== undefined)
console.log(`Node ${process.version}, ${cpus()[0].model}; median milliseconds, and how many times ours`)
for (const { name, make } of workloads) {
  // In turn, twice: the machine's speed drifts, and so does the optimiser's mind.
  const libraries = [ours, ...peers]
  const steps = libraries.map(make)
  const rounds = [0, 1].map(() => steps.map(time))
  const best = libraries.map((_, i) => Math.min(...rounds.map(round => round[i])))
  console.log(`\n${name}`)
  libraries.forEach((library, i) => {
    const ratio = i === 0 ? '' : `  ${(best[i] / best[0]).toFixed(1)} ×`
    console.log(`  ${library.name.padEnd(28)} ${best[i].toFixed(4).padStart(9)}${ratio}`)
  })
}
