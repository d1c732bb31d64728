import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { NATIVE, native } from './test/support/native.js'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// One seed for the properties of a run: FAST_CHECK_SEED=123 npm test tries them on the same arguments again.
const given = process.env.FAST_CHECK_SEED
const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given)
if (!Number.isInteger(seed)) throw new RangeError(`FAST_CHECK_SEED must be a whole number, got ${given}`)
console.error(`FAST_CHECK_SEED=${seed}`)

export default defineConfig(({ mode }) => ({
  resolve: {
    alias: [
      { find: /^chainrule$/, replacement: at('./src/index.ts') },
      { find: /^chainrule\/fluent$/, replacement: at('./src/fluent.ts') },
      { find: /^chainrule\/linalg$/, replacement: at('./src/ops/linalg/index.ts') },
      { find: /^chainrule\/nn$/, replacement: at('./src/ops/nn/index.ts') },
      { find: /^chainrule\/special$/, replacement: at('./src/ops/special/index.ts') },
      { find: /^chainrule\/stats$/, replacement: at('./src/ops/stats/index.ts') },
      { find: /^chainrule\/fft$/, replacement: at('./src/ops/fft/index.ts') },
      { find: /^chainrule\/vitest$/, replacement: at('./src/vitest.ts') },
      { find: /^chainrule\/([\w/]+)$/, replacement: at('./src/$1/index.ts') },
    ],
  },
  plugins: [native(at('.'))],
  test: {
    server: { deps: { external: [NATIVE] } },
    include: ['test/**/*.test.ts'],
    setupFiles: [at('./test/support/seed.ts')],
    env: { FAST_CHECK_SEED: String(seed), TEST_WHOLE: String(mode === 'whole') },
    // Only for what hangs: no test is to fail for a machine that is busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: '100%',
    // Files share a worker's modules, which take a third of the time to load: what a test sets, it sets for a scope.
    isolate: false,
  },
}))
