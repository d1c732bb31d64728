// `chainrule given` as users run it: what it prints, writes and asks, and its exit codes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCommand, Host, runAlone } from '../support/command.js'

const root = buildCommand()
const main = join(root, 'dist/cli/main.js')
const host = new Host(main)
let directory = ''

const CLEAR = 'Let $x \\in \\mathbb{R}^n$.\n\n$$ f = x^\\top x $$\n\n$$ \\nabla_x f = 2 x $$\n'
const OPEN =
  'Let $W \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$.\n\n$$ h = W x + b $$\n\n$$ h - b = W x $$\n'

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chainrule-given-'))
  writeFileSync(join(directory, 'clear.md'), CLEAR)
  writeFileSync(join(directory, 'open.md'), OPEN)
  writeFileSync(join(directory, 'empty.md'), '')
})
afterAll(() => {
  host.end()
  for (const folder of [directory, root]) rmSync(folder, { recursive: true })
})

const chainrule = (args: readonly string[]) => host.run(args, directory)
/** The same in a process of its own, as users run it. */
const alone = (args: readonly string[], input = '') => runAlone(main, args, directory, input)

describe('chainrule given', () => {
  it('prints the block with where each line comes from', async () => {
    const block = 'x : real[n]  # from line 1\n\nf = x^\\top x  # from line 3\n'
    expect(await chainrule(['given', 'clear.md'])).toEqual({ code: 0, out: block, error: '' })
    expect(await alone(['given', '-'], CLEAR)).toEqual({ code: 0, out: block, error: '' })
  })

  it('asks what is open, and ends with 2', async () => {
    const { code, out, error } = await alone(['given', 'open.md'])
    expect([code, error]).toEqual([
      2,
      'open.md: is b a column or a number? (line 3) assumed: b : real[m]; as well: b : real\n',
    ])
    expect(out).toContain('b : real[m]  # assumed')
  })

  it('writes the block into the paper, once', async () => {
    writeFileSync(join(directory, 'mine.md'), CLEAR)
    const read = () => readFileSync(join(directory, 'mine.md'), 'utf8')
    expect(await chainrule(['given', 'mine.md', '--write'])).toEqual({
      code: 0,
      out: 'Wrote the block into mine.md.\n',
      error: '',
    })
    const written = read()
    expect(written).toMatch(
      /^Let [^\n]*\n\n```given\nx : real\[n\] {2}# from line 1\n\nf = .*\n```\n\n\$\$ f/,
    )
    expect(await chainrule(['given', 'mine.md', '--write'])).toEqual({
      code: 0,
      out: '',
      error: 'mine.md: it has a given block, and nothing is added\n',
    })
    expect(read()).toBe(written)
    expect((await chainrule(['check', 'mine.md'])).code).toBe(0)
  })

  it('says what is wrong with a file in which there is nothing', async () => {
    const { code, error } = await chainrule(['given', 'empty.md'])
    expect([code, error.split('\n')[0]]).toEqual([
      3,
      'empty.md: there is no given block: nothing says what the symbols are',
    ])
    expect((await chainrule(['given', 'nowhere.md'])).code).toBe(3)
    expect((await alone(['given', '-', '--write'], CLEAR)).code).toBe(3)
  })
})

describe('chainrule check without a block', () => {
  it('prints the block that it assumes, and says that verdicts are under it', async () => {
    const { code, out } = await chainrule(['check', 'clear.md'])
    expect(code).toBe(0)
    expect(out).toMatch(/^clear\.md: there is no given block; this one is assumed\n {2}x : real\[n\]/)
    expect(out).toMatch(/^clear\.md:5:4: holds under the assumed shapes/m)
    expect(out).toMatch(/; under a given block that was assumed$/m)
  })

  it('tells programs what is assumed, and what a claim rests on', async () => {
    const { assumed, claims } = JSON.parse((await chainrule(['check', 'open.md', '--json'])).out)
    expect(assumed.questions.map(({ name }: { readonly name: string }) => name)).toEqual(['b'])
    expect(claims.map(({ restsOn }: { readonly restsOn: string }) => restsOn)).toEqual([['b']])
  })
})
