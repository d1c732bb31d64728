// numpy and PyTorch, where a Python can import them: python.py runs beside this process and answers line by line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The user's Python, and the system's, which may have what the other lacks. */
export const PYTHONS = ['python3', '/usr/bin/python3']

/** glibc gives large blocks back to the system when they are freed, and asks for them anew; so it keeps them. */
const KEPT = {
  GLIBC_TUNABLES: 'glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=8589934592',
}

/** What numpy is not asked, and why. */
const SKIPPED = { chain: 'a loop by hand, and no autodiff' }

/** numpy; none where there is none. */
export const numpy = () => started('numpy', '', { skipped: SKIPPED })

/** PyTorch as it is and with freed blocks kept; none where there is none. */
export async function torch(threads = 1) {
  return [
    ...(await started('torch', '', { threads })),
    ...(await started('torch', 'kept', { threads, env: KEPT })),
  ]
}

/** A library of the first Python that has it, in a process of its own; `end` is to be called on it. */
async function started(library, suffix, { threads = 1, env = {}, skipped = {} }) {
  for (const command of PYTHONS) {
    const file = fileURLToPath(new URL('python.py', import.meta.url))
    const child = spawn(command, [file, library, `${threads}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    })
    const { ask, next } = conversation(child)
    const found = await next().catch(() => undefined)
    if (found === undefined) continue
    const name = [found.name, ...(suffix === '' ? [] : [`with freed blocks ${suffix}`])].join(' ')
    const short = [found.name.split(' ')[0], suffix].join(' ').trim()
    return [libraryOf({ name, short, ask, skipped, end: () => child.stdin.end() })]
  }
  return []
}

export function conversation(child) {
  const ended = Promise.race([once(child, 'error'), once(child, 'close')]).catch(error => [error])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const line = await Promise.race([lines.next(), ended.then(() => ({ done: true }))])
    if (line.done) throw new Error('python3 ended early')
    return JSON.parse(line.value)
  }
  const ask = async request => {
    child.stdin.write(`${JSON.stringify(request)}\n`)
    const found = await next()
    if (found.error !== undefined) throw new Error(found.error)
    return found
  }
  return { ask, next }
}

function libraryOf({ name, short, ask, skipped, end }) {
  return {
    name,
    short,
    browser: false,
    dtypes: ['float32', 'float64'],
    end,
    async open({ step, inputs }, dtype) {
      if (skipped[step] !== undefined) throw new Error(skipped[step])
      const found = await ask({ do: 'open', step, inputs, dtype })
      return {
        ...found,
        repeat: async (milliseconds, least, clock) =>
          (await ask({ do: 'repeat', milliseconds, least, clock })).times,
        close: () => ask({ do: 'close' }),
      }
    },
  }
}
