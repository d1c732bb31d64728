// Calibration by the command: `train --calibrate` finds a temperature by folds and keeps it, `predict` and `evaluate` use it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import { random } from '../../src/index.js'
import { calibrationTable, logLoss } from '../../src/metrics/index.js'
import { TableModel, tableModelFromJSON } from '../../src/models/index.js'
import { buildCommand, Host } from '../support/command.js'

const root = buildCommand()
const host = new Host(join(root, 'dist/cli/main.js'))
let directory = ''

/** Rows of eight columns, of which one says something of the class: a fit without a penalty to sixty of them is too sure. */
function noisy(n: number, seed: number) {
  const stream = random(seed)
  const x = stream.normal([n, 8]).data
  const noise = stream.normal([n]).data
  return Array.from({ length: n }, (_, i) => {
    const cells = Array.from({ length: 8 }, (_, j) => x[8 * i + j]!.toFixed(4))
    return [...cells, x[8 * i]! + 1.5 * noise[i]! > 0 ? 'yes' : 'no'].join(',')
  })
}
const tableOf = (rows: readonly string[]) => `a,b,c,d,e,f,g,h,kind\n${rows.join('\n')}\n`

beforeAll(async () => {
  directory = mkdtempSync(join(root, 'work-'))
  writeFileSync(join(directory, 'few.csv'), tableOf(noisy(60, 3)))
  writeFileSync(join(directory, 'new.csv'), tableOf(noisy(2000, 4)))
  const train = ['train', 'few.csv', '--penalty', 'none', '--test-fraction', '0', '--json']
  const [plain, scaled] = await Promise.all([
    host.run([...train, '--save', 'plain.json'], directory),
    host.run([...train, '--calibrate', '--save', 'scaled.json'], directory),
  ])
  expect([plain.code, scaled.code, plain.error, scaled.error]).toEqual([0, 0, '', ''])
  writeFileSync(join(directory, 'report.json'), scaled.out)
})
afterAll(() => {
  host.end()
  rmSync(root, { recursive: true })
})

const read = (name: string): string => readFileSync(join(directory, name), 'utf8')

/** The probability of yes in each row, as `predict` prints it. */
async function predicted(model: string): Promise<readonly number[]> {
  const { out } = await host.run(['predict', model, 'new.csv'], directory)
  return out
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => Number(line.split(',')[2]))
}

describe('a temperature', () => {
  it('is found by folds, makes a model that is too sure less so, and is kept in it', async () => {
    const { calibration } = JSON.parse(read('report.json'))
    const { temperature, lossBefore, loss, folds } = calibration
    expect([folds, temperature > 1, loss < lossBefore]).toEqual([5, true, true])
    const model = tableModelFromJSON(read('scaled.json'))
    expect(model.temperature).toBe(temperature)
    expect(tableModelFromJSON(JSON.stringify(model)).temperature).toBe(temperature)
    expect(tableModelFromJSON(read('plain.json')).temperature).toBe(1)

    const [plain, scaled] = [await predicted('plain.json'), await predicted('scaled.json')]
    plain.forEach((p, i) => {
      // Of two classes log(p/(1 − p)) is the difference of scores, which is divided. Six digits are printed.
      const odds = Math.log(p / (1 - p)) / temperature
      expect(Math.abs(scaled[i]! - 1 / (1 + Math.exp(-odds)))).toBeLessThan(5e-6)
      expect(p > 0.5).toBe(scaled[i]! > 0.5)
    })
    // On 2000 rows that no fit has seen: what was drawn by chance is not what decides.
    const truth = fromData(
      Int32Array.from(noisy(2000, 4), row => (row.endsWith('yes') ? 1 : 0)),
      [2000],
    )
    const [before, after] = [plain, scaled].map(ps => logLoss(truth, fromData(Float64Array.from(ps), [2000])))
    expect(after!).toBeLessThan(before!)
  })

  it('is what `evaluate` judges by, with a table of calibration', async () => {
    const [plain, scaled] = await Promise.all(
      ['plain.json', 'scaled.json'].map(async model => {
        const { out } = await host.run(['evaluate', model, 'new.csv', '--json'], directory)
        return JSON.parse(out).scores
      }),
    )
    expect([scaled.accuracy, scaled.rocAuc]).toEqual([plain.accuracy, plain.rocAuc])
    expect(scaled.ece).toBeLessThan(plain.ece)
    const yes = await predicted('scaled.json')
    const truth = Int32Array.from(noisy(2000, 4), row => (row.endsWith('yes') ? 1 : 0))
    const both = fromData(Float64Array.from(yes.flatMap(p => [1 - p, p])), [2000, 2])
    const { bins } = calibrationTable(fromData(truth, [2000]), both)
    // Of what was printed in six digits a row may change its bin.
    for (const [b, { count }] of bins.entries())
      expect(Math.abs(scaled.calibration[b].count - count)).toBeLessThan(3)
    const { out } = await host.run(['evaluate', 'scaled.json', 'new.csv'], directory)
    expect(out).toMatch(/^probability +rows +given +right\n0\.5 to 0\.6 +\d+ +0\.\d{4} +0\.\d{4}$/m)
    expect(out).toContain(`expected calibration error ${scaled.ece.toFixed(4)}`)
  })

  it('is a finite number above 0, of a model of classes', () => {
    const parts = JSON.parse(read('scaled.json'))
    const { schema, model } = tableModelFromJSON(read('scaled.json'))
    for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new TableModel({ schema, model, temperature })).toThrow(
        'temperature must be a finite number > 0',
      )
      expect(() => tableModelFromJSON(JSON.stringify({ ...parts, temperature }))).toThrow(
        /^model: temperature: /,
      )
    }
  })
})
