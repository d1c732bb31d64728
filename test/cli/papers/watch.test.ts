// Watching without a clock: what is checked again at each moment of change.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rechecked } from '../../../src/cli/papers/watch.js'
import { checkPaper } from '../../../src/verify/index.js'

const folder = mkdtempSync(join(tmpdir(), 'chainrule-watch-'))
afterAll(() => rmSync(folder, { recursive: true }))
const TEX = '% chainrule: x : real\n'
const at = (name: string) => join(folder, name)

describe('rechecked', () => {
  it('checks what is another than before, what includes it, and what is new', async () => {
    writeFileSync(at('a.tex'), `${TEX}\\input{b}`)
    writeFileSync(at('b.tex'), '\\[ x = x \\]')
    writeFileSync(at('c.tex'), `${TEX}\\[ x = x \\]`)
    const checked: string[] = []
    const said: string[][] = []
    const files = ['a.tex', 'c.tex']
    const moments = [
      () => undefined,
      () => writeFileSync(at('b.tex'), '\\[ x = 2x \\]'),
      () => writeFileSync(at('c.tex'), `${TEX}\\[ x = x \\]`),
      () => rmSync(at('b.tex')),
      () => {
        writeFileSync(at('d.tex'), '\\[ x = x \\]')
        files.push('d.tex')
      },
    ]
    const folders = new Set<string>()
    const changes = {
      include: (more: readonly string[]) => {
        for (const one of more) folders.add(one)
      },
      async *[Symbol.asyncIterator]() {
        for (const change of moments) {
          said.push(checked.splice(0))
          change()
          yield undefined
        }
      },
    }
    const { readFileSync } = await import('node:fs')
    await rechecked(
      async () => files.map(at),
      async file => {
        checked.push(file.slice(folder.length + 1))
        const read = (path: string) => {
          try {
            return readFileSync(at(path))
          } catch {
            return undefined
          }
        }
        return checkPaper(file, readFileSync(file), { read })
      },
      changes,
    )
    said.push(checked)
    expect(said).toEqual([['a.tex', 'c.tex'], [], ['a.tex'], [], ['a.tex'], ['a.tex', 'd.tex']])
    expect([...folders]).toEqual([folder])
  })
})
