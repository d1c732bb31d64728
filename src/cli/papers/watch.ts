// Papers checked again when they change, or what they include does, until there is nothing more to wait for.
import { type FSWatcher, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { besideOf, type CheckedPaper } from '../../verify/index.js'

/** What watches for changes: each thing that comes is a moment at which something may have changed. */
export interface Changes extends AsyncIterable<unknown> {
  /** Looks into these folders as well. */
  include(folders: readonly string[]): void
}

/** Checks papers, and after each moment of change those again of which a file is another than before. */
export async function rechecked(
  list: () => Promise<readonly string[]>,
  check: (file: string) => Promise<CheckedPaper>,
  changes: Changes,
): Promise<void> {
  /** What was checked: the bytes of each file, by the paper's path. */
  const known = new Map<string, ReadonlyMap<string, Buffer | undefined>>()
  const round = async (): Promise<void> => {
    for (const file of await list()) {
      const before = known.get(file)
      if (before !== undefined && (await isSame(before))) continue
      // What was read, and not what is there by now: a change in between is seen the next time.
      const own = await bytesOf(file)
      const report = await check(file)
      const parts = report.included.map(
        ({ file: part, text }) => [besideOf(file, part), Buffer.from(text, 'utf8')] as const,
      )
      const files = new Map([[file, own], ...parts])
      // A file that a document misses may come with any change.
      if (report.exitCode === 3 && /tex$/i.test(file)) known.delete(file)
      else known.set(file, files)
      changes.include([...files.keys()].map(path => dirname(path)))
    }
  }
  await round()
  for await (const _ of changes) await round()
}

const bytesOf = (path: string): Promise<Buffer | undefined> => readFile(path).catch(() => undefined)

async function isSame(before: ReadonlyMap<string, Buffer | undefined>): Promise<boolean> {
  for (const [path, bytes] of before) {
    const now = await bytesOf(path)
    if (now === undefined ? bytes !== undefined : bytes === undefined || !now.equals(bytes)) return false
  }
  return true
}

/** Editors write a file in several steps: changes that follow one another so closely are one. In milliseconds. */
const TOGETHER = 50

/** Changes in folders of the disk, until the signal aborts. */
export function changesOnDisk(signal: AbortSignal): Changes {
  const watchers = new Map<string, FSWatcher>()
  let timer: NodeJS.Timeout | undefined
  let isDue = false
  let wake: () => void = () => undefined
  const touched = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      isDue = true
      wake()
    }, TOGETHER)
  }
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    for (const watcher of watchers.values()) watcher.close()
    wake()
  })
  return {
    include(folders) {
      for (const folder of new Set(folders)) {
        if (watchers.has(folder) || signal.aborted) continue
        const watcher = watch(folder, touched)
        // A folder that goes away is no longer watched.
        watcher.on('error', () => watcher.close())
        watchers.set(folder, watcher)
      }
    },
    async *[Symbol.asyncIterator]() {
      while (!signal.aborted) {
        if (!isDue) await new Promise<void>(done => (wake = done))
        if (signal.aborted) return
        isDue = false
        yield undefined
      }
    },
  }
}
