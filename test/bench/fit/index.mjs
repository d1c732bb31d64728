// Fits to the optimum beside scikit-learn's, in turn; and, where asked for, tables that do not fit into memory.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { large } from './large/index.mjs'
import { tables } from './tables.mjs'

/** Measures all of it, or the tables whose names hold one of those that are wanted, and prints it. */
export function fitting({ quick, isLarge, only }) {
  const wanted = only?.toLowerCase().split(',')
  const chosen = tables.filter(({ name }) => wanted?.some(part => name.includes(part)) ?? true)
  if (chosen.length === 0) throw new Error('--only wants some of digits, letter, adult, wine')
  console.log('Milliseconds of CPU time of a warm fit with l2 = 1/n, to a gradient of 1e-6:')
  const script = fileURLToPath(new URL('row.mjs', import.meta.url))
  for (const { name } of chosen) {
    // In a process of its own, for what was compiled for one table slows down the next.
    execFileSync(process.execPath, [script, name, ...(quick ? ['quick'] : [])], { stdio: 'inherit' })
  }
  if (!isLarge) return
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-large-'))
  try {
    large(folder, quick)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
