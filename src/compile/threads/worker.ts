// What a worker runs, and how one is started: in Node, and in browsers whose pages are isolated from other origins.

/** A worker, as far as it matters to us. */
export interface Thread {
  postMessage(message: readonly unknown[]): void
  terminate(): unknown
}

/** The most workers of a team. */
export const MOST = 255

/** The words that a team shares. Behind the last each worker has one more, which counts the messages to it. */
export const words = {
  /** Odd while there is work. It moves on when a job begins, and when its last share is taken. */
  ticket: 0,
  /** How many workers look at the job. Who does so sees to it first that it is still there. */
  active: 1,
  /** The next share that nobody took. */
  next: 2,
  shares: 3,
  program: 4,
  stage: 5,
  /** How many workers are up. */
  ready: 6,
  /** Set by a worker that could not finish a share. */
  failed: 7,
  mail: 8,
} as const

/** How often whoever waits looks again before it sleeps: some 50 µs. To wake somebody takes 20. */
export const SPINS = 20_000

const { ticket, active, next, shares, program, stage, ready, failed, mail } = words

/** Plain JavaScript, for a worker has no way to our modules that is the same in every bundle. */
const CODE = `
const programs = new Map()
let read = 0, served = 0
const serve = (words, me) => {
  for (let spins = 0; ; spins++) {
    const ticket = Atomics.load(words, ${ticket})
    // Looked at after the ticket: who posts does so before there is work.
    if (Atomics.load(words, ${mail} + me) !== read) return
    if (ticket % 2 === 0 || ticket === served) {
      if (spins > ${SPINS}) Atomics.wait(words, ${ticket}, ticket)
      continue
    }
    served = ticket
    spins = 0
    Atomics.add(words, ${active}, 1)
    const own = Atomics.load(words, ${ticket}) === ticket ? programs.get(words[${program}]) : undefined
    if (own !== undefined)
      try {
        const share = own.functions['share_' + words[${stage}]]
        for (let i; (i = Atomics.add(words, ${next}, 1)) < words[${shares}]; ) share(i, own.room)
      } catch {
        Atomics.store(words, ${failed}, 1)
      }
    Atomics.sub(words, ${active}, 1)
    Atomics.notify(words, ${active})
  }
}
port.onmessage = ({ data: [words, me, id, module, memory, room] }) => {
  if (read++ === 0) Atomics.add(words, ${ready}, 1)
  programs.delete(id)
  try {
    if (module !== undefined)
      programs.set(id, { room, functions: new WebAssembly.Instance(module, { host: { memory } }).exports })
  } catch {}
  serve(words, me)
}`

interface NodeThread extends Thread {
  on(event: 'error' | 'exit', listener: () => void): void
  unref(): void
}

/** What hosts have, each its own. */
interface Host {
  readonly process?: {
    getBuiltinModule?(
      name: string,
    ): { readonly Worker: new (code: string, options: object) => NodeThread } | undefined
  }
  readonly Worker?: new (url: string) => Thread & { onerror: () => void }
  readonly Blob: new (parts: readonly string[], options: object) => object
  readonly URL: { createObjectURL(blob: object): string }
  readonly crossOriginIsolated?: boolean
}

const here = (): Host => globalThis as unknown as Host
const inNode = () => here().process?.getBuiltinModule?.('node:worker_threads')

/** Whether threads could share memory here. */
export const hasThreads = (): boolean =>
  inNode() !== undefined || (here().Worker !== undefined && here().crossOriginIsolated === true)

/** Starts a worker; throws where that is not allowed. `lost` is called when it is gone, as soon as the caller lets events come. */
export function startThread(lost: () => void): Thread {
  const node = inNode()
  if (node === undefined) {
    const { Blob, URL, Worker } = here()
    const worker = new Worker!(
      URL.createObjectURL(new Blob([`const port = self;${CODE}`], { type: 'text/javascript' })),
    )
    worker.onerror = lost
    return worker
  }
  const port = `process.getBuiltinModule('node:worker_threads').parentPort`
  const worker = new node.Worker(`const port = ${port};${CODE}`, { eval: true, execArgv: [] })
  worker.on('error', lost)
  worker.on('exit', lost)
  // A process ends when nothing else keeps it.
  worker.unref()
  return worker
}
