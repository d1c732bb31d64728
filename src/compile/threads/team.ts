// A team: the workers of this thread, and the jobs that it does together with them.
import { ChainruleError } from '../../errors.js'
import { MOST, SPINS, startThread, type Thread, words } from './worker.js'

/** Thrown by a compiled function where a worker is gone, or did not finish its share. The next call starts anew. */
export class WorkerError extends ChainruleError {
  override readonly name = 'WorkerError'
}

/** A program for several threads: its code and its memory, in which each worker has room of its own. */
export interface Common {
  readonly module: object
  readonly memory: object
  readonly workers: number
  roomOf(worker: number): number
}

/** A program by its number, and how many workers were told of it. */
interface Known {
  readonly id: number
  told: number
}

/** As many programs as workers keep, for their memory is in use as long as they do. One that they do not keep is sent again. */
const KEPT = 8

/**
 * Milliseconds after which a share counts as lost, beside a hundred times what the caller's own took. Whoever waits for
 * a worker cannot be told that it is gone: events come only to those who do not wait.
 */
const PATIENCE = 10_000

/** Workers, and the words that they share with the thread that calls them. */
export class Team {
  readonly workers: Thread[] = []
  readonly words = new Int32Array(new SharedArrayBuffer(4 * (words.mail + MOST)))
  readonly #patience: number
  readonly #numbers = new WeakMap<Common, Known>()
  readonly #collected = new FinalizationRegistry<Known>(known => this.#forget(known))
  /** What workers keep, the oldest first. */
  readonly #kept: Known[] = []
  #programs = 0
  #isGone = false
  #isRefused = false

  constructor(patience = PATIENCE) {
    this.#patience = patience
  }

  /**
   * Runs all shares of a program's stage, `own` those that this thread takes. Workers join in when they are up and know
   * the program; until then all is done here. Throws a `WorkerError` where a worker is gone.
   */
  run(program: Common, stage: number, shares: number, own: (share: number) => void): void {
    if (this.#isGone) throw this.#lost('ended between two calls')
    const shared = this.words
    shared[words.program] = this.#told(program)
    shared[words.stage] = stage
    shared[words.shares] = shares
    shared[words.next] = 1
    this.#wake(1)
    const began = Date.now()
    try {
      for (let share = 0; share < shares; share = Atomics.add(shared, words.next, 1)) own(share)
    } finally {
      Atomics.add(shared, words.ticket, 1)
      this.#join(this.#patience + 100 * (Date.now() - began))
    }
    if (Atomics.load(shared, words.failed) !== 0) throw this.#lost('failed within its share')
  }

  /** Waits until no worker looks at the job. */
  #join(patience: number): void {
    let [ticks, last] = [0, 0]
    for (let spins = 0; ; spins++) {
      const left = Atomics.load(this.words, words.active)
      if (left === 0) return
      if (spins < SPINS) continue
      // Counted where the clock moves, so that a machine that slept is not taken for a worker that is gone.
      const now = Date.now()
      if (now !== last && ++ticks > patience) throw this.#lost('ended within its share')
      last = now
      try {
        Atomics.wait(this.words, words.active, left, 1)
      } catch {
        // The main thread of a page may not sleep.
      }
    }
  }

  /** Hires who is missing, tells them of a program, and gives its number. */
  #told(program: Common): number {
    try {
      while (!this.#isRefused && this.workers.length < program.workers)
        this.workers.push(
          startThread(() => {
            // Where none was ever up the host does not allow it, and the caller does the work.
            if (Atomics.load(this.words, words.ready) > 0) this.#isGone = true
          }),
        )
    } catch {
      this.#isRefused = true
    }
    let known = this.#numbers.get(program)
    if (known === undefined) {
      known = { id: ++this.#programs, told: 0 }
      this.#numbers.set(program, known)
      this.#collected.register(program, known)
    }
    const { module, memory, workers } = program
    const reached = Math.min(workers, this.workers.length)
    if (known.told === 0 && reached > 0 && this.#kept.push(known) > KEPT) this.#forget(this.#kept[0]!)
    for (; known.told < reached; known.told++)
      this.#post(known.told, known.id, module, memory, program.roomOf(known.told))
    return known.id
  }

  #forget(known: Known): void {
    while (known.told > 0) this.#post(--known.told, known.id)
    const at = this.#kept.indexOf(known)
    if (at >= 0) this.#kept.splice(at, 1)
  }

  #post(worker: number, ...message: readonly unknown[]): void {
    try {
      this.workers[worker]!.postMessage([this.words, worker, ...message])
      Atomics.add(this.words, words.mail + worker, 1)
      this.#wake(2)
    } catch {
      // What cannot be sent stays here.
    }
  }

  /** Moves the ticket on, and wakes who sleeps. */
  #wake(by: number): void {
    Atomics.add(this.words, words.ticket, by)
    Atomics.notify(this.words, words.ticket)
  }

  /** Ends all workers; the next call has another team. */
  end(): void {
    for (const worker of this.workers) worker.terminate()
    if (team === this) team = undefined
  }

  #lost(how: string): WorkerError {
    this.end()
    return new WorkerError(`compile: a worker ${how}; the next call starts anew`)
  }
}

let team: Team | undefined

/** The team of this thread. */
export function teamOf(): Team {
  team ??= new Team()
  return team
}
