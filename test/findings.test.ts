// The findings' scripts, which no test runs: their page lists each one, and the tests of ours that they name exist.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const scripts = readdirSync('findings').filter(name => name.endsWith('.sh'))
const read = (path: string) => readFileSync(path, 'utf8')

it('are listed, each once, and nothing else is', () => {
  const listed = [...read('findings/README.md').matchAll(/^- \[(.*)\]\((.*)\): /gm)]
  for (const [, name, file] of listed) expect(file).toBe(`${name}.sh`)
  expect(listed.map(([, , file]) => file).toSorted()).toEqual(scripts.toSorted())
})

describe.each(scripts)('%s', name => {
  const text = read(`findings/${name}`)
  const header = text.slice(0, text.indexOf('set -euo pipefail')).replaceAll(/\n# ?/g, ' ')

  it('can be run, fails at the first error and leaves no folder', () => {
    expect(statSync(`findings/${name}`).mode & 0o111).not.toBe(0)
    expect(text).toContain('\nset -euo pipefail\nfolder=$(mktemp -d)\ntrap \'rm -rf "$folder"\' EXIT\n')
  })

  it('names tests that exist', () => {
    const [, ours = ''] = header.split(/ Ours\b/)
    const files = ours.match(/test\/[\w/.]+\.ts/g) ?? []
    expect(files.filter(file => !existsSync(file))).toEqual([])
    const tests = files.map(read).join('\n')
    const sentences = [...ours.matchAll(/"([^"]+)"/g)].map(([, sentence]) => sentence!)
    expect(sentences.filter(sentence => !tests.includes(sentence))).toEqual([])
  })
})
