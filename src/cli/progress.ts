// Progress of a long training, for those who watch.
import type { EpochRecord } from '../optim/index.js'

/** A line that is overwritten as training goes on, where there is a terminal to show it. */
export function progressOf(epochs: number) {
  let next = Date.now() + 500
  let shown = false
  return {
    onEpoch({ epoch, loss }: EpochRecord): void {
      if (!process.stdout.isTTY || Date.now() < next) return
      process.stdout.write(`\repoch ${epoch} of ${epochs}, loss ${loss.toFixed(6)}`)
      shown = true
      next = Date.now() + 100
    },
    clear(): void {
      if (shown) process.stdout.write('\r\x1b[K')
    },
  }
}
