// `chainrule check` as users run it: what it prints and writes, its exit codes, and what it says to bad input.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paintFor } from '../../../src/cli/colors.js'

interface Run {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

const [main, tsx] = [
  resolve('src/cli/main.ts'),
  pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href,
]
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
afterAll(() => rmSync(directory, { recursive: true }))

const write = (name: string, content: string | Uint8Array): void =>
  writeFileSync(join(directory, name), content)
const read = (name: string): string => readFileSync(join(directory, name), 'utf8')

const chainrule = (args: readonly string[], input = ''): Promise<Run> =>
  new Promise(done => {
    const child = spawn(process.execPath, ['--import', tsx, main, ...args], { cwd: directory })
    const [out, error]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', data => out.push(data))
    child.stderr.on('data', data => error.push(data))
    child.on('close', code =>
      done({ code, out: String(Buffer.concat(out)), error: String(Buffer.concat(error)) }),
    )
    // A command that refuses at once may be gone before it has read.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })

describe('chainrule check', () => {
  it.each([
    [['check'], /missing required argument 'paper\.md'/],
    [['check', 'p.md', '--seed', 'x'], /It must be a whole number/],
    [['check', 'p.md', '--budget-entries', '0'], /It must be a whole number, 1 or more/],
    [['check', 'p.md', '--budget-seconds', 'x'], /It must be a finite number above 0/],
    [['check', 'p.md', '--format', 'pdf'], /Allowed choices are text, markdown/],
    [['check', 'p.md', '--json', '--format', 'text'], /cannot be used with/],
    [['check', 'p.md', '--verbose'], /unknown option '--verbose'/],
  ])('refuses %j', async (args, message) => {
    const { code, out, error } = await chainrule(args)
    expect([code, out]).toEqual([3, ''])
    expect(error).toMatch(message)
  })

  it.each([
    ['none.md', /^none\.md: not read\n {2}cannot be read: there is no such file or directory$/m],
    ['.', /^\.: not read\n {2}cannot be read: it is a directory$/m],
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

  it('exits with the highest code of its files', async () => {
    const runs = await Promise.all(
      [
        ['good.md', 'known.md'],
        ['wrong.md', 'good.md'],
        ['wrong.md', 'empty.md'],
      ].map(files => chainrule(['check', ...files])),
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
    const { code, out } = await chainrule(
      ['check', '-', 'good.md', '--json', '--seed', '5'],
      read('wrong.md'),
    )
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

  it('leaves the codes of the other commands as they are', async () => {
    expect((await chainrule(['train', '--epochs', 'x'])).code).toBe(2)
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
