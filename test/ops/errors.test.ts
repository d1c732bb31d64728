// What ops refuse: each error has a class of its own, and names the op, what it got and what it wanted.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  add,
  argMax,
  broadcastTo,
  ChainruleError,
  clip,
  concat,
  crossEntropy,
  cumsum,
  type DType,
  DTypeError,
  dot,
  einsum,
  exp,
  expandDims,
  flip,
  gather,
  IndexError,
  logicalNot,
  logSoftmax,
  matmul,
  maximum,
  mean,
  mul,
  norm,
  oneHot,
  pad,
  reshape,
  type Shape,
  ShapeError,
  scatterAdd,
  segmentSum,
  slice,
  softmax,
  split,
  squeeze,
  stack,
  sum,
  sumTo,
  type Tensor,
  take,
  tensor,
  transpose,
  variance,
  where,
  zeros,
} from '../../src/index.js'
import * as ops from '../../src/ops/index.js'

/** Zeros whose shape the compiler does not know, so that it leaves the complaint to run time. */
const of = (...shape: number[]): Tensor => zeros(shape as Shape)
const int = (...values: number[]): Tensor => tensor(values, { dtype: 'int32' })
/** What only a caller in JavaScript can pass. */
const wrong = <T>(value: unknown): T => value as T

/** Whichever class fits best. */
const ANY = ChainruleError as new () => ChainruleError

type Point = readonly [run: () => unknown, message: string | RegExp]

function refuses(kind: new (...args: never[]) => ChainruleError, cases: readonly Point[]): void {
  for (const [run, message] of cases) {
    expect(run).toThrow(message)
    let caught: unknown
    try {
      run()
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(kind)
    expect(caught).toBeInstanceOf(ChainruleError)
    if (kind !== ANY) expect((caught as Error).name).toBe(kind.name)
  }
}

describe('shapes that do not fit', () => {
  it('operands that do not broadcast: both shapes, and the axis', () => {
    refuses(ShapeError, [
      [
        () => add(of(2, 3), of(2, 4)),
        'add: shapes [2, 3] and [2, 4] do not broadcast: extents 3 and 4 differ at axis -1 and neither is 1',
      ],
      [() => maximum(of(3, 1), of(2, 4)), 'maximum: shapes [3, 1] and [2, 4] do not broadcast'],
      [() => where(tensor([true, false]), of(3), 0), 'where: shapes [2] and [3] do not broadcast'],
      [() => broadcastTo(of(3), [2, 4]), 'broadcastTo: shapes [3] and [2, 4] do not broadcast'],
      [() => broadcastTo(of(1, 3), [3]), 'broadcastTo: shape [1, 3] does not stretch to [3]'],
      [() => sumTo(of(3), [2, 3]), 'sumTo: shape [3] does not sum to [2, 3]'],
    ])
  })

  it('products whose inner extents differ', () => {
    refuses(ShapeError, [
      [() => matmul(of(2, 3), of(4, 5)), 'matmul: inner dimensions must match, got [2, 3] and [4, 5]'],
      [() => matmul(of(2, 3), of(3, 4), { transposeB: true }), 'got [2, 3] and [3, 4] (B transposed)'],
      [() => matmul(of(3), of(2, 3)), 'got [3] and [2, 3]'],
      [() => matmul(of(2, 3), of(2)), 'got [2, 3] and [2]'],
      [() => matmul(of(2), of(3)), 'got [2] and [3]'],
      [
        () => matmul(of(2, 1, 3), of(3, 3, 4)),
        'matmul: shapes [2, 1, 3] and [3, 3, 4] do not broadcast: extents 2 and 3 differ at axis -3',
      ],
      [
        () => matmul(of(), of(2)),
        'matmul: wants matrices or vectors, got shapes [] and [2]; for a scalar use mul',
      ],
      [() => dot(of(2), of(3)), 'dot: wants two tensors of one shape, got [2] and [3]'],
      [
        () => einsum('...i,...i->...', of(4, 2, 3), of(3, 3)),
        "einsum: axis −1 of '...' in '...i,...i->...' has extents 2 and 3",
      ],
      [() => einsum('ij,jk', of(2, 3), of(4, 5)), "einsum: axis 'j' in 'ij,jk' has extents 3 and 4"],
    ])
  })

  it('new shapes that hold another number of values', () => {
    refuses(ShapeError, [
      [() => reshape(of(2, 3), [4]), 'reshape: shape [2, 3] has 6 values, which do not fill [4]'],
      [() => reshape(of(2, 3), [4, -1]), 'which do not fill [4, -1]'],
      [() => reshape(of(2, 3), [-1, -1]), 'which do not fill [-1, -1]'],
      [() => reshape(of(2), [1.5]), 'reshape: extents must be whole numbers ≥ 0, got [1.5]'],
      [() => squeeze(of(2, 3), 0), 'squeeze: axis 0 of shape [2, 3] has extent 2, not 1'],
      [() => concat([of(2, 3), of(2, 4)], 0), 'concat: shapes [2, 3] and [2, 4] differ beside axis 0'],
      [() => concat([of(2, 3), of(2)], 0), 'concat: shapes [2, 3] and [2] differ'],
    ])
  })

  it('indices and labels of other shapes than the values', () => {
    refuses(ShapeError, [
      [
        () => gather(of(2, 3), int(0, 0, 0)),
        'gather: indices of shape [3] do not fit [2, 3] along axis 1; wanted [2]',
      ],
      [
        () => scatterAdd(of(2, 3), int(0, 0), of(3)),
        'scatterAdd: updates of shape [3] do not match indices of shape [2]',
      ],
      [
        () => segmentSum(of(2, 3), int(0), 2),
        'segmentSum: wants one segment for each row of [2, 3], got shape [1]',
      ],
      [() => crossEntropy(of(2, 3), of(2)), 'crossEntropy: float labels weigh every class'],
    ])
  })
})

describe('axes that do not exist', () => {
  it('are refused by op, axis and rank', () => {
    refuses(ArgumentError, [
      [() => sum(of(2, 3), { axis: 2 }), 'sum: axis 2 does not exist in a tensor of rank 2; use -2 to 1'],
      [() => mean(of(2), { axis: -2 }), 'mean: axis -2 does not exist in a tensor of rank 1; use -1 to 0'],
      [
        () => variance(of(), { axis: 0 }),
        'variance: axis 0 does not exist in a tensor of rank 0, which has no axes',
      ],
      [() => argMax(of(2), { axis: 0.5 }), 'argMax: axis 0.5 does not exist'],
      [() => softmax(of()), 'softmax: axis -1 does not exist in a tensor of rank 0'],
      [() => logSoftmax(of(2), { axis: Number.NaN }), 'logSoftmax: axis NaN does not exist'],
      [() => cumsum(of(2), { axis: 1 }), 'cumsum: axis 1 does not exist'],
      [() => concat([of(2)], 1), 'concat: axis 1 does not exist'],
      [() => concat([of(), of()]), 'concat: axis 0 does not exist in a tensor of rank 0'],
      [() => split(of(2), 2, 1), 'split: axis 1 does not exist'],
      [() => flip(of(2), 1), 'flip: axis 1 does not exist'],
      [() => expandDims(of(2), 3), 'expandDims: axis 3 does not exist in a tensor of rank 2'],
      [() => take(of(2), int(0), { axis: 1 }), 'take: axis 1 does not exist'],
      [() => norm(of(2), { axis: 1 }), 'norm: axis 1 does not exist'],
    ])
  })

  it('an axis named twice is refused', () => {
    refuses(ArgumentError, [
      [() => sum(of(2, 3), { axis: [0, -2] }), 'sum: axis 0 is named twice in [0, -2]'],
      [() => transpose(of(2, 3), [1, 1]), 'transpose: axes [1, 1] do not name each of the 2 axes once'],
      [() => transpose(of(2, 3), [0]), 'transpose: axes [0] do not name each of the 2 axes once'],
    ])
  })
})

describe('indices', () => {
  it('out of range are refused with the index, the axis and the size, also as data', () => {
    refuses(IndexError, [
      [
        () => gather(of(2, 3), int(0, 3)),
        'gather: index 3 is out of range for axis 1 of size 3; use -3 to 2',
      ],
      [() => gather(of(2, 3), int(0, -4)), 'gather: index -4 is out of range for axis 1 of size 3'],
      [() => take(of(2, 3), int(2)), 'take: index 2 is out of range for axis 0 of size 2; use -2 to 1'],
      [() => scatterAdd(of(3), int(3), of(1)), 'scatterAdd: index 3 is out of range for axis 0 of size 3'],
      [() => segmentSum(of(1, 2), int(2), 2), 'segmentSum: index 2 is out of range for axis 0 of size 2'],
      [() => slice(of(2), [2]), 'slice: index 2 is out of range for axis 0 of size 2'],
      [() => oneHot(int(3), 3), 'oneHot: index 3 is out of range for axis 1 of size 3'],
    ])
    try {
      take(of(2, 3), int(7))
    } catch (error) {
      expect(error).toMatchObject({ op: 'take', index: 7, axis: 0, size: 2 })
    }
  })

  it('that are no whole numbers are refused', () => {
    refuses(IndexError, [
      [() => gather(of(2, 3), tensor([0, 1.5])), 'gather: index 1.5'],
      [() => take(of(2), tensor([Number.NaN])), 'take: index NaN'],
      [() => take(of(2), tensor([Infinity])), 'take: index Infinity'],
      [() => slice(of(2), [0.5]), 'slice: index 0.5'],
      [() => oneHot(tensor([0.5]), 2), 'oneHot: index 0.5'],
    ])
  })

  it('may be whole numbers in a float tensor, and negative ones count from the end', () => {
    expect(take(tensor([1, 2, 3]), tensor([0, -1])).toArray()).toEqual([1, 3])
    expect(gather(tensor([[1, 2, 3]]), int(-3)).toArray()).toEqual([1])
    expect(slice(tensor([1, 2, 3]), [-2]).item()).toBe(2)
  })

  it('in bool are refused: choosing by a mask is another thing', () => {
    refuses(DTypeError, [
      [
        () => take(of(2), tensor([true, false])),
        'take: indices must be int32, got bool; to choose by a mask use where',
      ],
      [() => gather(of(2), tensor([true])), 'gather: indices must be int32, got bool'],
    ])
  })
})

describe('arguments', () => {
  it('that are not what the op takes are refused', () => {
    refuses(ArgumentError, [
      [() => slice(of(3), [[0, 3, 0]]), 'slice: the step must be a whole number other than 0, got 0'],
      [() => slice(of(3), [[0, 3, 0.5]]), 'slice: the step must be a whole number other than 0, got 0.5'],
      [() => slice(of(3), [[0, 4]]), 'slice: bound 4 is outside axis 0 of size 3; use -3 to 3'],
      [() => slice(of(3), [[Number.NaN]]), 'slice: bound NaN is outside axis 0'],
      [
        () => slice(of(3), [0, 0]),
        'slice: wants an array of up to 1 ranges for shape [3], got an array of length 2',
      ],
      [() => pad(of(3), []), 'pad: wants [before, after] ≥ 0 for each of the 1 axes, got []'],
      [() => pad(of(3), [[-1, 0]]), 'pad: wants [before, after] ≥ 0'],
      [() => split(of(3), 2), 'split: 2 does not divide axis 0 of size 3'],
      [() => split(of(3), [1, 1]), 'split: [1,1] does not divide axis 0 of size 3'],
      [() => split(of(3), [4, -1]), 'split: [4,-1] does not divide axis 0'],
      [() => concat([]), 'concat: wants at least one tensor'],
      [() => norm(of(3), { ord: 3 }), 'norm: ord must be 1, 2 or Infinity, got 3'],
      [() => crossEntropy(of(1, 2), int(0), { reduction: wrong('max') }), 'crossEntropy: reduction must be'],
      [() => einsum('ij,jk', of(2, 3)), "einsum: 2 operands are named and 1 were given in 'ij,jk'"],
      [() => einsum('ijk', of(2, 3)), 'einsum: operand 1 has shape [2, 3] and 3 letters'],
      [() => einsum('ij->ik', of(2, 3)), "einsum: 'k' is in the result and in no operand"],
      [() => einsum('ij->ii', of(2, 3)), "einsum: 'i' stands twice in the result"],
      [() => einsum('i->j->k', of(2)), "einsum: more than one '->'"],
      [
        () => einsum('..i->i', of(2)),
        "einsum: axes are named by single letters, or by one '...' for an operand, got '.' in '..i->i'",
      ],
      [() => einsum('...i->i', of(2, 3)), "einsum: axes that '...' stands for are missing from the result"],
      [() => einsum('...ij->...ij', of(2)), 'einsum: operand 1 has shape [2] and 2 letters'],
    ])
  })

  it('an operand that is neither tensor nor number is refused', () => {
    refuses(ArgumentError, [
      [() => add(wrong<Tensor>('x'), of(1)), 'add: wants a tensor or a number, got "x"'],
      [() => mul(of(1), wrong<Tensor>([1, 2])), 'mul: wants a tensor or a number, got an array of length 2'],
      [() => mul(of(1), wrong<Tensor>(undefined)), 'mul: wants a tensor or a number, got undefined'],
    ])
  })

  it.each(Object.keys(ops))('%s refuses what is no tensor, by its own name', name => {
    const op = { ...ops }[name as keyof typeof ops] as (...args: unknown[]) => unknown
    const first = name === 'einsum' ? ['i'] : []
    for (const value of [{}, 'x', undefined, [[1, 2]]]) {
      const argument = name === 'concat' || name === 'stack' ? [value] : value
      refuses(ANY, [[() => op(...first, argument, argument, argument), new RegExp(`^${name}: `)]])
    }
  })

  it('a plain number is no tensor either, but in arithmetic and comparisons', () => {
    refuses(ANY, [
      [() => exp(wrong<Tensor>(3)), /^exp: /],
      [() => sum(wrong<Tensor>(3)), /^sum: /],
      [() => reshape(wrong<Tensor>(3), [1]), /^reshape: /],
      [() => logicalNot(wrong<Tensor>(3)), /^logicalNot: /],
    ])
    expect(add(1, 2).item()).toBe(3)
  })

  it('ops that are made of others complain under their own names', () => {
    refuses(ANY, [
      [() => stack([]), /^stack: /],
      [() => stack([of(1), of(2)]), /^stack: /],
      [() => stack([of(1)], 5), /^stack: /],
      [() => crossEntropy(of(2, 3), int(0, 3)), /^crossEntropy: /],
      [() => crossEntropy(of(2, 3), int(0)), /^crossEntropy: /],
      [() => crossEntropy(of(2, 3), tensor([true, false])), /^crossEntropy: /],
      [() => crossEntropy(of(), int(0)), /^crossEntropy: /],
      [() => norm(of(0), { ord: Number.POSITIVE_INFINITY }), /^norm: /],
      [() => pad(int(1), [[1, 1]], 0.5), /^pad: /],
    ])
  })
})

describe('the words of an error', () => {
  const tensors = fc
    .tuple(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
      fc.constantFrom<DType>('float64', 'float32', 'int32', 'bool'),
    )
    .map(([shape, dtype]) => zeros(shape as Shape, { dtype }))
  const whatever = fc.oneof(
    { weight: 4, arbitrary: tensors },
    fc.integer({ min: -2, max: 3 }),
    fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 3 }),
    fc.constantFrom(undefined, {}, { axis: 1 }, { axis: [0], keepdims: true }, 'float32', 'text'),
  )
  const lists = ['concat', 'stack']
  const textOf = (x: unknown) => (x instanceof Object && 'shape' in x ? `[${x.shape}]` : JSON.stringify(x))

  it.each(Object.keys(ops))('%s names itself, and no shape but those it was given', name => {
    const op = { ...ops }[name as keyof typeof ops] as (...args: unknown[]) => unknown
    fc.assert(
      fc.property(tensors, fc.array(whatever, { maxLength: 3 }), (x, rest) => {
        const args =
          name === 'einsum' ? ['ij,jk', x, ...rest] : lists.includes(name) ? [[x, ...rest]] : [x, ...rest]
        try {
          op(...args)
        } catch (error) {
          expect(error).toBeInstanceOf(ChainruleError)
          expect(error).toHaveProperty('op', name)
          if (!(error instanceof ShapeError)) return
          const given = args.flat().concat(args).map(textOf)
          for (const shape of error.shapes) expect(given).toContain(`[${shape}]`)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is that of the op which was called where it is made of others', () => {
    refuses(ShapeError, [
      [() => clip(of(2), of(3), 1), 'clip: shapes [2] and [3] do not broadcast'],
      [() => clip(of(2), of(1, 1), of(3)), 'clip: shapes [2] and [3] do not broadcast'],
      [
        () => where(tensor([[true], [false]]), of(1, 3), of(4)),
        'where: shapes [1, 3] and [4] do not broadcast',
      ],
    ])
    refuses(ArgumentError, [[() => split(of(3), -1), 'split: -1 does not divide axis 0 of size 3']])
    refuses(ShapeError, [
      [() => reshape(of(2), [-1, -2]), 'extents must be whole numbers ≥ 0, got [-1, -2]'],
      [
        () => segmentSum(of(1), int(0), wrong(undefined)),
        'segmentSum: the count must be a whole number ≥ 0, got undefined',
      ],
    ])
  })
})
