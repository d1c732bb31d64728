// Runs the numeric tests in a real Chromium: another engine and another Math than the Node that runs them all.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import root from '../../vitest.config.ts'

const isProgram = path => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const candidates = env.CHROMIUM_PATH
  ? [env.CHROMIUM_PATH]
  : (env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name)))
const executablePath = candidates.find(isProgram)

if (executablePath === undefined) {
  console.error(
    env.CHROMIUM_PATH
      ? `CHROMIUM_PATH is ${env.CHROMIUM_PATH}, which is no program that can be run.`
      : `There is no Chromium on the PATH (looked for ${names.join(', ')}).`,
  )
  console.error(
    'On Debian: apt-get install chromium. Elsewhere: set CHROMIUM_PATH to the program of a Chromium.',
  )
  exit(1)
}

/** No connection but to vitest itself; Playwright adds --headless and --no-sandbox. */
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const { resolve, test } = root({ command: 'serve', mode: 'test' })

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  cacheDir: fileURLToPath(new URL('node_modules/.vite', import.meta.url)),
  resolve,
  // All that these tests ask of Node: how many runs, in test/ops/every.ts.
  define: { 'process.env': JSON.stringify({ RUNS: env.RUNS }) },
  test: {
    setupFiles: test.setupFiles,
    env: test.env,
    testTimeout: test.testTimeout,
    hookTimeout: test.hookTimeout,
    include: ['test/{kernels,ops,tensor}/**/*.test.ts', 'test/transforms.test.ts'],
    exclude: [
      // node:util: what Node's own console prints of a tensor.
      'test/tensor/print.test.ts',
      'test/tensor/deferred.test.ts',
      // node:fs: figures are read from a file.
      'test/ops/nn/figures.test.ts',
    ],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args } }),
      instances: [{ browser: 'chromium' }],
    },
  },
})
