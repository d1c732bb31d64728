// Temporary files: their names say which process writes them, so that those of one that was killed are known and removed.
import { createHash, randomBytes } from 'node:crypto'
import { lstat, readdir, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Process numbers mean something on one machine, or in one container, only. */
const host = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

const NAME = /^\.chainrule-(?:([\da-f]{8})-(\d+)-)?[\da-f]{12}\.tmp$/

/** Where its process cannot be asked, a file is taken for forgotten after a day without a change. */
const FORGOTTEN = 24 * 60 * 60 * 1000

/** A path in a directory for a file that nobody else writes. */
export const temporaryIn = (directory: string): string =>
  join(directory, `.chainrule-${host()}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`)

/** Removes what killed processes left in a directory. A process that lives keeps its files; what cannot be removed stays. */
export async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    const path = join(directory, name)
    if (NAME.test(name) && (await isLeft(path, name).catch(() => false)))
      await unlink(path).catch(() => undefined)
  }
}

async function isLeft(path: string, name: string): Promise<boolean> {
  const found = await lstat(path)
  if (!found.isFile()) return false
  const [, machine, pid] = NAME.exec(name)!
  if (machine === host() && !isRunning(Number(pid))) return true
  return Number(pid) !== process.pid && Date.now() - found.mtimeMs > FORGOTTEN
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Any other refusal, such as EPERM, comes from a process that is there.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
