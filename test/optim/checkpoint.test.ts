// Checkpoints as text: every value to the last bit, damage named by its field, and runs that go on as if never stopped.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import { ArgumentError, DataError, isTensor, type Tensor, tensor, variable, zeros } from '../../src/index.js'
import { checkpointText, fromCheckpoint } from '../../src/optim/index.js'
import { rules } from './rules.js'

const SPECIAL = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  5e-324,
  1.7976931348623157e308,
]
const numbers = fc.oneof(fc.double(), fc.constantFrom(...SPECIAL))
const leaves = fc.oneof(
  fc.array(numbers, { maxLength: 5 }).map(values => tensor(new Float64Array(values))),
  fc.array(numbers, { maxLength: 5 }).map(values => tensor(new Float32Array(values))),
  fc
    .array(numbers, { minLength: 6, maxLength: 6 })
    .map(values => fromData(new Float64Array(values), [1, 3, 2])),
  fc.array(fc.integer(), { maxLength: 5 }).map(values => tensor(new Int32Array(values))),
  fc
    .array(fc.boolean(), { maxLength: 5 })
    .map(values => tensor(Uint8Array.from(values, Number), { dtype: 'bool' })),
  numbers.map(v => tensor(v)),
)
/** Keys that have a meaning elsewhere are keys here. */
const keys = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('$tensor', '$', '$$number', '$undefined', '__proto__', 'toString', 'dtype', 'a.b', ''),
)
const trees = fc.letrec(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      leaves,
      numbers,
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(true, false, null, undefined),
    ),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).tree

describe('a checkpoint', () => {
  it('gives back every tree to the last bit', () => {
    fc.assert(
      fc.property(trees, tree => {
        const text = checkpointText(tree)
        // toStrictEqual tells −0 from 0.
        const plain = [tree, fromCheckpoint(text)].map(stored)
        expect(plain[1]).toStrictEqual(plain[0])
        expect(checkpointText(fromCheckpoint(text))).toBe(text)
        expect(stored(fromCheckpoint(text, tree))).toStrictEqual(plain[0])
      }),
      { numRuns: 300 },
    )
  })

  it('is a text that anybody can read', () => {
    const text = checkpointText({ w: tensor([0.1, -0, Number.NaN]), n: 3, best: Number.POSITIVE_INFINITY })
    expect(JSON.parse(text)).toEqual({
      format: 'chainrule/checkpoint',
      version: 1,
      tree: {
        w: { $tensor: { dtype: 'float64', shape: [3], values: [0.1, '-0', 'NaN'] } },
        n: 3,
        best: { $number: 'Infinity' },
      },
    })
  })

  it('keeps values, not history', () => {
    const { w } = fromCheckpoint(checkpointText({ w: variable(tensor([1])) }), { w: zeros([1]) })
    expect([w.origin, w.toArray()]).toEqual([undefined, [1]])
  })

  it.each(Object.entries(rules))('goes on as if it had never stopped: %s', (_, { optimizer }) => {
    const start = {
      w: tensor([[0.5, -1.25, 3]]) as Tensor,
      half: tensor([0.1, -0.3], { dtype: 'float32' }) as Tensor,
      count: tensor([3], { dtype: 'int32' }) as Tensor,
      name: 'net',
    }
    // The gradient of ½‖p‖² + Σp.
    const gradient = ({ w, half }: typeof start) =>
      ({
        w: fromData(
          Float64Array.from(w.data, v => v + 1),
          w.shape,
        ),
        half: fromData(
          Float32Array.from(half.data, v => v + 1),
          half.shape,
        ),
        count: undefined,
        name: undefined,
      }) as never
    const fresh = { params: start, state: optimizer.init(start) }
    const step = ({ params, state }: typeof fresh) => optimizer.step(params, gradient(params), state)
    let whole = fresh
    let stopped = fresh
    for (let i = 0; i < 6; i++) {
      stopped = step(fromCheckpoint(checkpointText(stopped), fresh))
      whole = step(whole)
      expect(stored(stopped)).toStrictEqual(stored(whole))
    }
  })
})

/** A tree as lists: keys in their order, and of each tensor the dtype, the shape and the values. */
function stored(tree: unknown): unknown {
  if (isTensor(tree))
    return ['tensor', tree.dtype, tree.shape, tree.toTypedArray().constructor.name, [...tree.data]]
  if (Array.isArray(tree)) return ['array', tree.map(stored)]
  if (typeof tree !== 'object' || tree === null) return tree
  return ['record', Object.entries(tree).map(([key, value]) => [key, stored(value)])]
}

const start = { params: { w: tensor([1, 2]) }, rate: 0.5, tags: ['a'], moments: [] as Tensor[] }
const text = checkpointText({ ...start, moments: [tensor([3])] })
const damage = (from: string, to: string) => {
  expect(text).toContain(from)
  return () => fromCheckpoint(text.replace(from, to))
}

describe('a damaged checkpoint', () => {
  it.each<readonly [() => unknown, string]>([
    [() => fromCheckpoint(text.slice(0, -20)), 'checkpoint: is not JSON: '],
    [
      () => fromCheckpoint('{}'),
      'checkpoint: is no checkpoint: wanted format "chainrule/checkpoint", got undefined',
    ],
    [() => fromCheckpoint('[1]'), 'checkpoint: is no checkpoint'],
    [() => fromCheckpoint('null'), 'checkpoint: is no checkpoint'],
    [
      damage('"version":1', '"version":2'),
      'wanted version 1 of the format, got 2; it needs a newer chainrule',
    ],
    [damage('"tree"', '"three"'), 'tree: wanted a tree, got nothing'],
    [damage('"values":[1,2]', '"values":[1]'), 'params.w.$tensor.values: shape [2] takes 2 values, got 1'],
    [damage('"values":[1,2]', '"values":[1,"x"]'), 'params.w.$tensor.values[1]: wanted a number, got "x"'],
    [damage('"values":[1,2]', '"values":[1,null]'), 'params.w.$tensor.values[1]: wanted a number, got null'],
    [
      damage('"values":[1,2]', '"values":[1,1e999]'),
      'params.w.$tensor.values[1]: wanted a number, got Infinity',
    ],
    [damage('"values":[1,2]', '"values":3'), 'params.w.$tensor.values: wanted an array, got 3'],
    [damage('"shape":[2]', '"shape":[-2]'), 'params.w.$tensor.shape[0]: wanted a whole number ≥ 0, got -2'],
    [
      damage('"shape":[2]', '"shape":[1e9,1e9]'),
      'params.w.$tensor.values: shape [1000000000, 1000000000] takes',
    ],
    [damage('"shape":[2],', ''), 'params.w.$tensor.shape: wanted an array, got nothing'],
    [
      damage('"dtype":"float64"', '"dtype":"float16"'),
      'params.w.$tensor.dtype: wanted one of float64, float32, int32, bool, got "float16"',
    ],
    [damage('"dtype":"float64"', '"dtyp":"float64"'), 'params.w.$tensor: unknown field "dtyp"'],
    [damage('"values":[1,2]', '"values":[1,2],"x":1'), 'params.w.$tensor: unknown field "x"'],
    [
      damage('"float64","shape":[2],"values":[1,2]', '"int32","shape":[2],"values":[1,2.5]'),
      'values[1]: wanted a number that int32 can hold, got 2.5',
    ],
    [
      damage('"float64","shape":[2],"values":[1,2]', '"float32","shape":[2],"values":[0.1,2]'),
      'values[0]: wanted a number that float32 can hold, got 0.1',
    ],
    [
      damage('"float64","shape":[2],"values":[1,2]', '"bool","shape":[2],"values":[1,2]'),
      'values[1]: wanted a number that bool can hold, got 2',
    ],
    [
      damage('"rate":0.5', '"rate":{"$number":"one"}'),
      'rate.$number: wanted one of NaN, Infinity, -Infinity, -0, got "one"',
    ],
    [damage('"rate":0.5', '"rate":{"$undefined":1}'), 'rate.$undefined: wanted true, got 1'],
    [damage('"rate":0.5', '"rate":{"$date":1}'), 'rate: unknown field "$date"'],
    [
      damage('"rate":0.5', '"rate":{"$number":"NaN","x":1}'),
      'rate: wanted "$number" alone, got other fields beside it',
    ],
    [damage('"rate":0.5', '"rate":1e999'), 'rate: wanted a number, got Infinity'],
    [damage('"rate":0.5', `"rate":${'['.repeat(300)}${']'.repeat(300)}`), 'is nested deeper than 100 levels'],
  ])('is refused by its field: %#', (run, message) => {
    expect(run).toThrow(DataError)
    expect(run).toThrow(message)
  })

  it('cut off anywhere is refused', () => {
    for (let end = 0; end < text.length - 2; end++)
      expect(() => fromCheckpoint(text.slice(0, end))).toThrow(DataError)
  })

  it('never gives anything but a tree or a DataError, wherever a character is another', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 2 }), (at, other) => {
        try {
          fromCheckpoint(text.slice(0, at) + other + text.slice(at + 1), start)
        } catch (error) {
          expect(error).toBeInstanceOf(DataError)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a checkpoint of another run', () => {
  it.each<readonly [unknown, string]>([
    [
      { ...start, params: { w: zeros([3]) } },
      'run.json: params.w: wanted a tensor float64 [3], got a tensor float64 [2]',
    ],
    [
      { ...start, params: { w: zeros([2], { dtype: 'float32' }) } },
      'params.w: wanted a tensor float32 [2], got a tensor float64 [2]',
    ],
    [
      { ...start, params: { w: start.params.w, b: zeros([1]) } },
      'params.b: wanted a tensor float64 [1], got nothing',
    ],
    [{ ...start, params: {} }, 'params.w: is not wanted'],
    [{ ...start, params: start.params.w }, 'params: wanted a tensor float64 [2], got an object'],
    [{ ...start, rate: 'fast' }, 'rate: wanted a string, got 0.5'],
    [{ ...start, rate: null }, 'rate: wanted null, got 0.5'],
    [{ ...start, tags: ['a', 'b'] }, 'tags: wanted an array of length 2, got an array of length 1'],
    [{ ...start, tags: [1] }, 'tags[0]: wanted a number, got "a"'],
    [{ ...start, rate: [] }, 'rate: wanted an array, got 0.5'],
    [{ ...start, rate: {} }, 'rate: wanted an object, got 0.5'],
  ])('is refused by the place that differs: %#', (like, message) => {
    const run = () => fromCheckpoint(text, like, 'run.json')
    expect(run).toThrow(DataError)
    expect(run).toThrow(message)
  })
})

describe('what no checkpoint holds', () => {
  const circle: unknown[] = []
  circle.push(circle)
  it.each<readonly [unknown, string]>([
    [
      { a: [new Map()] },
      'checkpointText: a[0] is a Map; wanted tensors, numbers, texts, booleans, null and undefined',
    ],
    [{ a: new Float64Array(2) }, 'a is a Float64Array'],
    [new Date(0), 'the tree is a Date'],
    [{ f: () => 1 }, 'f is a function'],
    [{ n: 3n }, 'n is 3n'],
    [{ n: { [Symbol('s')]: 1 } }, 'n is an object with the key Symbol(s)'],
    [circle, 'nested deeper than 100 levels'],
  ])('is refused by its place: %#', (tree, message) => {
    expect(() => checkpointText(tree)).toThrow(ArgumentError)
    expect(() => checkpointText(tree)).toThrow(message)
  })

  it('is no text', () => {
    expect(() => fromCheckpoint(3 as never)).toThrow('fromCheckpoint: wants the text of a checkpoint, got 3')
  })
})
