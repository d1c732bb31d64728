// Runs the tests under one seed after the other; stops at the first that fails, and says which.
//
//   npm run test:seeds -- [count] [arguments of vitest]
//   npm run test:seeds -- 20 test/verify
//
// One run, again: FAST_CHECK_SEED=7 npm test
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const [count = '20', ...rest] = process.argv.slice(2)
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
if (!/^[1-9]\d*$/.test(count)) {
  console.error(`How many seeds is a whole number from 1, got ${count}`)
  process.exit(2)
}
for (let seed = 1; seed <= Number(count); seed++) {
  const env = { ...process.env, FAST_CHECK_SEED: String(seed) }
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--reporter=dot', ...rest], {
    env,
    stdio: 'inherit',
  })
  if (status !== 0) {
    console.error(`Seed ${seed} of ${count} failed: FAST_CHECK_SEED=${seed} npx vitest run ${rest.join(' ')}`)
    process.exit(1)
  }
}
console.log(`${count} runs, and none failed.`)
