// Rows of what networks are made of: convolutions and pooling by loops over every tap, the others by their formulas.
import fc from 'fast-check'
import { type RandomStream, random, type Shape, type Tensor } from '../../../src/index.js'
import * as nn from '../../../src/ops/nn/index.js'
import { sizeOf } from '../../../src/shape.js'
import { distinctOf, grid, integersOf, tensorOf } from '../../support/arbitrary.js'
import { build, indicesOf, type Plain, plain, read, reduced, total } from '../../support/plain.js'
import { type Move, moves, outputOf, placeOf, windowOptions } from '../../support/windows.js'
import { call, given, type Row, rounding, show, unaryRow } from '../row.js'

type Rank = 1 | 2

const small = (max: number, min = 1) => fc.integer({ min, max })

/** The value at an index whose last places may lie outside, where there are zeros. */
const padded = (x: Plain, index: readonly number[]): number =>
  index.every((at, axis) => at >= 0 && at < x.shape[axis]!) ? read(x, index) : 0

/** Σ over channels of a group and taps of kernel·x, plus a bias. */
function naiveConv(x: Plain, kernel: Plain, move: readonly Move[], groups: number, bias?: Plain): Plain {
  const [n, o, own] = [x.shape[0]!, kernel.shape[0]!, kernel.shape[1]!]
  const taps = indicesOf(kernel.shape.slice(1))
  return build([n, o, ...move.map(outputOf)], ([i, k, ...window]) => {
    const group = Math.floor(k! / (o / groups))
    const terms = taps.map(
      ([c, ...tap]) =>
        read(kernel, [k!, c!, ...tap]) *
        padded(x, [i!, group * own + c!, ...move.map((axis, a) => placeOf(axis, window[a]!, tap[a]!))]),
    )
    return total(terms) + (bias?.values[k!] ?? 0)
  })
}

const convolution = (rank: Rank): Row => ({
  calls: fc
    .tuple(small(2, 0), small(2), small(2), small(2), moves(rank), fc.boolean())
    .chain(([n, groups, own, each, move, withBias]) =>
      fc.tuple(
        tensorOf([n, groups * own, ...move.map(axis => axis.n)]),
        tensorOf([groups * each, own, ...move.map(axis => axis.taps)]),
        tensorOf(withBias ? [groups * each] : [0]),
        fc.constant({ move, groups, withBias }),
      ),
    )
    .map(([x, kernel, bias, { move, groups, withBias }]) => {
      const options = { ...windowOptions(move), groups }
      const op = rank === 1 ? nn.conv1d : nn.conv2d
      return call({
        text: `conv${rank}d(a, b, ${show(options)}${withBias ? ' with bias c' : ''})`,
        inputs: withBias ? [x, kernel, bias] : [x, kernel],
        run: (x, kernel, bias) => op(x!, kernel!, given({ ...options, bias })),
        naive: () => ({
          ...naiveConv(plain(x), plain(kernel), move, groups, withBias ? plain(bias) : undefined),
          within: rounding(kernel.size + 1, 16),
        }),
      })
    }),
})

/** Each value of the input, times the kernel, added at the places that the convolution would read it from. */
function naiveTransposed(x: Plain, kernel: Plain, move: readonly Move[], groups: number): Plain {
  const [n, c, own] = [x.shape[0]!, x.shape[1]!, kernel.shape[1]!]
  const shape = [n, own * groups, ...move.map(axis => axis.n)]
  const values = new Array<number>(sizeOf(shape)).fill(0)
  const [places, taps] = [indicesOf(x.shape), indicesOf(kernel.shape.slice(1))]
  for (const [i, channel, ...window] of places) {
    for (const [k, ...tap] of taps) {
      const at = move.map((axis, a) => placeOf(axis, window[a]!, tap[a]!))
      if (at.some((v, a) => v < 0 || v >= move[a]!.n)) continue
      const out = [i!, Math.floor(channel! / (c / groups)) * own + k!, ...at]
      const position = out.reduce((sum, v, axis) => sum * shape[axis]! + v, 0)
      values[position]! += read(kernel, [channel!, k!, ...tap]) * read(x, [i!, channel!, ...window])
    }
  }
  return { shape, values }
}

const transposed = (rank: Rank): Row => ({
  calls: fc
    .tuple(small(2, 0), small(2), small(2), small(2), moves(rank))
    .chain(([n, groups, each, own, moved]) => {
      const move = moved.map(axis => ({ ...axis, windows: outputOf(axis) }))
      return fc.tuple(
        tensorOf([n, groups * each, ...move.map(axis => axis.windows)]),
        tensorOf([groups * each, own, ...move.map(axis => axis.taps)]),
        fc.constant({ move, groups }),
      )
    })
    .map(([x, kernel, { move, groups }]) => {
      // What the smallest input of that convolution lacks to the input that it had.
      const outputPadding = move.map(
        ({ n, windows, stride, taps, dilation, before, after }) =>
          n - ((windows - 1) * stride + (taps - 1) * dilation + 1 - before - after),
      )
      const options = { ...windowOptions(move), groups, outputPadding }
      const op = rank === 1 ? nn.convTranspose1d : nn.convTranspose2d
      return call({
        text: `convTranspose${rank}d(a, b, ${show(options)})`,
        inputs: [x, kernel],
        run: (x, kernel) => op(x!, kernel!, options),
        naive: () => ({
          ...naiveTransposed(plain(x), plain(kernel), move, groups),
          within: rounding(kernel.size, 16),
        }),
      })
    }),
})

/** The values that each window sees. */
const seen = (x: Plain, move: readonly Move[], f: (line: readonly number[], taps: number) => number): Plain =>
  build([...x.shape.slice(0, 2), ...move.map(outputOf)], ([i, c, ...window]) => {
    const taps = indicesOf(move.map(axis => axis.taps))
    const places = taps
      .map(tap => move.map((axis, a) => placeOf(axis, window[a]!, tap[a]!)))
      .filter(place => place.every((at, a) => at >= 0 && at < move[a]!.n))
    return f(
      places.map(place => read(x, [i!, c!, ...place])),
      taps.length,
    )
  })

const pooling = (
  rank: Rank,
  draw: (shape: Shape) => fc.Arbitrary<Tensor>,
  name: string,
  run: (x: Tensor, options: nn.AvgPoolOptions) => Tensor,
  f: (line: readonly number[], taps: number, countPadding: boolean) => number,
): Row => ({
  calls: fc
    .tuple(small(2, 0), small(2), moves(rank, { least: 'seen' }), fc.constantFrom(undefined, true, false))
    .chain(([n, c, move, countPadding]) =>
      fc.tuple(draw([n, c, ...move.map(axis => axis.n)]), fc.constant({ move, countPadding })),
    )
    .map(([x, { move, countPadding }]) => {
      const counted = name.startsWith('avg') ? { countPadding } : {}
      const options = given({ window: move.map(axis => axis.taps), ...windowOptions(move), ...counted })
      return call({
        text: `${name}(a, ${show(options)})`,
        inputs: [x],
        run: x => run(x!, options),
        naive: () => ({
          ...seen(plain(x), move, (line, taps) => f(line, taps, countPadding ?? true)),
          within: name.startsWith('avg') ? rounding(9, 4) : 0,
        }),
      })
    }),
})

const most = (line: readonly number[]) => Math.max(...line)
const average = (line: readonly number[], taps: number, countPadding: boolean) =>
  total(line) / (countPadding ? taps : line.length)
const any = (shape: Shape) => tensorOf(shape)

const mean = (line: readonly number[]) => total(line) / line.length
const spread = (line: readonly number[]) => mean(line.map(v => (v - mean(line)) ** 2))

/** (x − mean)/√(variance + ε)·scale + shift over axes, with scale and shift where `at` says. */
function naiveNorm(
  x: Plain,
  axes: readonly number[],
  epsilon: number,
  scale: Plain,
  shift: Plain,
  at: readonly number[],
): Plain {
  const [centre, wide] = [reduced(x, axes, true, mean), reduced(x, axes, true, spread)]
  return build(x.shape, index => {
    const place = at.map(axis => index[axis]!)
    const unit = (read(x, index) - read(centre, index)) / Math.sqrt(read(wide, index) + epsilon)
    return unit * read(scale, place) + read(shift, place)
  })
}

/** Not small, so that a line of one value has slopes of ordinary size. */
const epsilons = fc.constantFrom(0.25, 1)

const layerNorms: Row = {
  calls: fc
    .tuple(
      fc.tuple(small(3, 0), small(3), small(3)),
      fc.constantFrom<readonly number[]>([2], [1, 2], [0], [0, 2], [-1]),
      epsilons,
    )
    .chain(([shape, axes, epsilon]) => {
      // Of an empty line there is no mean; an empty batch of lines is fine.
      const filled = axes.includes(0) ? shape.map(n => Math.max(1, n)) : shape
      const own = axes.map(axis => filled.at(axis)!)
      return fc.tuple(tensorOf(filled), tensorOf(own), tensorOf(own), fc.constant({ axes, epsilon }))
    })
    .map(([x, scale, shift, options]) =>
      call({
        text: `layerNorm(a, ${show(options)} with scale b and shift c)`,
        inputs: [x, scale, shift],
        run: (x, scale, shift) => nn.layerNorm(x!, { ...options, scale: scale!, shift: shift! }),
        naive: () => {
          const axes = options.axes.map(axis => (axis < 0 ? axis + 3 : axis))
          return {
            ...naiveNorm(plain(x), axes, options.epsilon, plain(scale), plain(shift), axes),
            // Values of ≤ 4 about their mean, divided by 1/2 at least, times 4; roundings of the square and the root.
            within: rounding(x.size + 8, 64),
          }
        },
      }),
    ),
}

const batchNorms: Row = {
  calls: fc
    .tuple(fc.tuple(small(3), small(3), small(3)), fc.constantFrom(1, 0, -1), epsilons, fc.boolean())
    .chain(([shape, axis, epsilon, given]) => {
      const own = [shape.at(axis)!]
      const positive = fc.integer({ min: 8, max: 64 }).map(k => k / 16)
      return fc.tuple(
        tensorOf(shape),
        tensorOf(own),
        tensorOf(own),
        tensorOf(own),
        tensorOf(own, positive),
        fc.constant({ axis, epsilon, given }),
      )
    })
    .map(([x, scale, shift, mean, variance, { axis, epsilon, given }]) => {
      const at = axis < 0 ? axis + 3 : axis
      return call({
        text: `batchNorm(a, ${show({ axis, epsilon })} with scale b and shift c${given ? ', mean d and variance e' : ''}).y`,
        inputs: given ? [x, scale, shift, mean, variance] : [x, scale, shift],
        run: (x, scale, shift, ...rest) => {
          const statistics = given ? { mean: rest[0]!, variance: rest[1]! } : {}
          return nn.batchNorm(x!, { axis, epsilon, scale: scale!, shift: shift!, ...statistics }).y
        },
        naive: () => {
          const [b, c] = [plain(scale), plain(shift)]
          const others = [0, 1, 2].filter(i => i !== at)
          const whole = given
            ? build(x.shape, index => {
                const k = index[at]!
                const unit = (read(plain(x), index) - mean.data[k]!) / Math.sqrt(variance.data[k]! + epsilon)
                return unit * b.values[k]! + c.values[k]!
              })
            : naiveNorm(plain(x), others, epsilon, b, c, [at])
          return { ...whole, within: rounding(x.size + 8, 128) }
        },
      })
    }),
}

/** A stream whose uniform numbers are these. */
const drawn = (numbers: Tensor): RandomStream => ({
  ...random(0),
  uniform: () => numbers as ReturnType<RandomStream['uniform']> as never,
})

const dropouts: Row = {
  calls: fc
    .tuple(small(3), small(4), fc.constantFrom(0, 0.25, 0.5, 1), fc.nat())
    .chain(([m, n, rate, seed]) => fc.tuple(tensorOf([m, n]), fc.constant({ rate, seed })))
    .map(([x, { rate, seed }]) => {
      const numbers = random(seed).uniform(x.shape)
      return call({
        text: `dropout(a, ${rate}, random(${seed}))`,
        inputs: [x],
        run: x => nn.dropout(x!, rate, drawn(numbers)),
        naive: () =>
          build(x.shape, index =>
            rate < 1 && read(plain(numbers), index) >= rate ? read(plain(x), index) * (1 / (1 - rate)) : 0,
          ),
        // Two roundings where 1/(1 − 0.25) is none that float64 holds.
      })
    })
    .map(one => ({ ...one, naive: () => ({ ...one.naive!(), within: 2 ** -50 }) })),
}

/** A table, and the indices of some of its rows, counted from either end. */
const tables = fc
  .tuple(small(4), small(3), fc.constantFrom<Shape>([], [3], [2, 3], [0]))
  .chain(([v, d, shape]) => fc.tuple(tensorOf([v, d]), integersOf(shape, -v, v - 1)))

const rowsOf = (table: Tensor, ids: readonly number[], shape: Shape): Plain =>
  build([...shape, table.shape[1]!], index => {
    const at = indicesOf(shape).findIndex(place => place.every((i, axis) => i === index[axis]))
    return read(plain(table), [(ids[at]! + table.shape[0]!) % table.shape[0]!, index.at(-1)!])
  })

const embeddings: Row = {
  calls: tables.map(([table, ids]) =>
    call({
      text: `embedding(a, ${ids})`,
      inputs: [table],
      run: table => nn.embedding(table!, ids),
      naive: () => rowsOf(table, Array.from(ids.data), ids.shape),
    }),
  ),
}

/** Each of the rows once, in ascending order. */
const distinct = (table: Tensor, ids: Tensor): number[] =>
  [...new Set(Array.from(ids.data, id => (id + table.shape[0]!) % table.shape[0]!))].sort((a, b) => a - b)

const embeddingRows: Row = {
  calls: tables.map(([table, ids]) =>
    call({
      text: `embeddingRows(a, ${ids}).rows`,
      inputs: [table],
      run: table => nn.embeddingRows(table!, ids).rows,
      naive: () => {
        const rows = distinct(table, ids)
        return rowsOf(table, rows, [rows.length])
      },
    }),
  ),
}

const replacements: Row = {
  calls: tables
    .chain(([table, ids]) => {
      const { indices, rows } = nn.embeddingRows(table, ids)
      return fc.tuple(fc.constant(table), fc.constant(indices), tensorOf(rows.shape))
    })
    .map(([table, indices, rows]) =>
      call({
        text: `replaceRows(a, ${indices}, b)`,
        inputs: [table, rows],
        run: (table, rows) => nn.replaceRows(table!, indices, rows!),
        naive: () =>
          build(table.shape, ([i, j]) => {
            const k = Array.from(indices.data).indexOf(i!)
            return k < 0 ? read(plain(table), [i!, j!]) : read(plain(rows), [k, j!])
          }),
      }),
    ),
}

/** Away from where an error function of few digits would be told from one of many: that is tested beside figures. */
const tanhForm = (x: number) => x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))

const gelus: Row = {
  calls: fc.oneof(
    unaryRow('gelu', x => nn.gelu(x), { value: grid }).calls,
    unaryRow('gelu tanh', x => nn.gelu(x, { form: 'tanh' }), { naive: tanhForm, within: 2 ** -48 }).calls,
  ),
}

export const networks = {
  avgPool1d: pooling(1, any, 'avgPool1d', nn.avgPool1d, average),
  avgPool2d: pooling(2, any, 'avgPool2d', nn.avgPool2d, average),
  batchNorm: batchNorms,
  conv1d: convolution(1),
  conv2d: convolution(2),
  convTranspose1d: transposed(1),
  convTranspose2d: transposed(2),
  dropout: dropouts,
  embedding: embeddings,
  embeddingRows,
  gelu: gelus,
  layerNorm: layerNorms,
  maxPool1d: pooling(1, distinctOf, 'maxPool1d', nn.maxPool1d, most),
  maxPool2d: pooling(2, distinctOf, 'maxPool2d', nn.maxPool2d, most),
  replaceRows: replacements,
  silu: unaryRow('silu', x => nn.silu(x), { naive: x => x / (1 + Math.exp(-x)), within: 2 ** -48 }),
} satisfies Record<string, Row>
