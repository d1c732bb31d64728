// Models as JSON: every value comes back, and nothing that is damaged or hostile gets in.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { fromData } from '../../src/create.js'
import { arrayEqual, DataError, random, type Tensor, tensor } from '../../src/index.js'
import { fromJSON, SoftmaxModel, softmaxRegression } from '../../src/models/index.js'
import { anyCharacter } from '../support/arbitrary.js'
import { runWithin } from '../support/limited.js'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).filter(value => !Object.is(value, -0))
const names = (n: number) =>
  fc.uniqueArray(fc.string({ unit: anyCharacter, maxLength: 8 }), { minLength: n, maxLength: n })
const values = (n: number, value = finite) => fc.array(value, { minLength: n, maxLength: n })
const float64 = <S extends readonly number[]>(list: readonly number[], shape: S) =>
  fromData(Float64Array.from(list), shape)

/** Models of any finite values and any names. */
const models = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 5 })).chain(([d, k]) =>
  fc
    .record({
      theta: values(d * k),
      bias: fc.option(values(k), { nil: undefined }),
      scale: fc.option(fc.tuple(values(d), values(d, fc.double({ min: 5e-324, max: 1e308, noNaN: true }))), {
        nil: undefined,
      }),
      classes: names(k),
      featureNames: fc.option(names(d), { nil: undefined }),
    })
    .map(parts => {
      const theta = float64(parts.theta, [d, k] as const)
      return new SoftmaxModel({
        params: parts.bias === undefined ? { theta } : { theta, bias: float64(parts.bias, [k] as const) },
        scale: parts.scale && {
          mean: float64(parts.scale[0], [d] as const),
          deviation: float64(parts.scale[1], [d] as const),
        },
        classes: parts.classes,
        featureNames: parts.featureNames,
        history: [],
        converged: false,
        reason: 'loaded',
        message: '',
      })
    }),
)

const rows = tensor([
  [0, 1],
  [1, 0],
  [2, 1],
])
const model = softmaxRegression({ epochs: 5, standardize: true }).fit(rows, tensor([0, 1, 2]), {
  featureNames: ['width', 'height'],
})
const text = JSON.stringify(model)

/** The text with one field set to some JSON, or taken out. */
function withField(path: readonly (string | number)[], json: string | undefined): string {
  const marker = '"here be dragons"'
  const copy = JSON.parse(text)
  let at = copy
  for (const key of path.slice(0, -1)) at = at[key]
  if (json === undefined) delete at[path.at(-1)!]
  else at[path.at(-1)!] = JSON.parse(marker)
  return JSON.stringify(copy).replace(marker, json ?? '')
}

const errorOf = (json: string): unknown => {
  try {
    fromJSON(json, 'm.json')
  } catch (error) {
    return error
  }
  return undefined
}

describe('JSON.stringify and fromJSON', () => {
  it('give every model back with exactly its values and names', () => {
    fc.assert(
      fc.property(models, model => {
        const back = fromJSON(JSON.stringify(model))
        const same = (a: Tensor | undefined, b: Tensor | undefined) =>
          a === undefined || b === undefined ? a === b : a.dtype === b.dtype && arrayEqual(a, b)
        expect(same(back.params.theta, model.params.theta)).toBe(true)
        expect(same(back.params.bias, model.params.bias)).toBe(true)
        expect(same(back.scale?.mean, model.scale?.mean)).toBe(true)
        expect(same(back.scale?.deviation, model.scale?.deviation)).toBe(true)
        expect(back.classes).toEqual(model.classes)
        expect(back.featureNames).toEqual(model.featureNames)
        expect(JSON.stringify(back)).toBe(JSON.stringify(model))
      }),
    )
  })

  it('give a model that predicts the same, in float64 and in float32', () => {
    for (const dtype of ['float64', 'float32'] as const) {
      const x = random(1).normal([20, 3], { dtype })
      const y = random(2).integers([20], 0, 3)
      const learned = softmaxRegression({ epochs: 30 }).fit(x, y, { classes: ['a', 'b', 'c'] })
      const back = fromJSON(JSON.stringify(learned))
      expect(back.params.theta.dtype).toBe(dtype)
      expect(arrayEqual(back.predictProba(x), learned.predictProba(x))).toBe(true)
    }
  })

  it('take a text that was written with blanks and in another order', () => {
    const { params, format, ...rest } = JSON.parse(text)
    expect(JSON.stringify(fromJSON(JSON.stringify({ params, ...rest, format }, null, 2)))).toBe(text)
  })
})

describe('a damaged or hostile text', () => {
  it('cut off anywhere is refused', () => {
    for (let length = 0; length < text.length; length++) {
      const error = errorOf(text.slice(0, length))
      expect(error).toBeInstanceOf(DataError)
      expect(String(error)).toMatch(/^DataError: m\.json: is not JSON: /)
    }
  })

  const cases: readonly (readonly [json: string, wanted: string])[] = [
    ['', 'is not JSON'],
    ['null', 'is no saved model: wanted format "chainrule/softmax-regression", got undefined'],
    ['[]', 'is no saved model'],
    ['7', 'is no saved model'],
    ['{"__proto__": {"format": "chainrule/softmax-regression"}}', 'is no saved model'],
    [
      withField(['format'], '"other"'),
      'is no saved model: wanted format "chainrule/softmax-regression", got "other"',
    ],
    [withField(['version'], '2'), 'wanted version 1 of the format, got 2; it needs a newer chainrule'],
    [withField(['version'], '"1"'), 'wanted version 1 of the format, got "1"'],
    [withField(['version'], undefined), 'wanted version 1 of the format, got undefined'],
    [text.replace('{', '{"__proto__": {"classes": 1}, '), 'unknown field "__proto__"'],
    [
      text.replace('"params":{', '"params":{"__proto__": null, '),
      'params: unknown field "__proto__"; there are only theta, bias',
    ],
    [withField(['more'], '1'), 'unknown field "more"'],
    [withField(['classes'], undefined), 'classes: wanted an array, got nothing'],
    [withField(['classes'], '"abc"'), 'classes: wanted an array, got "abc"'],
    [withField(['classes'], '["a"]'), 'classes: wanted at least 2 names, got 1'],
    [withField(['classes'], '["a", "b", "a"]'), 'classes: wanted names that differ, got "a" twice'],
    [withField(['classes', 1], '1'), 'classes[1]: wanted a text, got 1'],
    [withField(['classes', 1], 'null'), 'classes[1]: wanted a text, got null'],
    [withField(['featureNames'], '["a"]'), 'featureNames: wanted at least 2 names, got 1'],
    [
      withField(['featureNames'], '["a", "b", "c"]'),
      'featureNames: wanted 2 names, a row of theta each, got 3',
    ],
    [withField(['params'], '[]'), 'params: wanted an object, got an array of length 0'],
    [withField(['params', 'theta'], undefined), 'params.theta: wanted an object, got nothing'],
    [
      withField(['params', 'theta', 'dtype'], '"int32"'),
      'params.theta.dtype: wanted "float64" or "float32", got "int32"',
    ],
    [
      withField(['params', 'theta', 'shape'], '[3, 2]'),
      'params.theta.shape: wanted [features, 3] for 3 classes, got [3, 2]',
    ],
    [withField(['params', 'theta', 'shape'], '[2, 3, 1]'), 'params.theta.shape: wanted [features, 3]'],
    [
      withField(['params', 'theta', 'shape'], `[${'1,'.repeat(1_000_000)}1]`),
      'params.theta.shape: wanted [features, 3] for 3 classes, got an array of length 1000001',
    ],
    [
      withField(['params', 'theta', 'shape'], '[1e15, 3]'),
      'params.theta.values: shape [1000000000000000, 3] takes 3000000000000000 values, got 6',
    ],
    [
      withField(['params', 'theta', 'shape'], '[1e300, 3]'),
      'params.theta.shape[0]: wanted a whole number ≥ 1',
    ],
    [
      withField(['params', 'theta', 'shape'], '[-2, 3]'),
      'params.theta.shape[0]: wanted a whole number ≥ 1, got -2',
    ],
    [
      withField(['params', 'theta', 'shape'], '[0, 3]'),
      'params.theta.shape[0]: wanted a whole number ≥ 1, got 0',
    ],
    [
      withField(['params', 'theta', 'shape'], '["2", 3]'),
      'params.theta.shape[0]: wanted a whole number ≥ 1, got "2"',
    ],
    [
      withField(['params', 'theta', 'values'], '{"length": 6}'),
      'params.theta.values: wanted an array, got a Object',
    ],
    [
      withField(['params', 'theta', 'values'], '[1, 2]'),
      'params.theta.values: shape [2, 3] takes 6 values, got 2',
    ],
    [
      withField(['params', 'theta', 'values', 4], 'null'),
      'params.theta.values[4]: wanted a finite number, got null',
    ],
    [
      withField(['params', 'theta', 'values', 4], '1e999'),
      'params.theta.values[4]: wanted a finite number, got Infinity',
    ],
    [
      withField(['params', 'theta', 'values', 4], '"NaN"'),
      'params.theta.values[4]: wanted a finite number, got "NaN"',
    ],
    [withField(['params', 'theta', 'values', 4], 'NaN'), 'is not JSON'],
    [
      withField(['params', 'theta', 'values', 4], '[1]'),
      'params.theta.values[4]: wanted a finite number, got an array',
    ],
    [withField(['params', 'bias', 'shape'], '[2]'), 'params.bias.shape: wanted [3], got [2]'],
    [withField(['params', 'bias', 'dtype'], '"float32"'), 'a number that float32 can hold, got'],
    [withField(['scale', 'mean'], undefined), 'scale.mean: wanted an object, got nothing'],
    [withField(['scale', 'deviation', 'values', 0], '0'), 'scale.deviation: wanted values above 0'],
    ['['.repeat(90), 'is not JSON'],
    ['['.repeat(200_000), 'is no saved model: it has more than 100 fields, objects and arrays'],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'is no saved model'],
  ]
  it.each(cases)('%.60s', (json, wanted) => {
    const error = errorOf(json)
    expect(error).toBeInstanceOf(DataError)
    expect(String(error)).toContain(wanted)
  })

  it('of very many fields, objects or arrays is refused before it is parsed', () => {
    const parse = vi.spyOn(JSON, 'parse')
    const fields = Array.from({ length: 50_000 }, (_, i) => `"f${i}":1`).join()
    try {
      for (const json of [
        `{${fields}}`,
        text.replace('{', `{${fields},`),
        text.replace('"params":{', `"params":{${fields},`),
        `[${'[],'.repeat(50_000)}[]]`,
        text.replace('"classes":[', `"classes":[${'{},'.repeat(50_000)}`),
      ])
        expect(String(errorOf(json))).toMatch(/^DataError: m\.json: is no saved model: it has more than 100 /)
      expect(parse).not.toHaveBeenCalled()
    } finally {
      parse.mockRestore()
    }
  })

  it('whose names hold what stands for structure in JSON is read', () => {
    const names = ['{"a":[', ':'.repeat(500), '\\', '\\"{', '"', '[[[']
    const named = { ...JSON.parse(text), classes: names.slice(0, 3), featureNames: names.slice(3, 5) }
    expect(fromJSON(JSON.stringify(named))).toMatchObject({ classes: names.slice(0, 3) })
  })

  it('of 300,000 classes, of which two are the same, costs what its length costs', () => {
    // About a second of processor time; to look each up among those before it takes a minute or more.
    const printed = runWithin(
      `
      import { fromJSON } from './src/models/index.js'
      const names = Array.from({ length: 300_000 }, (_, i) => 'c' + i)
      const model = classes => JSON.stringify({
        format: 'chainrule/softmax-regression', version: 1, classes,
        params: { theta: { dtype: 'float64', shape: [1, classes.length], values: classes.map((_, i) => i) } },
      })
      console.log(fromJSON(model(names)).classes.length)
      try {
        fromJSON(model([...names, 'c299999']))
      } catch (error) {
        console.log(error.message)
      }`,
      { seconds: 15, megabytes: 1024 },
    )
    expect(printed).toBe('300000\nmodel: classes: wanted names that differ, got "c299999" twice\n')
  })

  it('with any one value replaced is refused, or is a whole model', () => {
    const paths: (readonly (string | number)[])[] = []
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > 0) paths.push(path)
      if (typeof value !== 'object' || value === null) return
      for (const [key, below] of Object.entries(value))
        walk(below, [...path, Array.isArray(value) ? Number(key) : key])
    }
    walk(JSON.parse(text), [])
    for (const path of paths) {
      for (const json of [
        'null',
        '-1',
        '0',
        '1e999',
        '1e308',
        '""',
        '"x"',
        '[]',
        '{}',
        'true',
        '[[1]]',
        undefined,
      ]) {
        const changed = withField(path, json)
        try {
          const found = fromJSON(changed)
          expect([...found.predict(rows).shape]).toEqual([3])
        } catch (error) {
          expect(error, changed).toBeInstanceOf(DataError)
        }
      }
    }
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})
