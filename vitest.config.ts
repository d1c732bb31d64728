import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^chainrule$/, replacement: at('./src/index.ts') },
      { find: /^chainrule\/fluent$/, replacement: at('./src/fluent.ts') },
      { find: /^chainrule\/vitest$/, replacement: at('./src/testing/vitest.ts') },
      { find: /^chainrule\/([\w/]+)$/, replacement: at('./src/$1/index.ts') },
    ],
  },
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, maxWorkers: '100%' },
})
