// Rows of ops on two operands that broadcast: arithmetic, comparisons, choices.
import fc from 'fast-check'
import type { Tensor } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'
import { broadcastShapes } from '../../../src/shape.js'
import {
  awayFromZero,
  broadcasting,
  eighths,
  grid,
  integersOf,
  positive,
  quarters,
  shapes,
  stretching,
  tensorOf,
} from '../../support/arbitrary.js'
import { build, plain, read } from '../../support/plain.js'
import { call, type Row, unaryRow } from '../row.js'

type Binary = (a: Tensor, b: Tensor) => Tensor

/** The row of an op on two broadcast operands, with the values that each may have. */
function binaryRow(
  name: string,
  op: Binary,
  f: (a: number, b: number) => number,
  values: readonly [fc.Arbitrary<number>, fc.Arbitrary<number>] = [grid, grid],
  rest: { readonly flat?: true; readonly dtype?: 'bool' } = {},
): Row {
  return {
    ...(rest.flat && { flat: rest.flat }),
    calls: broadcasting(...values).map(([a, b]) => {
      const shape = broadcastShapes(name, a!.shape, b!.shape)
      return call({
        text: `${name}(a, b)`,
        inputs: [a!, b!],
        run: (p, q) => op(p!, q!),
        naive: () => build(shape, index => f(read(plain(a!), index), read(plain(b!), index))),
        stretched: [shape, shape],
        ...(rest.dtype && { dtype: rest.dtype }),
      })
    }),
  }
}

const comparison = (name: string, op: Binary, f: (a: number, b: number) => boolean): Row =>
  binaryRow(name, op, (a, b) => Number(f(a, b)), [quarters, quarters], { flat: true, dtype: 'bool' })

/** Powers of two of either sign: a quotient of eighths by them is exact, and never a whole number. */
const powersOfTwo = fc
  .tuple(fc.constantFrom(0.5, 1, 2, 4), fc.boolean())
  .map(([size, minus]) => (minus ? -size : size))

/** Powers of positive numbers to any power, and of all numbers but 0 to a whole one, which is then no input. */
const powers: fc.Arbitrary<ReturnType<typeof call>> = fc.oneof(
  binaryRow(
    'pow',
    (a, b) => ops.pow(a, b),
    (a, b) => (a === 1 ? 1 : a ** b),
    [positive, awayFromZero],
  ).calls,
  fc
    .tuple(
      shapes().chain(shape => tensorOf(shape, awayFromZero)),
      fc.integer({ min: -3, max: 4 }),
    )
    .map(([x, p]) =>
      call({
        text: `pow(a, ${p})`,
        inputs: [x],
        run: a => ops.pow(a!, p),
        // p − 1 products or a quotient, each exact to half an ulp, and the function itself to one.
        naive: () => ({
          ...build(x.shape, index => {
            const factors = Array.from({ length: Math.abs(p) }, () => read(plain(x), index))
            const product = factors.reduce((a, b) => a * b, 1)
            return p < 0 ? 1 / product : product
          }),
          within: 4 * 2 ** -52 * 512,
        }),
      }),
    ),
)

export const arithmetic = {
  add: binaryRow(
    'add',
    (a, b) => ops.add(a, b),
    (a, b) => a + b,
  ),
  sub: binaryRow(
    'sub',
    (a, b) => ops.sub(a, b),
    (a, b) => a - b,
  ),
  mul: binaryRow(
    'mul',
    (a, b) => ops.mul(a, b),
    (a, b) => a * b,
  ),
  div: binaryRow(
    'div',
    (a, b) => ops.div(a, b),
    (a, b) => a / b,
    [grid, awayFromZero],
  ),
  mod: binaryRow(
    'mod',
    (a, b) => ops.mod(a, b),
    (a, b) => a - Math.floor(a / b) * b,
    [eighths, powersOfTwo],
  ),
  maximum: binaryRow('maximum', (a, b) => ops.maximum(a, b), Math.max, [quarters, eighths]),
  minimum: binaryRow('minimum', (a, b) => ops.minimum(a, b), Math.min, [quarters, eighths]),
  pow: { calls: powers },
  xlogy: binaryRow(
    'xlogy',
    (a, b) => ops.xlogy(a, b),
    (a, b) => a * Math.log(b),
    [grid, positive],
  ),
  neg: unaryRow('neg', ops.neg, { naive: x => 0 - x }),
} satisfies Record<string, Row>

export const comparisons = {
  equal: comparison(
    'equal',
    (a, b) => ops.equal(a, b),
    (a, b) => a === b,
  ),
  notEqual: comparison(
    'notEqual',
    (a, b) => ops.notEqual(a, b),
    (a, b) => a !== b,
  ),
  greater: comparison(
    'greater',
    (a, b) => ops.greater(a, b),
    (a, b) => a > b,
  ),
  greaterEqual: comparison(
    'greaterEqual',
    (a, b) => ops.greaterEqual(a, b),
    (a, b) => a >= b,
  ),
  less: comparison(
    'less',
    (a, b) => ops.less(a, b),
    (a, b) => a < b,
  ),
  lessEqual: comparison(
    'lessEqual',
    (a, b) => ops.lessEqual(a, b),
    (a, b) => a <= b,
  ),
  logicalAnd: comparison(
    'logicalAnd',
    (a, b) => ops.logicalAnd(a, b),
    (a, b) => a !== 0 && b !== 0,
  ),
  logicalOr: comparison(
    'logicalOr',
    (a, b) => ops.logicalOr(a, b),
    (a, b) => a !== 0 || b !== 0,
  ),
  logicalNot: unaryRow('logicalNot', ops.logicalNot, {
    flat: true,
    dtype: 'bool',
    naive: x => Number(x === 0),
  }),
} satisfies Record<string, Row>

export const choices = {
  where: {
    calls: broadcasting(grid, grid).chain(([a, b]) => {
      const common = broadcastShapes('where', a!.shape, b!.shape)
      return stretching(common)
        .chain(shape => integersOf(shape, 0, 1, 'bool'))
        .map(condition =>
          call({
            text: `where(${condition}, a, b)`,
            inputs: [a!, b!],
            run: (p, q) => ops.where(condition, p!, q!),
            naive: () =>
              build(common, index =>
                read(plain(condition), index) === 1 ? read(plain(a!), index) : read(plain(b!), index),
              ),
            stretched: [common, common],
          }),
        )
    }),
  },
  clip: {
    calls: fc.oneof(
      fc
        .tuple(
          shapes().chain(shape => tensorOf(shape, quarters)),
          eighths,
          fc.integer({ min: 0, max: 16 }),
        )
        .map(([x, low, width]) =>
          call({
            text: `clip(a, ${low}, ${low + width / 4})`,
            inputs: [x],
            run: a => ops.clip(a!, low, low + width / 4),
            naive: () =>
              build(x.shape, index => Math.min(Math.max(read(plain(x), index), low), low + width / 4)),
          }),
        ),
      // Bounds that are tensors, below −4 and above 4 by less than x reaches: x runs from −8 to 8.
      broadcasting(
        quarters.map(v => 2 * v),
        eighths.map(v => -Math.abs(v)),
        eighths.map(v => Math.abs(v)),
      ).map(([x, low, high]) => {
        const shape = [low!, high!].reduce((s, t) => broadcastShapes('clip', s, t.shape), x!.shape)
        return call({
          text: 'clip(a, b, c)',
          inputs: [x!, low!, high!],
          run: (a, b, c) => ops.clip(a!, b!, c!),
          naive: () =>
            build(shape, index =>
              Math.min(Math.max(read(plain(x!), index), read(plain(low!), index)), read(plain(high!), index)),
            ),
          stretched: [shape, shape, shape],
        })
      }),
    ),
  },
} satisfies Record<string, Row>
