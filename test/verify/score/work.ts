// Claims judged in two processes at most.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { judge, type Outcome } from './judge.js'
import { type Material, materials } from './material.js'

/** A claim to judge, as it is sent to a worker. */
export interface Item {
  /** Which of the true claims it is, or was. */
  readonly material: number
  readonly source: string
  readonly kinds: readonly string[]
  readonly seed: number
}

const PROCESSES = 2
/** So many items are sent at a time. */
const BATCH = 10

/** Judges all items; tells how many are done. */
export async function judged(
  items: readonly Item[],
  onProgress: (done: number) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = new Array(items.length)
  let [next, done] = [0, 0]
  const self = fileURLToPath(import.meta.url)
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child: ChildProcess = fork(self, ['--worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      let from = 0
      const give = (): void => {
        if (next >= items.length) {
          child.disconnect()
          resolve()
          return
        }
        from = next
        next = Math.min(items.length, next + BATCH)
        child.send(items.slice(from, next))
      }
      child.on('message', (batch: readonly Outcome[]) => {
        batch.forEach((outcome, i) => {
          outcomes[from + i] = outcome
        })
        done += batch.length
        onProgress(done)
        give()
      })
      child.on('error', reject)
      child.on('exit', code =>
        code === 0 || code === null ? undefined : reject(new Error(`a worker ended with ${code}`)),
      )
      give()
    })
  await Promise.all(Array.from({ length: PROCESSES }, run))
  return outcomes
}

/** What a worker does: judges what it is sent, after a few claims that are not counted, for compilers to warm up. */
export function serve(): void {
  const all: readonly Material[] = materials()
  for (const material of all.slice(0, 20)) judge(material, material.source, [], 1)
  process.on('message', (items: readonly Item[]) => {
    process.send!(
      items.map(({ material, source, kinds, seed }) => judge(all[material]!, source, kinds, seed)),
    )
  })
}
