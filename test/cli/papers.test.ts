// `chainrule check` over folders, patterns and formats, as users run it: --fix, --watch, reports for GitHub and SARIF.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildCommand, Host, runAlone } from '../support/command.js'

const root = buildCommand()
const main = join(root, 'dist/cli/main.js')
const host = new Host(main)
let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chainrule-papers-'))
})
afterAll(() => {
  host.end()
  for (const folder of [directory, root]) rmSync(folder, { recursive: true })
})

const write = (name: string, content: string): void => {
  mkdirSync(dirname(join(directory, name)), { recursive: true })
  writeFileSync(join(directory, name), content)
}
const read = (name: string): string => readFileSync(join(directory, name), 'utf8')

const chainrule = (args: readonly string[]) => host.run(['check', ...args], directory)
/** The same in a process of its own, which reads what it is given. */
const alone = (args: readonly string[], input: string) => runAlone(main, ['check', ...args], directory, input)
const summaries = (out: string) =>
  out.split('\n').filter(line => /^\S+: (\d+ claim|no claims|the file)/.test(line))

const GIVEN = '```given\nw : real[n]\nL = \\|w\\|^2\n```\n\n'
const TEX = '% chainrule: w : real[n]\n% chainrule: L = \\|w\\|^2\n'
const cell = (source: readonly string[]) => ({ cell_type: 'markdown', metadata: {}, source })
const notebook = (...sources: readonly (readonly string[])[]) =>
  JSON.stringify({ cells: sources.map(cell), metadata: {}, nbformat: 4, nbformat_minor: 5 }, undefined, 1)

describe('folders and patterns', () => {
  beforeAll(() => {
    write('all/a.md', `${GIVEN}$$ \\nabla_w L = 2 w $$`)
    write('all/README.md', '# Nothing here\n')
    write('all/b/c.tex', `${TEX}\\input{part}\n\\input{out}\n`)
    write('all/b/part.tex', '\\[ \\nabla_w L = 2 w \\]')
    write('secret.tex', '\\[ \\nabla_w L = 3 w \\]')
    symlinkSync('../../secret.tex', join(directory, 'all/b/out.tex'))
    write('all/n.ipynb', notebook([GIVEN], ['$$ \\nabla_w L = 2 w $$']))
    write('all/node_modules/x.md', '$$ x')
    write('all/data.csv', 'a,b\n')
    write('barren/data.csv', 'a,b\n')
  })

  it('hold papers of all formats, and what a document includes is read with it, but no link to elsewhere', async () => {
    const { code, out, error } = await chainrule(['all'])
    expect(summaries(out)).toEqual([
      'all/a.md: 1 claim: 1 holds',
      'all/b/c.tex: 2 claims: 1 holds, 1 not read',
      // The link itself is a paper like any other.
      'all/b/out.tex: 1 claim: 1 not read; under a given block that was assumed',
      'all/n.ipynb: 1 claim: 1 holds',
    ])
    expect(out).toContain('all/b/part.tex:1:4: holds')
    expect([code, error]).toEqual([3, '1 file holds no formula in a display.\n'])
    expect(out).toContain("there is no file 'out'")
  })

  it('are found by patterns, each paper once', async () => {
    const { out } = await chainrule(['all/a.md', 'all/*.{md,ipynb}'])
    expect(summaries(out)).toEqual(['all/a.md: 1 claim: 1 holds', 'all/n.ipynb: 1 claim: 1 holds'])
  })

  it.each([['barren'], ['none/*.md']])('that hold no paper are told: %s', async path => {
    const { code, error } = await chainrule([path])
    expect([code, error]).toEqual([3, `chainrule: ${path}: holds no paper: no Markdown, LaTeX or notebook\n`])
  })

  it('are not needed: standard input is what --from says, or looks like', async () => {
    const tex = `${TEX}\\[ \\nabla_w L = 2 w \\]`
    const runs = await Promise.all([
      alone(['-', '--from', 'latex'], tex),
      alone(['-'], `\\documentclass{article}\n${tex}`),
      alone(['-'], notebook([GIVEN], ['$$ \\nabla_w L = 2 w $$'])),
      alone(['-', '--from', 'notebook'], 'x'),
    ])
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 3])
    expect(runs[3]!.out).toContain('<stdin>:1:1: not read')
  })
})

describe('--fix', () => {
  const papers: Readonly<Record<string, string>> = {
    'fix/a.md': `\ufeff${GIVEN}> 1. So\r\n>    $$ \\nabla_w L\r\n>      = 3 w $$ \r\n\n<!-- expect: refuted -->\n$$ \\nabla_w L = 5 w $$\n`,
    'fix/b.tex': `${TEX}\\newcommand{\\g}[1]{\\nabla_{#1} L}\n\\[ \\g w = 3 w % 3 w\n\\]\n\\input{part}`,
    'fix/part.tex': '\\begin{align}\n\\g{w} &= w^\\top % no\n\\end{align}',
  }
  beforeEach(() => {
    for (const [name, text] of Object.entries(papers)) write(name, text)
  })

  it('writes what was decided to hold, byte for byte elsewhere, and says what', async () => {
    write('fix/c.ipynb', notebook([GIVEN, 'é\n'], ['$$ \\nab', 'la_w L = ', '3 w $$']))
    const before = read('fix/c.ipynb')
    const { code, out, error } = await chainrule(['fix/a.md', 'fix/b.tex', 'fix/c.ipynb', '--fix'])
    expect([code, error]).toEqual([0, ''])
    expect(read('fix/a.md')).toBe(papers['fix/a.md']!.replace('= 3 w', '= 2 w'))
    expect(read('fix/b.tex')).toBe(papers['fix/b.tex']!.replace('= 3 w', '= 2 w'))
    expect(read('fix/c.ipynb')).toBe(before.replace('3 w', '2 w'))
    expect(read('fix/part.tex')).not.toBe(papers['fix/part.tex'])
    expect(out).toContain('fix/a.md:8:10: fixed: a number is wrong: replace 3 by 2\n')
    expect(out).toMatch(/^fix\/part\.tex:2:\d+: fixed: /m)
    expect(out).toMatch(/^fix\/c\.ipynb:cell 2:1:17: fixed: /m)
    expect(summaries(out)[0]).toBe('fix/a.md: 2 claims: 1 holds, 1 refuted (1 as expected)')
    const again = await chainrule(['fix/a.md', 'fix/b.tex', 'fix/c.ipynb', '--fix', '--json'])
    expect(again.code).toBe(0)
    expect(again.error).toBe('')
  })

  it('leaves alone what it has no repair for, and goes on', async () => {
    const text = `${GIVEN}$$ \\nabla_w L = \\nabla_w L + L \\nabla_w L $$\n\n$$ \\nabla_w L = \\foo $$\n`
    write('fix/d.md', text)
    const { code } = await chainrule(['fix/d.md', '--fix'])
    expect(code).toBe(3)
    expect(read('fix/d.md').split('\n').at(-2)).toBe('$$ \\nabla_w L = \\foo $$')
  })
})

describe('--format', () => {
  beforeAll(() => {
    write('out/a.md', `${GIVEN}𝟙 $$ L = L, \\nabla_w L = 3 w $$\n\n$$ \\nabla_w L = \\foo \\tag{2, 3} $$\n`)
  })

  it('github prints a workflow command a finding', async () => {
    const { code, out } = await chainrule(['out/a.md', '--format', 'github'])
    expect(code).toBe(3)
    const lines = out.trimEnd().split('\n')
    expect(lines.at(-2)).toMatch(
      /^::error file=out\/a\.md,line=8,endLine=8,col=17,title=chainrule%3A not read \[2%2C 3\]::the command \\foo is not known%0A/,
    )
    expect(lines.at(-1)).toMatch(/^out\/a\.md: \d claims: /)
    expect(lines.slice(0, -1).every(line => line.startsWith('::error '))).toBe(true)
  })

  it('json is what --json prints', async () => {
    const [a, b] = await Promise.all([
      chainrule(['out/a.md', '--format', 'json']),
      chainrule(['out/a.md', '--json']),
    ])
    const plain = (text: string) => text.replace(/"milliseconds":[\d.]+/g, '')
    expect(plain(a.out)).toBe(plain(b.out))
  })

  it('sarif prints one log for all, also into a file', async () => {
    const args = ['out/a.md', 'none.md', '--format', 'sarif']
    const [{ code, out }, file] = await Promise.all([
      chainrule(args),
      chainrule([...args, '--out', 'log.sarif']),
    ])
    expect([code, file.code]).toEqual([3, 3])
    expect(JSON.parse(out)).toEqual(JSON.parse(read('log.sarif')))
    const [run] = JSON.parse(out).runs
    expect(run.columnKind).toBe('utf16CodeUnits')
    expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('unread')
  })
})

describe('--watch', () => {
  it('checks again what changes, and ends cleanly when it is told to', async () => {
    write('watch/main.tex', `${TEX}\\input{part}\n`)
    write('watch/part.tex', '\\[ \\nabla_w L = 3 w \\]')
    write('watch/a.md', `${GIVEN}$$ \\nabla_w L = 2 w $$`)
    const child = spawn(process.execPath, [main, 'check', 'watch', '--watch'], { cwd: directory })
    let out = ''
    const ended = new Promise(done => child.on('close', done))
    let waiting: { readonly text: string; readonly done: () => void } | undefined
    const look = () => {
      if (waiting !== undefined && out.includes(waiting.text)) waiting.done()
    }
    child.stdout.on('data', data => {
      out += data
      look()
    })
    const seen = (text: string) =>
      new Promise<void>(done => {
        waiting = { text, done }
        look()
      })
    await seen('watch/main.tex: 1 claim: 1 refuted\n')
    expect(out).toContain('watch/a.md: 1 claim: 1 holds')
    out = ''
    write('watch/part.tex', '\\[ \\nabla_w L = 2 w \\]')
    await seen('watch/main.tex: 1 claim: 1 holds\n')
    // Nothing else has changed.
    expect(out).not.toContain('a.md')
    write('watch/b.md', `${GIVEN}$$ \\nabla_w L = 4 w $$`)
    await seen('watch/b.md: 1 claim: 1 refuted\n')
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })
})
