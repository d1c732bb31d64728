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
  foldsOf,
  fraction,
  names,
  natural,
  nonNegative,
  penalty,
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
  it('fits the shipped irises to the optimum, checks the gradient three ways, and writes only what it is told to', async () => {
    const { code, out, error } = await alone('train')
    expect([code, error]).toEqual([0, ''])
    expect(out).toContain('iris.csv: 150 rows, 4 features, 3 classes')
    expect(out).toContain('setosa 50, versicolor 50, virginica 50, from column species')
    expect(out).toMatch(/^ {8}0 {2}1\.0986123 {3}\d\.\d\de[+-]\d+$/m)
    expect(out).toMatch(/^Ended: the gradient is within the tolerance/m)
    expect(Number(/^train +accuracy (\S+)/m.exec(out)![1])).toBeGreaterThanOrEqual(0.95)
    expect(Number(/^test +accuracy (\S+)/m.exec(out)![1])).toBeGreaterThanOrEqual(0.9)
    expect(out.match(/, 15 entries: holds$/gm)).toHaveLength(4)
    expect(out).toContain('Nothing was written')
    expect(out + error).not.toContain('\x1b')
    expect(readdirSync(directory)).toEqual([])
  })

  it('writes a model, a report and pictures, and never over one that is there', async () => {
    const { code, out, error } = await chainrule('train', '--out', 'a/b')
    expect([code, error]).toEqual([0, ''])
    const names = ['calibration.svg', 'confusion.svg', 'loss.svg', 'model.json', 'report.json', 'report.md']
    expect(readdirSync(join(directory, 'a/b')).toSorted()).toEqual(names)
    for (const name of names) expect(out).toContain(join('a/b', name))
    expect(read('a/b/loss.svg')).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /)
    expect(read('a/b/loss.svg')).toContain('Softmax regression on iris.csv')
    const report = JSON.parse(read('a/b/report.json'))
    expect(report).toMatchObject({
      version: 1,
      target: 'species',
      fit: { reason: 'gradient', reached: true },
    })
    expect(report.coefficients).toHaveLength(3)
    for (const text of ['# species from', 'petal\\_width', '![loss.svg](loss.svg)'])
      expect(read('a/b/report.md')).toContain(text)

    const model = read('a/b/model.json')
    const again = await chainrule('train', '--out', 'a/b', '--seed', '2')
    expect([again.code, again.out]).toEqual([3, ''])
    expect(again.error).toContain('model.json: is there already; give another --out, or --overwrite')
    expect(read('a/b/model.json')).toBe(model)
    const over = await chainrule('train', '--out', 'a/b', '--seed', '2', '--overwrite', '--json')
    expect(JSON.parse(over.out).rows).toMatchObject({ all: 150, seed: 2 })
    expect(read('a/b/model.json')).not.toBe(model)
  })

  it('reaches the loss that no other parameters go below, whatever it starts with, and says where it does not', async () => {
    const report = async (...args: readonly string[]) => {
      const { code, out } = await chainrule('train', '--json', '--test-fraction', '0', ...args)
      return { code, ...JSON.parse(out) }
    }
    const [best, none, few] = await Promise.all([
      report('--penalty', '0.01'),
      report('--penalty', 'l2=0.01', '--epochs', '20'),
      report('--penalty', 'l2=0.01', '--max-iterations', '3'),
    ])
    expect([best.code, best.fit.reason]).toEqual([0, 'gradient'])
    expect(none.fit.loss).toBeGreaterThan(best.fit.loss)
    expect([few.code, few.fit.reason]).toEqual([2, 'iterations'])
    expect(few.fit.loss).toBeGreaterThan(best.fit.loss)
  })

  it('does the same again under the same seed, bit by bit, one sample an update', async () => {
    const args = ['train', '--batch-size', '1', '--epochs', '5', '--l2', '0.01']
    const [once, twice, other] = await Promise.all([
      alone(...args, '--seed', '7', '--out', 'a', '--save', 'a.json'),
      chainrule(...args, '--seed', '7', '--out', 'b', '--save', 'b.json'),
      chainrule(...args, '--seed', '-8', '--save', 'c.json'),
    ])
    expect([once.code, twice.code, other.code]).toEqual([0, 0, 0])
    const told = (out: string) => out.slice(0, out.indexOf('Wrote '))
    expect(told(twice.out)).toBe(told(once.out))
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
    const args = ['--test-fraction', '0']
    const runs = await Promise.all(
      [
        ['--label', 'kind'],
        ['--target', '0', '--delimiter', ';'],
        ['--target', '-3'],
      ].map(target => chainrule('train', data, ...args, ...target, '--save', 'model.json')),
    )
    for (const { code, out, error } of runs) {
      expect([code, error]).toEqual([0, ''])
      expect(out).toContain('clouds.csv: 8 rows, 2 features, 2 classes')
      expect(out).toContain('left 4, right 4, from column kind')
      expect(out).toContain('8 to train on, none set aside')
      expect(out).toContain('train  accuracy 1.0000 (8 of 8)')
      expect(out).not.toMatch(/^test/m)
    }
    expect(runs[0]!.out).toContain('cells are parted by ";"')
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
    const [judged, looked] = await Promise.all([
      chainrule('evaluate', 'model.json', data, '--json'),
      chainrule('inspect', data, '--target', 'kind'),
    ])
    expect(JSON.parse(judged.out).scores).toMatchObject({
      kind: 'classes',
      rows: 8,
      right: 8,
      confusion: [
        [4, 0],
        [0, 4],
      ],
    })
    expect(looked.out).toMatch(/^size +numeric +itself$/m)
    expect(looked.out).toMatch(/^kind +target +2 classes$/m)
  })

  it('learns from categories and missing values, and a column of numbers by its slope', async () => {
    const rows = [
      'city,year,price',
      'Oslo,1998,1',
      'Rome,1999,',
      'Oslo,2000,3',
      'Rome,2001,7',
      'Bonn,2002,6',
      'Bonn,2003,7',
      'Oslo,1997,0',
    ]
    const data = write('prices.csv', rows.join('\n'))
    const args = ['train', data, '--test-fraction', '0']
    const { code, out } = await chainrule(
      ...args,
      '--missing',
      'drop',
      '--task',
      'number',
      '--save',
      'm.json',
    )
    expect(code).toBe(0)
    expect(out).toContain('features  city=Oslo, city=Rome, year')
    expect(out).toMatch(/^year +1$/m)
    const predicted = await chainrule(
      'predict',
      'm.json',
      write('new.csv', 'year,city\n2004,Oslo\n1999,Rome\n'),
    )
    expect(predicted.out.split('\n').slice(0, 3)).toEqual(['price', '7', '5'])
    const refused = await chainrule(...args, '--task', 'number')
    expect([refused.code, refused.out]).toEqual([3, ''])
    expect(refused.error).toContain('prices.csv:3:11: column "price"')
    const far = `year,city\n${'2004,Oslo\n'.repeat(50_000)}2004,Lima\n`
    const unknown = await chainrule('predict', 'm.json', write('far.csv', far))
    expect([unknown.code, unknown.out, unknown.error]).toEqual([
      3,
      '',
      expect.stringContaining('far.csv:50002:6: column "city": "Lima" is none of the 3 categories'),
    ])
  })

  it('names what separates the classes where there is no optimum, and ends with 2', async () => {
    const { code, out } = await chainrule('train', '--penalty', 'none')
    expect(code).toBe(2)
    expect(out).toMatch(/^Ended: there is no optimum without a penalty\. .*'petal_length'.*'setosa'/m)
  })

  it('shows standard errors, tests and intervals, in the report and as a picture', async () => {
    const args = [
      '--target',
      'sepal_width',
      '--drop',
      'species',
      '--summary',
      '--test-fraction',
      '0',
      '--out',
      'o',
    ]
    const { code, out } = await chainrule('train', ...args)
    expect(code).toBe(0)
    expect(out).toMatch(/^ +coefficient +std\. error +t +P > \|t\| /m)
    expect(read('o/coefficients.svg')).toContain('petal_width')
    const { summary } = JSON.parse(read('o/report.json'))
    // R 4.2.2, lm(Sepal.Width ~ Sepal.Length + Petal.Length + Petal.Width, iris): estimates and standard errors.
    const figures = [
      [1.04309, 0.27058],
      [0.60707, 0.06217],
      [-0.58603, 0.06214],
      [0.55803, 0.12256],
    ]
    figures.forEach(([estimate, error], i) => {
      expect(summary.coefficients[i].estimate).toBeCloseTo(estimate!, 4)
      expect(summary.coefficients[i].standardError).toBeCloseTo(error!, 4)
    })
  })

  it('chooses a penalty by cross-validation', async () => {
    const { code, out } = await chainrule('train', '--cv', '--json', '--seed', '3')
    expect(code).toBe(0)
    const { penalty } = JSON.parse(out).fit
    expect(penalty.because).toContain('5-fold cross-validation')
    expect(penalty.l2).toBeGreaterThan(0)
  })

  it('reads models of 0.1, which have no schema', async () => {
    const model = {
      format: 'chainrule/softmax-regression',
      version: 1,
      classes: ['small', 'large'],
      featureNames: ['size'],
      scale: {
        mean: { dtype: 'float64', shape: [1], values: [5] },
        deviation: { dtype: 'float64', shape: [1], values: [2] },
      },
      params: {
        theta: { dtype: 'float64', shape: [1, 2], values: [-1, 1] },
        bias: { dtype: 'float64', shape: [2], values: [0, 0] },
      },
    }
    write('old.json', JSON.stringify(model))
    const { code, out } = await chainrule('predict', 'old.json', write('new.csv', 'name,size\na,1\nb,9\n'))
    expect([code, out.split('\n').map(line => line.split(',')[0])]).toEqual([
      0,
      ['class', 'small', 'large', ''],
    ])
    const bare = await chainrule('predict', 'old.json', write('bare.csv', '1\n9\n'), '--no-header')
    expect(bare.out).toBe(out)
    const judged = await chainrule('evaluate', 'old.json', 'new.csv')
    expect([judged.code, judged.error]).toEqual([
      3,
      expect.stringContaining('saved without the schema of its table'),
    ])
  })

  it('leaves out the pictures, and says so, where what draws is not installed', async () => {
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
      ['train', '--out', 'o'],
      directory,
    )
    expect([code, error]).toEqual([0, ''])
    expect(out).toContain('No pictures: to have them, npm install @observablehq/plot linkedom')
    expect(readdirSync(join(directory, 'o')).toSorted()).toEqual(['model.json', 'report.json', 'report.md'])
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
    [penalty, ['', 'l3=1', 'l1', 'l2=-1', 'l2=1,l2=2', 'lots']],
    [names, ['', ',', 'a,,b']],
    [foldsOf, ['1', 'many']],
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
    expect([penalty('none'), penalty('0.5'), penalty('l1=1,l2=2')]).toEqual([
      { l1: 0, l2: 0 },
      { l1: 0, l2: 0.5 },
      { l1: 1, l2: 2 },
    ])
    expect([names('a, b'), names('"a,""b""",c')]).toEqual([
      ['a', 'b'],
      ['a,"b"', 'c'],
    ])
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
      [['predict', 'model.json'], "missing required argument 'table'"],
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

  it.each([
    [['--model', 'poisson'], '--model poisson is for a column of numbers'],
    [['--target', 'sepal_width', '--class-weight', 'balanced'], '--class-weight is for classes'],
    [
      ['--target', 'sepal_width', '--epochs', '5'],
      '--epochs, --learning-rate and --batch-size, are for classes',
    ],
    [['--epochs', '5', '--max-iterations', '5'], '--max-iterations is for the way to the optimum'],
    [['--epochs', '5', '--class-weight', 'balanced'], '--class-weight is for the way to the optimum'],
    [['--epochs', '5', '--penalty', 'l1=1'], 'a penalty l1 is for the way to the optimum'],
    [['--cv', '--penalty', 'none'], '--cv chooses the penalty'],
  ])('refuses flags that would mean nothing: %j', async (flags, message) => {
    const { code, out, error } = await chainrule('train', ...flags)
    expect([code, out]).toEqual([3, ''])
    expect(error).toContain(message)
    expect(error.trimEnd().split('\n')).toHaveLength(1)
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
        ['predict', 'large.csv', 'good.csv'],
        'chainrule: large.csv: is too large: a model may have 268,435,456',
      ],
      [['train', 'latin.csv'], 'chainrule: latin.csv:2:3: what follows is not UTF-8; save the file as UTF-8'],
      [
        ['train', 'one.csv'],
        'chainrule: one.csv:2:3: column "b": every label is "x": to learn takes at least two classes',
      ],
      [['train', 'a\nb.csv'], 'chainrule: a b.csv:1:1: the file is empty'],
      [
        ['train', 'good.csv', '--label', 'kin'],
        'chainrule: good.csv: there is no column "kin"; did you mean "kind"?',
      ],
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

  it('says in its own flags what a step that is too long comes to', async () => {
    const { code, out, error } = await chainrule('train', '--learning-rate', '1e308')
    expect([code, out]).toEqual([3, ''])
    expect(error).toMatch(/iris\.csv: descent ran away, .* in epoch \d+; give a smaller --learning-rate/)
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
    expect(named.error).toContain('less.csv: there is no column "petal_width"')
    expect(bare.error).toContain('bare.csv: there is no column "sepal_length"')
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
