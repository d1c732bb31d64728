// Networks' ops at their edges: empty batches, ties, NaN, infinities, ranges; what is refused and how; and laws between them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/index.js'
import {
  ArgumentError,
  allClose,
  full,
  grad,
  IndexError,
  jvp,
  mul,
  ones,
  random,
  type Shape,
  ShapeError,
  sub,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '../../../src/index.js'
import * as nn from '../../../src/ops/nn/index.js'
import { directions, seeds } from '../../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../../support/measured.js'
import { moves, outputOf, windowOptions } from '../../support/windows.js'

const of = (...shape: number[]): Tensor => ones(shape as Shape)
const int = (...values: number[]): Tensor => tensor(values, { dtype: 'int32' })
const INF = Number.POSITIVE_INFINITY

describe('convolutions', () => {
  it('and transposed ones are adjoint: ⟨conv(x), y⟩ = ⟨x, convTranspose(y)⟩', () => {
    fc.assert(
      fc.property(moves(2), fc.integer({ min: 1, max: 2 }), seeds, (move, groups, seed) => {
        const sizes = move.map(({ n }) => n)
        const output = move.map(outputOf)
        const [x, k, y] = directions(seed, [
          of(2, groups * 2, ...sizes),
          of(groups * 3, 2, ...move.map(({ taps }) => taps)),
          of(2, groups * 3, ...output),
        ])
        const outputPadding = move.map(
          ({ n, taps, stride, dilation, before, after }, i) =>
            n - ((output[i]! - 1) * stride + (taps - 1) * dilation + 1 - before - after),
        )
        const options = { ...windowOptions(move), groups }
        expectAgreement(
          measured((x, k, y) => inner([nn.conv2d(x[0]!, k[0]!, options)], y), [x!], [k!], [y!]),
          measured(
            (x, k, y) => inner([nn.convTranspose2d(y[0]!, k[0]!, { ...options, outputPadding })], x),
            [x!],
            [k!],
            [y!],
          ),
          'a convolution and its transpose',
        )
      }),
      { numRuns: 60 },
    )
  })

  it("'same' makes the output as large as the input over the stride, 'valid' pads nothing", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 4 })),
        fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
        ([n, taps], [stride, dilation]) => {
          const options = { stride, dilation, padding: 'same' as const }
          const y = nn.conv1d(of(1, 1, n), of(1, 1, taps), options)
          expect(y.shape).toEqual([1, 1, Math.ceil(n / stride)])
          expect(nn.convTranspose1d(of(1, 1, n), of(1, 1, taps), options).shape).toEqual([1, 1, n * stride])
        },
      ),
    )
    expect(nn.conv2d(of(1, 1, 5, 4), of(1, 1, 3, 2), { padding: 'valid' }).shape).toEqual([1, 1, 3, 3])
    // An odd zero stands behind, as in TensorFlow and PyTorch.
    expect(nn.conv1d(tensor([[[1, 2, 3]]]), tensor([[[1, 10]]]), { padding: 'same' }).toArray()).toEqual([
      [[21, 32, 3]],
    ])
  })

  it('of an empty batch, or with no channels, are empty or zeros', () => {
    expect(nn.conv2d(of(0, 2, 4, 4), of(3, 2, 3, 3)).shape).toEqual([0, 3, 2, 2])
    expect(sum(nn.conv2d(of(1, 0, 4, 4), of(3, 0, 3, 3))).item()).toBe(0)
    const k = grad((k: Tensor) => sum(nn.conv2d(of(0, 2, 4, 4), k)))(of(3, 2, 3, 3))
    expect(k).toEqual(zeros([3, 2, 3, 3]))
    expect(nn.convTranspose2d(of(0, 2, 4, 4), of(2, 3, 3, 3)).shape).toEqual([0, 3, 6, 6])
  })

  it('keep whole numbers whole', () => {
    const x = tensor([[[1, 2, 3]]], { dtype: 'int32' })
    expect(nn.conv1d(x, tensor([[[1, 1]]], { dtype: 'int32' })).toString()).toContain('int32')
  })

  it('name the shapes that do not fit', () => {
    const image = of(2, 4, 5, 6)
    const refused: readonly (readonly [() => unknown, string])[] = [
      [
        () => nn.conv2d(of(4, 5, 6), of(1, 4, 3, 3)),
        'conv2d: wants an input [n, c, h, w], got shape [4, 5, 6]',
      ],
      [() => nn.conv2d(image, of(4, 3, 3)), 'conv2d: wants a kernel of rank 4'],
      [() => nn.conv2d(image, of(1, 4, 0, 3)), 'not empty, got shape [1, 4, 0, 3]'],
      [
        () => nn.conv2d(image, of(8, 3, 3, 3)),
        'an input of shape [2, 4, 5, 6] and a kernel of shape [8, 3, 3, 3] do not fit: the kernel takes 3 channels and gives 8, the input has 4',
      ],
      [() => nn.conv2d(image, of(3, 2, 3, 3), { groups: 2 }), 'do not fit in 2 groups'],
      [
        () => nn.conv2d(image, of(1, 4, 7, 3), { padding: [[1, 0], 0] }),
        'a window of [7, 3] does not fit into an image of shape [2, 4, 5, 6]: its height reaches over 7, and with padding there are 6',
      ],
      [() => nn.conv1d(of(1, 1, 4), of(1, 1, 3), { dilation: 2 }), 'its length reaches over 5'],
      [() => nn.conv1d(of(1, 1, 4), of(1, 1, 3), { bias: of(2) }), 'the bias must have shape [1]'],
      [() => nn.convTranspose2d(image, of(3, 2, 3, 3)), 'the kernel takes 3 channels, the input has 4'],
      [
        () => nn.convTranspose1d(of(1, 1, 1), of(1, 1, 2), { padding: 1 }),
        'padding leaves nothing: an input of shape [1, 1, 1] under a kernel of shape [1, 1, 2]',
      ],
      [() => nn.maxPool2d(image, { window: 6 }), 'a window of [6, 6] does not fit into an image of shape'],
      [() => nn.avgPool1d(of(1, 1, 2), { window: 2, padding: 2 }), 'would see nothing but padding'],
    ]
    for (const [run, message] of refused) {
      expect(run).toThrow(ShapeError)
      expect(run).toThrow(message)
    }
  })

  it('name the options that make no sense', () => {
    const [x, k] = [of(1, 1, 4, 4), of(1, 1, 3, 3)]
    const refused: readonly (readonly [() => unknown, string])[] = [
      [
        () => nn.conv2d(x, k, { stride: 0 }),
        'conv2d: stride must be a whole number ≥ 1, or 2 of them, got 0',
      ],
      [() => nn.conv2d(x, k, { stride: [1, 2, 3] }), 'got [1, 2, 3]'],
      [() => nn.conv2d(x, k, { dilation: -1 }), 'dilation must be a whole number ≥ 1'],
      [() => nn.conv2d(x, k, { groups: 1.5 }), 'groups must be a whole number ≥ 1, got 1.5'],
      [() => nn.conv2d(x, k, { padding: -1 }), "padding must be 'same', 'valid', a whole number ≥ 0 or"],
      [() => nn.conv2d(x, k, { padding: 'full' as never }), 'got "full"'],
      [() => nn.conv2d(x, k, { strides: 2 } as never), "has no option 'strides'"],
      [
        () => nn.convTranspose2d(x, k, { outputPadding: 1 }),
        'less than the stride, which is 1 and 1; got [1, 1]',
      ],
      [
        () => nn.convTranspose2d(x, k, { stride: 2, padding: 'same', outputPadding: 1 }),
        "padding 'same' says how large the output is",
      ],
      [() => nn.maxPool2d(x, {} as never), 'maxPool2d: wants a window'],
      [
        () => nn.maxPool2d(x, { window: [2, 0] }),
        'window must be a whole number ≥ 1, or 2 of them, got [2, 0]',
      ],
      [() => nn.dropout(x, 1.5, random(0)), 'dropout: the rate must be a number from 0 to 1, got 1.5'],
      [() => nn.dropout(x, 0.5, undefined as never), 'wants a random stream'],
      [() => nn.gelu(x, { form: 'exact' as never }), `form must be 'erf' or 'tanh', got "exact"`],
      [() => nn.layerNorm(x, { epsilon: -1 }), 'epsilon must be a number ≥ 0, got -1'],
      [
        () => nn.batchNorm(x, { mean: of(1) }),
        'wants mean and variance, or neither of them; variance is missing',
      ],
      [() => nn.replaceRows(of(3, 1), int(1, -2), of(2, 1)), 'row 1 is named twice'],
    ]
    for (const [run, message] of refused) {
      expect(run).toThrow(ArgumentError)
      expect(run).toThrow(message)
    }
  })
})

describe('pooling', () => {
  it('shares a change equally among the largest, as max does', () => {
    const x = tensor([[[1, 3, 3, 0]]])
    const slope = grad((x: Tensor) => sum(nn.maxPool1d(x, { window: 4 })))(x)
    expect(slope.toArray()).toEqual([[[0, 0.5, 0.5, 0]]])
    const change = tensor([[[8, 1, 2, 8]]])
    expect(jvp((x: Tensor) => nn.maxPool1d(x, { window: 4 }))(x, change).tangent.toArray()).toEqual([[[1.5]]])
  })

  it('hands NaN on, in values and slopes, and takes infinities as they are', () => {
    const x = tensor([[[1, Number.NaN, -INF, -INF, 5, INF]]])
    expect(nn.maxPool1d(x, { window: 2 }).toArray()).toEqual([[[Number.NaN, -INF, INF]]])
    const slope = grad((x: Tensor) => sum(nn.maxPool1d(x, { window: 2 })))(x)
    expect(slope.toArray()).toEqual([[[Number.NaN, Number.NaN, 0.5, 0.5, 0, 1]]])
    expect(nn.avgPool1d(x, { window: 2 }).toArray()).toEqual([[[Number.NaN, -INF, INF]]])
  })

  it('never chooses padding, and counts it in means unless told not to', () => {
    const x = tensor([[[-1, -2]]])
    const over = { window: 2, stride: 1, padding: 1 }
    expect(nn.maxPool1d(x, over).toArray()).toEqual([[[-1, -1, -2]]])
    expect(nn.avgPool1d(x, over).toArray()).toEqual([[[-0.5, -1.5, -1]]])
    expect(nn.avgPool1d(x, { ...over, countPadding: false }).toArray()).toEqual([[[-1, -1.5, -2]]])
  })

  it('of an empty batch is empty, and a mean that fits is found', () => {
    expect(nn.maxPool2d(of(0, 3, 4, 4), { window: 2 }).shape).toEqual([0, 3, 2, 2])
    expect(nn.avgPool2d(of(2, 0, 4, 4), { window: 2 }).shape).toEqual([2, 0, 2, 2])
    expect(nn.avgPool1d(full([1, 1, 4], 1e308), { window: 4 }).item()).toBe(1e308)
  })
})

describe('normalisation', () => {
  it('of a constant line is the shift, and its slopes are finite', () => {
    const x = full([2, 3], 7)
    const y = nn.layerNorm(x, { shift: tensor([1, 2, 3]) })
    expect(y.toArray()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(Array.from(grad((x: Tensor) => sum(nn.layerNorm(x)))(x).data).every(Number.isFinite)).toBe(true)
  })

  it('of a batch gives the statistics by which it normalised, which give the same again', () => {
    const x = random(4).normal([5, 3, 2])
    const { y, mean, variance } = nn.batchNorm(x)
    expect([mean.shape, variance.shape]).toEqual([[3], [3]])
    expect(allClose(nn.batchNorm(x, { mean, variance }).y, y)).toBe(true)
    expect(nn.batchNorm(of(0, 3)).y.shape).toEqual([0, 3])
    expect(nn.batchNorm(of(0, 3)).mean.toArray()).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(() => nn.batchNorm(x, { scale: of(2) })).toThrow(
      'batchNorm: scale must have shape [3] beside an input of shape [5, 3, 2], got [2]',
    )
  })
})

describe('activations', () => {
  it('keep the digits of a large −x, and have their limits', () => {
    // −10·Φ(−10), Φ by mpmath's ncdf. An ulp of x/√2, which has two roundings, is x² of Φ; some six more roundings.
    expect(Math.abs(nn.gelu(tensor(-10)).item() / -7.619853024160526e-23 - 1)).toBeLessThan(206 * 2 ** -52)
    for (const f of [nn.gelu, nn.silu, (x: Tensor) => nn.gelu(x, { form: 'tanh' })]) {
      expect(Array.from(f(tensor([-INF, 0, INF]) as Tensor).data).map(v => v + 0)).toEqual([0, 0, INF])
      expect(grad((x: Tensor) => sum(f(x)))(tensor([-1e3, 1e3])).toArray()).toEqual([0, 1])
    }
  })
})

describe('dropout', () => {
  it('keeps a share of 1 − rate, divided by it, and passes slopes on through what it kept', () => {
    const x = full([10_000], 3)
    const y = nn.dropout(x, 0.25, random(1))
    const kept = Array.from(y.data).filter(v => v !== 0)
    expect(new Set(kept)).toEqual(new Set([4]))
    // With this seed; the deviation of the count is 43.
    expect(Math.abs(kept.length - 7500)).toBeLessThan(130)
    expect(grad((x: Tensor) => sum(nn.dropout(x, 0.25, random(1))))(x)).toEqual(mul(y, 1 / 3))
  })

  it('of rate 0 is x, and of rate 1 zeros whatever x is; neither draws', () => {
    const stream = random(1)
    const x = tensor([1, Number.NaN, INF])
    expect(nn.dropout(x, 0, stream)).toEqual(x)
    expect(nn.dropout(x, 1, stream)).toEqual(zeros([3]))
    expect(stream.uniform([2])).toEqual(random(1).uniform([2]))
  })

  it('is refused where nothing can be drawn', () => {
    const f = compile((x: Tensor) => nn.dropout(x, 0.5, random(1)))
    expect(() => f(of(3))).toThrow('cannot draw here')
  })
})

describe('embeddings', () => {
  it('learn by the rows that a batch reads as by the whole table', () => {
    const table = random(2).normal([50, 4])
    const ids = tensor(
      [
        [3, -1, 7],
        [7, 3, 3],
      ] as number[][],
      { dtype: 'int32' },
    )
    const loss = (y: Tensor) => sum(mul(y, mul(y, y))) as Tensor
    const whole = sub(table, mul(grad((t: Tensor) => loss(nn.embedding(t, ids)))(table), 0.5))
    const { rows, indices, ids: places } = nn.embeddingRows(table, ids)
    expect([indices.toArray(), places.toArray()]).toEqual([
      [3, 7, 49],
      [
        [0, 2, 1],
        [1, 0, 0],
      ],
    ])
    const slope = grad((r: Tensor) => loss(nn.embedding(r, places)))(rows)
    expect(slope.shape).toEqual([3, 4])
    expect(nn.replaceRows(table, indices, sub(rows, mul(slope, 0.5)))).toEqual(whole)
  })

  it('of nothing are nothing, and an index outside the table is refused', () => {
    const none = zeros([0], { dtype: 'int32' })
    expect(nn.embedding(of(3, 2), none).shape).toEqual([0, 2])
    expect(nn.embeddingRows(of(3, 2), none).rows.shape).toEqual([0, 2])
    expect(nn.replaceRows(of(3, 2), none, of(0, 2))).toEqual(of(3, 2))
    for (const f of [nn.embedding, nn.embeddingRows]) expect(() => f(of(3, 2), int(3))).toThrow(IndexError)
    expect(() => nn.embedding(of(3), int(0))).toThrow('embedding: wants a table [v, d]')
  })
})
