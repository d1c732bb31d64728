// scikit-learn, where a Python has it: with_scikit_learn.py runs beside this process and answers line by line.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conversation, PYTHONS } from '../libraries/python.mjs'
import { floats, integers } from './tables.mjs'

/** The peer, started; `undefined` where there is none. Tables go through files in the folder. */
export async function scikitLearn(folder) {
  const script = fileURLToPath(new URL('with_scikit_learn.py', import.meta.url))
  for (const command of PYTHONS) {
    const child = spawn(command, [script, folder], { stdio: ['pipe', 'pipe', 'ignore'] })
    child.stdin.on('error', () => {})
    const { ask, next } = conversation(child)
    const found = await next().catch(() => undefined)
    if (found !== undefined) return peerOf(found.name, ask, child, folder)
  }
  return undefined
}

function peerOf(name, ask, child, folder) {
  return {
    /** A table that comes with it: x as it is, row by row, y, and the number of columns. */
    async load(table) {
      const { d } = await ask({ do: 'load', table })
      return { x: floats(join(folder, 'table.x')), y: integers(join(folder, 'table.y')), d }
    },
    /** Fits a table once: in how many iterations, and to which loss and gradient. */
    async open({ x, y }, { l2, tolerance }) {
      const [n, d] = x.shape
      writeFileSync(join(folder, 'table.x'), x.data)
      writeFileSync(join(folder, 'table.y'), y.data)
      return { name, ...(await ask({ do: 'open', n, d, l2, tolerance })) }
    },
    /** Fits it again and again for so many milliseconds: the CPU time of each. */
    repeat: async milliseconds => (await ask({ do: 'repeat', milliseconds })).times,
    end: () => child.stdin.end(),
  }
}
