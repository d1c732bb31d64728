// Pictures: sound documents, the same each time, described in words, whatever the names and however many.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compact, percent, short } from '../../src/cli/pictures/frame.js'
import {
  calibrationPicture,
  coefficientsPicture,
  confusionPicture,
  lossPicture,
  regionsPicture,
} from '../../src/cli/pictures/index.js'
import { random, tensor } from '../../src/index.js'
import { calibrationTable } from '../../src/metrics/index.js'

const title = 'Trees & <shrubs> of "Ås"'
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(text => text.trim() !== '')
const names = (k: number) => fc.uniqueArray(name, { minLength: k, maxLength: k })

/** Checks what holds for every picture, and gives the texts that are in it. */
function expectSound(draw: () => string): readonly string[] {
  const svg = draw()
  // Compared as truths: a failure must not print the whole of them.
  expect(draw() === svg).toBe(true)
  const root = svg.slice(0, svg.indexOf('>') + 1)
  for (const part of [
    '<svg ',
    'xmlns="http://www.w3.org/2000/svg"',
    'role="img"',
    'aria-labelledby="picture-title picture-desc"',
  ])
    expect(root).toContain(part)
  expect(root).toMatch(/ viewBox="0 0 [\d.]+ [\d.]+"/)
  expect(svg.slice(root.length, root.length + 2000)).toMatch(
    /^<title id="picture-title">[^<]+<\/title><desc id="picture-desc">[^<]+<\/desc><rect [^>]*fill="white"/,
  )
  // Numbers that came to nothing would stand where a length or a coordinate does.
  const tags = [...svg.matchAll(/<[^<>]*>/g)].map(([tag]) => tag)
  expect(tags.filter(tag => /NaN|undefined|null|Infinity/.test(tag))).toEqual([])
  // Every tag is closed, in order, and what is no tag is written as a character reference.
  const open: string[] = []
  for (const [, close, tag, self] of svg.matchAll(/<(\/?)([\w-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close) expect(open.pop()).toBe(tag)
    else if (!self) open.push(tag!)
  }
  expect(open).toEqual([])
  const texts = svg.replace(/<[^<>]*>/g, '')
  expect(texts.match(/.{0,20}([<>]|&(?!(amp|lt|gt|quot|#\d+);)).{0,20}/)?.[0]).toBeUndefined()
  return [...svg.matchAll(/>([^<>]+)</g)].map(([, text]) => text!)
}

describe('confusionPicture', () => {
  test('shows every class and each number of a small table', () => {
    const texts = expectSound(
      () =>
      confusionPicture({ title, matrix: tensor([[13, 0, 1], [0, 1100, 2], [7, 1, 11]]), classes: ['fir', 'oak', 'yew'] }), // biome-ignore format: a call
    )
    for (const text of ['Trees &amp; &lt;shrubs&gt; of "Ås"', 'fir', 'oak', 'yew', '13', '1100', '93 %', '>99 %'.replace('>', '&gt;')]) expect(texts).toContain(text) // biome-ignore format: a list
    expect(texts).toContain('99 % of 1,135 rows right; shades are shares of the true class')
    expect(
      texts.some(text => text.includes('Most frequent mistakes: yew as fir (7), oak as yew (2), ')),
    ).toBe(true)
  })

  test('is sound for any names and numbers of classes', () => {
    const cases = fc.integer({ min: 1, max: 50 }).chain(k => fc.tuple(names(k), fc.integer()))
    fc.assert(
      fc.property(cases, ([classes, seed]) => {
        const matrix = random(seed).integers([classes.length, classes.length], 0, 5)
        const texts = expectSound(() => confusionPicture({ title, matrix, classes }))
        const told = texts.some(text =>
          text.includes(`the 40 of ${classes.length} classes with the most mistakes`),
        )
        expect(told).toBe(classes.length > 40)
      }),
      { numRuns: 3 },
    )
  })
})

describe('calibrationPicture', () => {
  test('is sound for any table, one bin among them', () => {
    const cases = fc.record({
      n: fc.integer({ min: 1, max: 80 }),
      bins: fc.integer({ min: 1, max: 40 }),
      seed: fc.integer(),
    })
    fc.assert(
      fc.property(cases, fc.constantFrom('width', 'quantile'), ({ n, bins, seed }, by) => {
        const stream = random(seed)
        const calibration = calibrationTable(stream.integers([n], 0, 2), stream.uniform([n]), { bins, by })
        const texts = expectSound(() => calibrationPicture({ title, calibration, of: 'yew' }))
        expect(texts).toContain('probability of yew')
      }),
      { numRuns: 8 },
    )
  })

  test('tells the error', () => {
    const calibration = calibrationTable(tensor([0, 1, 1, 1]), tensor([0.5, 0.5, 1, 1]))
    const texts = expectSound(() => calibrationPicture({ title, calibration }))
    expect(texts.some(text => text.startsWith('ECE 0, largest gap 0, over 4 rows in 2 bins'))).toBe(true)
  })
})

describe('coefficientsPicture', () => {
  test('is sound for any names, estimates and intervals, infinite ones among them', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    const half = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(Number.POSITIVE_INFINITY))
    const cases = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 14 }))
    fc.assert(
      fc.property(cases.chain(([d, k]) => fc.tuple(names(d), names(k))), fc.infiniteStream(fc.tuple(number, half)), ([features, classes], stream) => {
        const groups = classes.map(name => ({
          name,
          coefficients: features.map(feature => {
            const [estimate, width] = stream.next().value!
            return { name: feature, estimate, low: estimate - width, high: estimate + width }
          }),
        }))
        const texts = expectSound(() => coefficientsPicture({ title, groups }))
        // The line is broken where it is too long.
        expect(texts.join(' ').includes(`the 30 largest of ${features.length} features`)).toBe(features.length > 30)
      }),
      { numRuns: 3 },
    ) // biome-ignore format: one property
  })

  test.each([5e-324, 1e-310, 1e-291])('is sound where all is as small as %s', tiny => {
    const coefficients = [{ name: 'age', estimate: tiny, low: -tiny, high: 3 * tiny }]
    expectSound(() => coefficientsPicture({ title, groups: [{ name: '', coefficients }] }))
  })

  test('draws one panel without a name, and all that are 0', () => {
    const coefficients = [{ name: 'age', estimate: 0, low: 0, high: 0 }]
    const texts = expectSound(() =>
      coefficientsPicture({ title, groups: [{ name: '', coefficients }], intervals: '90 % intervals' }),
    )
    expect(texts).toContain('Coefficients with 90 % intervals; grey where they hold 0')
  })
})

describe('regionsPicture', () => {
  const features = random(5).normal([60, 2])
  const labels = features.toArray().map(([a]) => Number(a! > 0))
  const predict = (x: typeof features) => tensor(x.toArray().map(([a]) => Number(a! > 0.1)))

  test('counts right rows, and names the classes', () => {
    const draw = () =>
      regionsPicture({
        title,
        predict: predict as never,
        features,
        labels: tensor(labels),
        featureNames: ['a < b', 'c & d'],
        classes: ['no', 'yes'],
      })
    const texts = expectSound(draw)
    for (const text of ['no', 'yes', 'a &lt; b', 'c &amp; d']) expect(texts).toContain(text)
    expect(texts.some(text => / % of 60 rows right; wrong ones are ringed$/.test(text))).toBe(true)
  })

  test('is sound for many classes, and columns that do not vary', () => {
    const all = Array.from({ length: 60 }, (_, i) => i % 30)
    const draw = () =>
      regionsPicture({
        title,
        predict: x => tensor(Array.from({ length: x.shape[0]! }, (_, i) => i % 30)),
        features: tensor(all.map(i => [7, i])),
        labels: tensor(all),
        featureNames: ['same', 'other'],
        classes: all.slice(0, 30).map(i => `class ${i}`),
      })
    expect(expectSound(draw)).toContain('20 other classes')
  })
})

describe('lossPicture', () => {
  const line = (losses: readonly number[]) => ({
    name: 'training rows',
    points: losses.map((loss, at) => ({ at, loss })),
  })

  test('is sound for any losses, those that are not finite left out', () => {
    const losses = fc.array(fc.double({ min: -1e9, max: 1e9 }), { maxLength: 30 })
    fc.assert(
      fc.property(losses, losses, fc.constantFrom('epoch', 'iteration'), (one, other, unit) => {
        expectSound(() =>
          lossPicture({
            title,
            lines: [line([...one, 1]), { ...line(other), name: 'validation rows' }],
            unit,
          }),
        )
        expectSound(() =>
          lossPicture({ title, lines: [line([...one, Number.POSITIVE_INFINITY, 0.5])], unit }),
        )
      }),
      { numRuns: 8 },
    )
  })

  test('shows the last loss, and at most a thousand of many', () => {
    const many = line(Array.from({ length: 50_000 }, (_, i) => 1 / (1 + i)))
    const draw = () => lossPicture({ title, lines: [many], unit: 'iteration' })
    expect(expectSound(draw)).toContain('0.00002')
    expect(draw().length).toBeLessThan(30_000)
  })
})

test('numbers are written as people write them', () => {
  expect([0, 12, 1234567, 0.5, 0.0612345, 1.999999, 1e-7, 1e20, -3.25].map(short)).toEqual([
    '0',
    '12',
    '1,234,567',
    '0.5',
    '0.0612',
    '2',
    '1e-7',
    '1e+20',
    '-3.25',
  ])
  expect(
    [0, 7, 999, 9999, 10_000, 123_456, 999_499, 999_500, 4_000_000, 1.25, 12.34, 123.4].map(compact),
  ).toEqual(['0', '7', '999', '9999', '10k', '123k', '999k', '1M', '4M', '1.25', '12.3', '123'])
  expect([0, 0.001, 0.5, 0.996, 1].map(percent)).toEqual(['0 %', '<1 %', '50 %', '>99 %', '100 %'])
})
