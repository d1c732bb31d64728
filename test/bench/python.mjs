// numpy and PyTorch, where `python3` can import them: python.py runs beside this process and answers line by line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What numpy is not asked, and why. */
const SKIPPED = { chain: 'a loop by hand, and no autodiff' }

/** The libraries of Python that are there, and how to end the process they live in. */
export async function python() {
  const file = fileURLToPath(new URL('python.py', import.meta.url))
  const child = spawn('python3', [file], { stdio: ['pipe', 'pipe', 'inherit'] })
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
  const versions = await next().catch(() => ({}))
  const libraries = []
  if (versions.numpy !== undefined)
    libraries.push(libraryOf('numpy', `numpy ${versions.numpy}`, ask, SKIPPED))
  if (versions.torch !== undefined) libraries.push(libraryOf('torch', `PyTorch ${versions.torch}`, ask, {}))
  return { libraries, end: () => child.stdin.end() }
}

function libraryOf(library, name, ask, skipped) {
  return {
    name,
    short: name.split(' ')[0],
    browser: false,
    dtypes: ['float32', 'float64'],
    async open({ step, inputs }, dtype) {
      if (skipped[step] !== undefined) throw new Error(skipped[step])
      const found = await ask({ do: 'open', key: library, library, step, inputs, dtype })
      return {
        ...found,
        repeat: async (milliseconds, least) =>
          (await ask({ do: 'repeat', key: library, milliseconds, least })).times,
        close: () => ask({ do: 'close', key: library }),
      }
    },
  }
}
