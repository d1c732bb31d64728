// Values and gradients beside those of PyTorch 1.13, which figures.py wrote to figures.json.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../../src/create.js'
import { type Shape, type Tensor, tensor, vjp } from '../../../src/index.js'
import * as nn from '../../../src/ops/nn/index.js'
import { sizeOf } from '../../../src/shape.js'

interface Figures {
  readonly shape: readonly number[]
  readonly y: readonly number[]
  readonly bars: readonly (readonly number[])[]
}
const figures: Readonly<Record<string, Figures>> = JSON.parse(
  readFileSync('test/ops/nn/figures.json', 'utf8'),
)

/** The same sixteenths as in figures.py. */
const grid = (shape: Shape, seed: number): Tensor =>
  fromData(
    Float64Array.from({ length: sizeOf(shape) }, (_, k) => (((k * 37 + seed * 11) % 61) - 30) / 16),
    shape,
  )

type Call = readonly [run: (...xs: Tensor[]) => Tensor, ...shapes: Shape[]]

const calls: Readonly<Record<string, Call>> = {
  conv1d: [
    (x, k, bias) => nn.conv1d(x!, k!, { bias: bias!, stride: 2, padding: 1, dilation: 2 }),
    [2, 2, 6],
    [2, 2, 2],
    [2],
  ],
  conv2d: [
    (x, k, bias) => nn.conv2d(x!, k!, { bias: bias!, stride: [2, 1], padding: [1, 0], groups: 2 }),
    [1, 2, 4, 3],
    [4, 1, 3, 2],
    [4],
  ],
  convTranspose1d: [
    (x, k) => nn.convTranspose1d(x!, k!, { stride: 3, padding: 1, outputPadding: 2 }),
    [1, 2, 3],
    [2, 1, 3],
  ],
  convTranspose2d: [
    (x, k, bias) =>
      nn.convTranspose2d(x!, k!, {
        bias: bias!,
        stride: 2,
        padding: 1,
        outputPadding: 1,
        groups: 2,
        dilation: [1, 2],
      }),
    [1, 2, 2, 2],
    [2, 2, 2, 3],
    [4],
  ],
  maxPool2d: [x => nn.maxPool2d(x!, { window: 3, stride: 2, padding: 1 }), [1, 2, 4, 5]],
  avgPool2d: [x => nn.avgPool2d(x!, { window: 3, stride: 2, padding: 1 }), [1, 2, 4, 5]],
  'avgPool2d seen': [
    x => nn.avgPool2d(x!, { window: 3, stride: 2, padding: 1, countPadding: false }),
    [1, 2, 4, 5],
  ],
  layerNorm: [
    (x, scale, shift) => nn.layerNorm(x!, { axes: [1, 2], scale: scale!, shift: shift! }),
    [2, 2, 3],
    [2, 3],
    [2, 3],
  ],
  batchNorm: [(x, scale, shift) => nn.batchNorm(x!, { scale: scale!, shift: shift! }).y, [3, 2, 2], [2], [2]],
  gelu: [x => nn.gelu(x!), [9]],
  'gelu tanh': [x => nn.gelu(x!, { form: 'tanh' }), [9]],
  silu: [x => nn.silu(x!), [9]],
  embedding: [
    t =>
      nn.embedding(
        t!,
        tensor(
          [
            [2, 0],
            [2, 3],
          ],
          { dtype: 'int32' },
        ),
      ),
    [4, 2],
  ],
}

// Sums of up to some 30 products of numbers below 4, in both; normalisation divides by deviations near 1.
const WITHIN = 30 * 16 * 2 ** -52 * 8

function expectClose(got: Tensor, want: readonly number[], what: string): void {
  expect(got.size).toBe(want.length)
  want.forEach((v, i) => {
    if (!(Math.abs(got.data[i]! - v) <= WITHIN))
      expect.fail(`${what} at ${i}: got ${got.data[i]}, wanted ${v}`)
  })
}

describe('PyTorch', () => {
  it('has figures for these calls', () => expect(Object.keys(figures)).toEqual(Object.keys(calls)))

  for (const [name, [run, ...shapes]] of Object.entries(calls))
    it(`agrees on ${name}, and on its gradients`, () => {
      const { shape, y, bars } = figures[name]!
      const inputs = shapes.map(grid)
      const { value, pullback } = vjp((xs: readonly Tensor[]) => run(...xs))(inputs)
      expect(value.shape).toEqual(shape)
      expectClose(value, y, 'value')
      for (const [i, bar] of pullback(grid(shape, 7)).entries())
        expectClose(bar, bars[i]!, `gradient of input ${i}`)
    })
})
