// The command as users run it: what it prints and writes, how it exits, and what it says when it cannot go on.
import { spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  count,
  delimiter,
  fraction,
  natural,
  nonNegative,
  positive,
  wholeNumber,
} from '../../src/cli/options.js'
import { buildCommand, Host, type Run, runAlone } from '../support/command.js'

const root = buildCommand()
const main = join(root, 'dist/cli/main.js')
const work = join(root, 'work')
const host = new Host(main)
let directory = ''

beforeAll(() => mkdirSync(work))
afterAll(() => {
  host.end()
  rmSync(root, { recursive: true })
})
beforeEach(() => {
  directory = mkdtempSync(join(work, 'case-'))
})

const chainrule = (...args: readonly string[]): Promise<Run> => host.run(args, directory)
/** The same in a process of its own, as users run it. */
const alone = (...args: readonly string[]): Promise<Run> => runAlone(main, args, directory)

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(directory, name), content)
  return name
}
const read = (name: string): string => readFileSync(join(directory, name), 'utf8')

/** Two clouds that a line parts. */
const CLOUDS = [
  'size;weight;kind',
  '1;2;left',
  '2;1.5;left',
  '1.5;1;left',
  '1;1;left',
  '7;8;right',
  '8;7;right',
  '7.5;9;right',
  '9;8;right',
]

describe('chainrule train', () => {
  it('learns the shipped irises, checks the gradient three ways and draws the loss', async () => {
    const { code, out, error } = await alone('train')
    expect([code, error]).toEqual([0, ''])
    expect(out).toContain('iris.csv: 150 rows, 4 features, 3 classes')
    expect(out).toContain('setosa 50, versicolor 50, virginica 50, from column species')
    expect(out).toMatch(/^ {4}0 {2}1\.098612 {2}\d\.\d\de[+-]\d+$/m)
    expect(out).toMatch(/^ 1000 {2}0\.0\d{5} {2}/m)
    expect(Number(/^train +accuracy (\S+)/m.exec(out)![1])).toBeGreaterThanOrEqual(0.95)
    expect(Number(/^test +accuracy (\S+)/m.exec(out)![1])).toBeGreaterThanOrEqual(0.9)
    expect(out.match(/, 15 entries: holds$/gm)).toHaveLength(4)
    expect(out).toContain(`Wrote ${join('out', 'loss.svg')}`)
    expect(out + error).not.toContain('\x1b')
    const picture = read('out/loss.svg')
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /)
    for (const text of [
      'epoch',
      'loss on the training rows',
      'Softmax regression on iris.csv',
      'fill="white"',
    ])
      expect(picture).toContain(text)
    expect(readdirSync(join(directory, 'out'))).toEqual(['loss.svg'])
  })

  it('does the same again under the same seed, bit by bit, one sample an update', async () => {
    const args = ['train', '--batch-size', '1', '--epochs', '5', '--l2', '0.01']
    const [once, twice, other] = await Promise.all([
      alone(...args, '--seed', '7', '--out', 'a', '--save', 'a.json'),
      chainrule(...args, '--seed', '7', '--out', 'b', '--save', 'b.json'),
      chainrule(...args, '--seed', '-8', '--out', 'c', '--save', 'c.json'),
    ])
    expect([once.code, twice.code, other.code]).toEqual([0, 0, 0])
    expect(twice.out.replace('b.json', 'a.json').replace(join('b', 'loss'), join('a', 'loss'))).toBe(once.out)
    expect(read('b.json')).toBe(read('a.json'))
    expect(read('b/loss.svg')).toBe(read('a/loss.svg'))
    expect(read('c.json')).not.toBe(read('a.json'))
    expect(once.out).toContain('1 row an update')
  })

  it('takes a file with a byte order mark, CRLF, semicolons and labels anywhere, and saves a model that predicts', async () => {
    const data = write(
      'clouds.csv',
      `\ufeff${CLOUDS.map(line => line.split(';').reverse().join(';')).join('\r\n')}\r\n`,
    )
    const args = ['--delimiter', ';', '--test-fraction', '0', '--epochs', '50']
    const runs = await Promise.all(
      ['kind', '0', '-3'].map(label =>
        chainrule('train', data, ...args, '--label', label, '--save', 'model.json', '--out', 'a/b'),
      ),
    )
    for (const { code, out, error } of runs) {
      expect([code, error]).toEqual([0, ''])
      expect(out).toContain('clouds.csv: 8 rows, 2 features, 2 classes')
      expect(out).toContain('left 4, right 4, from column kind')
      expect(out).toContain('8 to train on, none set aside')
      expect(out).toContain('train  accuracy 1.0000 (8 of 8)')
      expect(out).not.toMatch(/^test/m)
    }
    expect(read('a/b/loss.svg')).toContain('clouds.csv')
    // Columns are found by name, whatever else the file holds.
    const fresh = write('new.csv', 'size,note,weight\n1,hello,1\n9,,9\n')
    const { code, out, error } = await alone('predict', 'model.json', fresh)
    expect([code, error]).toEqual([0, ''])
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).toBe('class,P(left),P(right)')
    expect(lines.slice(1).map(line => line.split(',')[0])).toEqual(['left', 'right'])
    for (const line of lines.slice(1)) {
      const [, left, right] = line.split(',').map(Number)
      expect(left! + right!).toBeCloseTo(1, 5)
    }
  })

  it('leaves out the picture, and says so, where what draws is not installed', async () => {
    // The same package where only its own dependencies can be found. Above it, as above any folder, is a node_modules with all of
    // them; an empty folder of the same name nearby hides a package there.
    const bare = join(root, 'bare')
    cpSync(join(root, 'dist'), join(bare, 'dist'), { recursive: true })
    const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
    for (const name of Object.keys(peerDependencies))
      mkdirSync(join(bare, 'node_modules', name), { recursive: true })
    for (const name of Object.keys(dependencies))
      symlinkSync(resolve('node_modules', name), join(bare, 'node_modules', name))
    for (const name of ['package.json', 'examples']) symlinkSync(resolve(name), join(bare, name))
    const { code, out, error } = await runAlone(
      join(bare, 'dist/cli/main.js'),
      ['train', '--epochs', '1'],
      directory,
    )
    expect([code, error]).toEqual([0, ''])
    expect(out).toContain('No picture of the loss: to have one, npm install @observablehq/plot linkedom')
  })

  it('takes a file without a header', async () => {
    const data = write('bare.csv', CLOUDS.slice(1).join('\n').replaceAll(';', '\t'))
    const { code, out } = await chainrule('train', data, '--no-header', '--delimiter', 'tab', '--epochs', '2')
    expect(code).toBe(0)
    expect(out).toContain('features  x0, x1')
    expect(out).toContain('from column x2')
  })

  it('quotes classes in what it prints as CSV where they need it', async () => {
    const data = write('odd.csv', 'a,b\n1,"x, ""y"""\n2,z\n1.1,"x, ""y"""\n2.1,z\n')
    await chainrule('train', data, '--save', 'm.json', '--epochs', '9')
    const { out } = await chainrule('predict', 'm.json', data)
    expect(out.split('\n')[0]).toBe('class,"P(x, ""y"")",P(z)')
    expect(out.split('\n')[1]).toMatch(/^"x, ""y""",0\.\d+,0\.\d+$/)
  })
})

describe('options', () => {
  const refused: readonly (readonly [(text: string) => unknown, readonly string[]])[] = [
    [natural, ['-1', '1e999', '2.5', '', ' ', 'NaN', 'ten']],
    [count, ['0', '-1', '0.5']],
    [wholeNumber, ['1.5', '', '1e300', 'seed']],
    [positive, ['0', '-1', 'NaN', 'Infinity', 'fast']],
    [nonNegative, ['-0.1', 'NaN', '1e999']],
    [fraction, ['1', '-0.5', '1.5', 'half', 'NaN']],
    [delimiter, ['', 'ab', '"', '\n']],
  ]
  it('refuse what makes no sense, in words', () => {
    for (const [read, texts] of refused)
      for (const text of texts) expect(() => read(text)).toThrow(/^It must be /)
  })

  it('take what does', () => {
    expect([
      natural('0'),
      count('1'),
      wholeNumber('-3'),
      positive('1e-3'),
      nonNegative('0'),
      fraction('0'),
    ]).toEqual([0, 1, -3, 0.001, 0, 0])
    expect([delimiter(';'), delimiter('tab'), delimiter('\\t')]).toEqual([';', '\t', '\t'])
  })
})

describe('the command', () => {
  it('ends with 3 and one line when it is misused', async () => {
    const cases: readonly (readonly [args: readonly string[], text: string])[] = [
      [
        ['train', '--epochs', '-1'],
        "option '--epochs <n>' argument '-1' is invalid. It must be a whole number, 0 or more.",
      ],
      [['train', '--learning-rate', 'NaN'], 'It must be a finite number above 0.'],
      [['train', '--epoch', '5'], "unknown option '--epoch'"],
      [['train', 'a.csv', 'b.csv'], 'too many arguments'],
      [['predict', 'model.json'], "missing required argument 'file.csv'"],
      [['trian'], "unknown command 'trian'"],
    ]
    const runs = await Promise.all(cases.map(([args]) => chainrule(...args)))
    runs.forEach(({ code, out, error }, i) => {
      expect([code, out], cases[i]![1]).toEqual([3, ''])
      expect(error).toContain(cases[i]![1])
      expect(error).not.toMatch(/^ +at /m)
    })
    const { code, error } = await alone()
    expect(code).toBe(3)
    expect(error).toContain('Usage: chainrule')
    expect(readdirSync(directory)).toEqual([])
  })

  it('ends with 0 after help and version', async () => {
    const [help, version] = await Promise.all([chainrule('train', '--help'), chainrule('--version')])
    expect([help.code, version.code]).toEqual([0, 0])
    expect(help.out).toContain('--learning-rate <rate>')
    expect(help.out).toMatch(/^Exit codes:\n {2}0 {2}\S.*\n {2}1 {2}\S.*\n {2}2 {2}\S.*\n {2}3 {2}\S/m)
    expect(version.out).toMatch(/^\d+\.\d+\.\d+/)
  })

  it('ends with 3 and one line that says what is wrong with which file', async () => {
    write('model.json', JSON.stringify({ format: 'chainrule/softmax-regression', version: 1, classes: 5 }))
    write('cut.json', '{"format": "chainrule/softmax')
    write('one.csv', 'a,b\n1,x\n2,x\n')
    write('text.csv', 'a,b\n1,x\ntwo,y\n')
    write('latin.csv', Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xe9, 0x0a))
    write('good.csv', CLOUDS.join('\n').replaceAll(';', ','))
    write('a\nb.csv', '')
    write('large.csv', '')
    truncateSync(join(directory, 'large.csv'), 2 ** 30)
    const cases: readonly (readonly [args: readonly string[], text: string])[] = [
      [['train', 'no.csv'], 'chainrule: no.csv: cannot be read: there is no such file or directory'],
      [['train', '.'], 'chainrule: .: cannot be read: it is a directory'],
      [['train', '/dev/zero'], 'chainrule: /dev/zero: cannot be read: it is a device'],
      [
        ['train', 'large.csv'],
        'chainrule: large.csv: is too large: a CSV file may have 268,435,456 bytes, and this has 1,073,741,824',
      ],
      [
        ['predict', 'large.csv', 'good.csv'],
        'chainrule: large.csv: is too large: a model may have 268,435,456',
      ],
      [['train', 'latin.csv'], 'chainrule: latin.csv:2:3: what follows is not UTF-8; save the file as UTF-8'],
      [
        ['train', 'one.csv'],
        'chainrule: one.csv:2:3: every label is "x": to learn takes at least two classes',
      ],
      [['train', 'text.csv'], 'chainrule: text.csv:3:1: column "a": "two" is not a number'],
      [['train', 'a\nb.csv'], 'chainrule: a b.csv:1:1: the file is empty'],
      [
        ['train', 'good.csv', '--label', 'kin'],
        'chainrule: good.csv:1:1: there is no column "kin"; did you mean "kind"?',
      ],
      [['train', '--learning-rate', '1e308'], 'chainrule: descend: the loss is'],
      [['train', '--out', 'good.csv'], 'chainrule: good.csv: cannot be made a directory'],
      [['train', '--out', 'o', '--save', '.'], 'chainrule: .: cannot be written: it is a directory'],
      [
        ['train', '--out', 'o', '--save', 'no/m.json'],
        'chainrule: no/m.json: cannot be written: there is no such file or directory',
      ],
      [
        ['predict', 'no.json', 'good.csv'],
        'chainrule: no.json: cannot be read: there is no such file or directory',
      ],
      [['predict', 'cut.json', 'good.csv'], 'chainrule: cut.json: is not JSON: '],
      [['predict', 'model.json', 'good.csv'], 'chainrule: model.json: classes: wanted an array, got 5'],
    ]
    const runs = await Promise.all(cases.map(([args]) => chainrule(...args)))
    runs.forEach(({ code, error }, i) => {
      expect(code, cases[i]![1]).toBe(3)
      expect(error.startsWith(cases[i]![1]), `${error} for ${cases[i]![1]}`).toBe(true)
      expect(error.trimEnd().split('\n')).toHaveLength(1)
    })
  })

  it('says which columns a model misses', async () => {
    await chainrule('train', '--save', 'm.json', '--epochs', '1')
    write('less.csv', 'sepal_length,sepal_width,petal_length\n1,2,3\n')
    write('bare.csv', '1,2,3\n')
    const [named, bare] = await Promise.all([
      chainrule('predict', 'm.json', 'less.csv'),
      chainrule('predict', 'm.json', 'bare.csv', '--no-header'),
    ])
    expect([named.code, bare.code]).toEqual([3, 3])
    expect(named.error).toContain('less.csv:1:1: there is no column "petal_width"')
    expect(bare.error).toContain('the model has 4 features, got rows of 3')
  })

  it('ends quietly when its reader has seen enough', async () => {
    await chainrule('train', '--save', 'm.json', '--epochs', '1')
    const rows = Array.from({ length: 50_000 }, () => '1,2,3,4').join('\n')
    write('long.csv', `sepal_length,sepal_width,petal_length,petal_width\n${rows}\n`)
    const child = spawn(process.execPath, [main, 'predict', 'm.json', 'long.csv'], { cwd: directory })
    let error = ''
    child.stderr.on('data', data => {
      error += data
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise(done => child.on('close', done))
    expect([code, error]).toEqual([0, ''])
  })

  it('is a program: it can be run, and says by which interpreter', () => {
    expect(readFileSync(main, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true)
  })
})
