// What one core can do at most: memory copied and read, arithmetic of 128-bit vectors, and products of packed matrices.
import { Assembler } from '../../dist/kernels/wasm/assembler.js'
import { machineryOf } from '../../dist/kernels/wasm/engine.js'
import { writeGemm } from '../../dist/kernels/wasm/gemm.js'
import { f32x4, f64x2 } from '../../dist/kernels/wasm/instructions.js'
import { float32, float64 } from '../../dist/kernels/wasm/lanes.js'
import * as v128 from '../../dist/kernels/wasm/v128.js'

/** As large as no cache. */
const BYTES = 2 ** 28
/** Chains of arithmetic that do not wait for each other: with two constants they fill the sixteen vector registers. */
const CHAINS = 12
const ROUNDS = 100_000

const several = (n, f) => Array.from({ length: n }, () => f.local('v128'))
/** Stores what was computed, lest it be left out. */
const keep = (f, vectors) =>
  vectors.forEach((x, i) => {
    f.run(v128.store(0, x, 16 * i))
  })

/** Four times n rounds of x ← x·½ + 1 in each of the chains. */
const arithmetic = lanes => (f, n) => {
  const [half, one] = [f.constant(lanes.of(0.5)), f.constant(lanes.of(1))]
  const chains = several(CHAINS, f)
  const round = f.local('i32')
  f.upTo(round, n, 1, () => {
    for (let i = 0; i < 4; i++) for (const x of chains) f.set(x, lanes.add(lanes.mul(x, half), one))
  })
  keep(f, chains)
}

/** Reads the first n bytes of the memory, 64 at a time. */
const reading = (f, n) => {
  const sums = several(4, f)
  const at = f.local('i32')
  f.upTo(at, n, 64, () => {
    sums.forEach((sum, i) => {
      f.set(sum, v128.or(sum, v128.load(at, 16 * i)))
    })
  })
  keep(f, sums)
}

const assembler = new Assembler()
assembler.define('f32', arithmetic(f32x4))
assembler.define('f64', arithmetic(f64x2))
assembler.define('read', reading)

/** The shortest of many runs, in seconds: a limit is what was reached once. */
function best(runs, f) {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < runs; i++) {
    const before = performance.now()
    f()
    least = Math.min(least, performance.now() - before)
  }
  return least / 1000
}

/** Rows, columns and depth of blocks that a product finds packed in the second cache. */
const BLOCK = { m: 120, n: 64, k: 256 }

/** 10⁹ additions and multiplications a second of the innermost kernel of matrix products, alone. */
function kernelRate(lanes) {
  const { m, n, k } = BLOCK
  const assembler = new Assembler()
  writeGemm(assembler, lanes, '', machineryOf({}).fma)
  const memory = new WebAssembly.Memory({ initial: 64 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembler.bytes()), {
    host: { memory },
  })
  const [a, b, c] = [4096, 2 ** 20 + 4096 + 1088, 2 ** 21 + 4096 + 2176]
  const calls = 50
  const run = () => {
    for (let i = 0; i < calls; i++) exports.product(m, n, k, a, b, c, n * lanes.bytes, 1)
  }
  return (2 * m * n * k * calls) / best(60, run) / 1e9
}

/**
 * Gigabytes a second copied (each byte counted once) and read; 10⁹ additions and multiplications a second, with nothing
 * else to do and in the innermost kernel of matrix products.
 */
export function limits() {
  const memory = new WebAssembly.Memory({ initial: BYTES / 65536 })
  const module = new WebAssembly.Module(assembler.bytes())
  const { exports } = new WebAssembly.Instance(module, { host: { memory } })
  const flops = (name, lanes) =>
    (ROUNDS * 4 * CHAINS * lanes * 2) / best(60, () => exports[name](ROUNDS)) / 1e9
  const from = new Float64Array(BYTES / 8).fill(1)
  const to = new Float64Array(BYTES / 8).fill(2)
  new Float64Array(memory.buffer).fill(1)
  return {
    copy: BYTES / best(8, () => to.set(from)) / 1e9,
    read: BYTES / best(8, () => exports.read(BYTES)) / 1e9,
    f32: flops('f32', 4),
    f64: flops('f64', 2),
    kernel: { float32: kernelRate(float32), float64: kernelRate(float64) },
  }
}
