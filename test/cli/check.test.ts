// `chainrule check` as users run it: what it prints and writes, its exit codes, and what it says to bad input.
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paintFor } from '../../src/cli/colors.js'
import { buildCommand, Host, type Run, runAlone } from '../support/command.js'

const root = buildCommand()
const main = join(root, 'dist/cli/main.js')
const host = new Host(main)
let directory = ''

const GIVEN = '```given\nx : real\n```\n\n'

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chainrule-check-'))
  write('good.md', `${GIVEN}$$ x + x = 2 x $$\n`)
  write('wrong.md', `${GIVEN}$$ x + x = 3 x \\tag{A} $$\n`)
  write('known.md', `${GIVEN}<!-- expect: refuted -->\n$$ x + x = 3 x $$\n`)
  write('zeros.md', new Uint8Array(5000))
  write('latin.md', new Uint8Array([0x61, 0x0a, 0xe9, 0x62]))
  write('empty.md', '')
})
afterAll(() => {
  host.end()
  for (const folder of [directory, root]) rmSync(folder, { recursive: true })
})

const write = (name: string, content: string | Uint8Array): void =>
  writeFileSync(join(directory, name), content)
const read = (name: string): string => readFileSync(join(directory, name), 'utf8')

const chainrule = (args: readonly string[]): Promise<Run> => host.run(args, directory)
/** The same in a process of its own, as users run it. */
const alone = (args: readonly string[], input = ''): Promise<Run> => runAlone(main, args, directory, input)

describe('chainrule check', () => {
  it.each([
    [['check'], /missing required argument 'papers'/],
    [['check', 'p.md', '--seed', 'x'], /It must be a whole number/],
    [['check', 'p.md', '--budget-entries', '0'], /It must be a whole number, 1 or more/],
    [['check', 'p.md', '--budget-seconds', 'x'], /It must be a finite number above 0/],
    [['check', 'p.md', '--format', 'pdf'], /Allowed choices are text, markdown, github, sarif, json/],
    [['check', 'p.md', '--json', '--format', 'text'], /cannot be used with/],
    [['check', 'p.md', '--path', '1:x'], /It must be numbers with colons between/],
    [['check', 'p.md', '--from', 'word'], /Allowed choices are markdown, latex, notebook/],
    [['check', 'p.md', '--watch', '--fix'], /cannot be used with/],
    [['check', '-', '--fix'], /--fix wants files, and - is standard input/],
    [['check', '-', '--watch'], /--watch wants files, and - is standard input/],
    [['check', 'p.md', '--verbose'], /unknown option '--verbose'/],
  ])('refuses %j', async (args, message) => {
    const { code, out, error } = await chainrule(args)
    expect([code, out]).toEqual([3, ''])
    expect(error).toMatch(message)
  })

  it.each([
    ['none.md', /^none\.md: not read\n {2}cannot be read: there is no such file or directory$/m],
    ['/dev/zero', /^\/dev\/zero: not read\n {2}cannot be read: it is a device$/m],
    ['zeros.md', /^zeros\.md:1:1: not read\n[\s\S]*this is no text: it holds the character NUL$/m],
    [
      'latin.md',
      /^latin\.md:2:1: not read\n[\s\S]*at byte 2: what follows is not UTF-8; save the file as UTF-8$/m,
    ],
    ['empty.md', /^empty\.md: not read\n {2}there is no given block/m],
  ])('says what is wrong with %s, and goes on with the next file', async (file, message) => {
    const { code, out, error } = await chainrule(['check', file, 'good.md'])
    expect([code, error]).toEqual([3, ''])
    expect(out).toMatch(message)
    expect(out).toMatch(/^good\.md: 1 claim: 1 holds$/m)
  })

  it('reads no more of standard input than a paper may have', async () => {
    const { code, out } = await alone(['check', '-'], ' '.repeat(2 ** 24 + 1))
    expect(code).toBe(3)
    expect(out).toContain('is too large: a paper may have 16,777,216 bytes, and this has more')
  })

  it('exits with the highest code of its files', async () => {
    const runs = await Promise.all(
      [
        ['good.md', 'known.md'],
        ['wrong.md', 'good.md'],
        ['wrong.md', 'empty.md'],
      ].map(files => alone(['check', ...files])),
    )
    expect(runs.map(({ code }) => code)).toEqual([0, 1, 3])
    expect(runs[1]!.out).toContain('wrong.md:5:4: refuted  [A]\n5 | x + x = 3 x')
  })

  it('decides within a budget that options set', async () => {
    const { code, out } = await chainrule(['check', 'good.md', '--budget-entries', '10'])
    expect(code).toBe(2)
    expect(out).toContain('too large to decide')
  })

  it('prints an object a line as JSON, of standard input too', async () => {
    const { code, out } = await alone(['check', '-', 'good.md', '--json', '--seed', '5'], read('wrong.md'))
    const papers = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(code).toBe(1)
    expect(papers).toMatchObject([
      {
        file: '<stdin>',
        seed: 5,
        exitCode: 1,
        claims: [{ verdict: 'refuted', tag: 'A', line: 5, column: 4 }],
      },
      { file: 'good.md', exitCode: 0, claims: [{ verdict: 'holds' }] },
    ])
  })

  it('writes its report whole, and says so', async () => {
    const { code, out } = await chainrule(['check', 'wrong.md', '--format', 'markdown', '--out', 'report.md'])
    expect([code, out]).toEqual([1, 'wrong.md: 1 claim: 1 refuted\nWrote report.md.\n'])
    expect(read('report.md')).toContain('## A (line 5): refuted\n\n```math\nx + x = 3 x\n```')
    expect(readdirSync(directory).filter(name => name.endsWith('.tmp'))).toEqual([])
  })

  it
    .runIf(existsSync('/dev/full'))
    .each([
      [['check', 'good.md', '--json']],
      [['check', 'wrong.md', 'good.md']],
      [['check', '--help']],
      [['train', '--epochs', '1']],
      [['--version']],
    ])('%j says that its output cannot be written', async args => {
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [main, ...args], {
      cwd: directory,
      stdio: ['ignore', full, 'pipe'],
    })
    let error = ''
    child.stderr!.on('data', data => {
      error += data
    })
    const code = await new Promise(done => child.on('close', done))
    closeSync(full)
    expect([code, error]).toEqual([3, 'chainrule: standard output: cannot be written: the disk is full\n'])
  })

  it.each([
    [['good.md', '--out', './good.md'], /would overwrite a paper that is checked/],
    [['good.md', '--out', 'no/report.md'], /cannot be written: there is no such file or directory/],
    [['good.md', '--out', '.'], /cannot be written: it is a directory/],
  ])('refuses %j before it checks', async (args, message) => {
    const { code, out, error } = await chainrule(['check', ...args])
    expect([code, out]).toEqual([3, ''])
    expect(error).toMatch(message)
    expect(read('good.md')).toContain('x + x = 2 x')
  })

  it('explains its exit codes', async () => {
    const { code, out } = await chainrule(['check', '--help'])
    expect(code).toBe(0)
    for (const digit of [0, 1, 2, 3]) expect(out).toMatch(new RegExp(`^  ${digit}  \\S`, 'm'))
  })

  it('names formulas that it does not check on its last line, and fails for them where it is strict', async () => {
    write('part.md', `${GIVEN}Let $x$ be.\n\n$$ x + x = 2 x $$\n\n\\[ x + 1 \\]\n`)
    const [loose, strict] = await Promise.all([
      chainrule(['check', 'part.md']),
      chainrule(['check', 'part.md', '--strict']),
    ])
    const summary = /^part\.md: 1 claim: 1 holds; 2 formulas not checked, lines 5 and 9$/m
    expect([loose.code, strict.code]).toEqual([0, 3])
    expect(loose.out).toMatch(summary)
    expect(strict.out).toMatch(summary)
    expect(strict.out).toContain('part.md:9:4: not checked: without a relation\n9 | x + 1')
  })

  it('shows the counterexample of a replay line again', async () => {
    const { out } = await chainrule(['check', 'wrong.md', '--seed', '5'])
    const line = /= replay: (--seed 5 --path \S+)$/m.exec(out)![1]!
    const [again, elsewhere] = await Promise.all([
      chainrule(['check', 'wrong.md', ...line.split(' ')]),
      chainrule(['check', 'good.md', ...line.split(' ')]),
    ])
    expect(again).toEqual({ code: 1, out, error: '' })
    expect([elsewhere.code, elsewhere.error]).toEqual([
      3,
      `chainrule: check: no claim here fails at ${line.replace(/.*(--path \S+)/, '$1')} under --seed 5\n`,
    ])
  })

  it('goes on for its exit code when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [main, 'check', ...new Array(40).fill('good.md'), 'wrong.md'], {
      cwd: directory,
    })
    child.stdout.once('data', () => child.stdout.destroy())
    let error = ''
    child.stderr.on('data', data => {
      error += data
    })
    const code = await new Promise(done => child.on('close', done))
    expect([code, error]).toEqual([1, ''])
  })
})

describe('colours', () => {
  const painted = (isTTY: boolean, environment: Readonly<Record<string, string>>) => {
    const before = { ...process.env }
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'TERM']) delete process.env[name]
    Object.assign(process.env, environment)
    try {
      return paintFor({ isTTY })('refuted', 'x') !== 'x'
    } finally {
      process.env = before
    }
  }

  it.each<readonly [boolean, boolean, Readonly<Record<string, string>>]>([
    [true, true, {}],
    [false, false, {}],
    [false, true, { NO_COLOR: '1' }],
    [true, true, { NO_COLOR: '' }],
    [false, true, { TERM: 'dumb' }],
    [true, false, { FORCE_COLOR: '1' }],
    [false, true, { FORCE_COLOR: '0' }],
    [false, true, { NO_COLOR: '1', FORCE_COLOR: '1' }],
  ])('are %j on a screen (%j) under %j', (wanted, isTTY, environment) => {
    expect(painted(isTTY, environment)).toBe(wanted)
  })
})
