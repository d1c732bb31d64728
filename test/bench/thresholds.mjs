// From which size on the fast kernels pay: each kind beside the plain kernels, at sizes that grow by half.
import { fastKernels, reference } from '../../dist/kernels/index.js'
import { add, neg, tanh } from '../../dist/kernels/wasm/functions/codes.js'
import { median } from './libraries/library.mjs'

const fast = fastKernels({ least: { map: 0, zip: 0, reduce: 0, rows: 0, matmul: 0 } })
const line = n => ({ outer: 1, n, inner: 1 })
const square = m => ({ m, k: m, n: m, transposeA: false, transposeB: false, startsA: [0], startsB: [0] })

/** What to run for each kind on arrays of n values, and how the size is counted. */
const kinds = {
  'map, cheap (neg)': { run: (set, x, out) => set.map('neg', v => -v, x, out, neg) },
  'map, dear (tanh)': { run: (set, x, out) => set.map('tanh', Math.tanh, x, out, tanh) },
  'zip (add)': { run: (set, x, out) => set.zip('add', (a, b) => a + b, x, x, out, undefined, add) },
  'reduce (sum)': { run: (set, x, out) => set.reduce('sum', x, line(x.length), out.subarray(0, 1)) },
  'rows (logSumExp)': { run: (set, x, out) => set.logSumExp(x, line(x.length), out.subarray(0, 1)) },
  'matmul, square': {
    sizes: [4, 6, 8, 10, 12, 14, 16, 20, 24].map(m => m * m),
    run: (set, x, out) => set.matmul(x, x, square(Math.sqrt(x.length)), out),
    count: n => Math.sqrt(n) ** 3,
  },
}
const SIZES = [16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024]

/** Nanoseconds a call, the median of many batches. */
function time(run) {
  for (let i = 0; i < 20_000; i++) run()
  const batches = Array.from({ length: 30 }, () => {
    const start = performance.now()
    for (let i = 0; i < 1000; i++) run()
    return (performance.now() - start) * 1000
  })
  return median(batches)
}

/** Prints, for each kind and dtype, both times at each size and the first size from which fast stays ahead. */
export function thresholds() {
  for (const [name, { run, sizes = SIZES, count = n => n }] of Object.entries(kinds)) {
    for (const Values of [Float64Array, Float32Array]) {
      const rows = sizes.map(n => {
        const x = Values.from({ length: n }, (_, i) => Math.sin(i))
        const out = new Values(n)
        return { n: count(n), plain: time(() => run(reference, x, out)), fast: time(() => run(fast, x, out)) }
      })
      const behind = rows.findLastIndex(row => row.fast > row.plain)
      const from = rows[behind + 1]?.n ?? `above ${rows.at(-1).n}`
      const figures = rows.map(row => `${row.n}: ${row.plain.toFixed(0)}/${row.fast.toFixed(0)}`).join('  ')
      console.log(`${name}, ${Values.name}: from ${from}   (plain/fast, ns)  ${figures}`)
    }
  }
}
