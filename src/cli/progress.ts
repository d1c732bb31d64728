// Progress of a long training, for those who watch.
import type { EpochRecord } from '../optim/index.js'

/** A line that is overwritten as training goes on, where there is a terminal to show it. */
export function progressOf(isTold: boolean) {
  let next = Date.now() + 500
  let shown = false
  return {
    onEpoch({ epoch, loss, gradientNorm }: EpochRecord): void {
      if (!isTold || !process.stdout.isTTY || Date.now() < next) return
      process.stdout.write(
        `\rstep ${epoch}, loss ${loss.toFixed(6)}, gradient ${gradientNorm.toExponential(1)}\x1b[K`,
      )
      shown = true
      next = Date.now() + 100
    },
    clear(): void {
      if (shown) process.stdout.write('\r\x1b[K')
    },
  }
}
