// Random formulas over all that the language has, with shapes that fit: for fast-check, which shrinks them.
import * as fc from 'fast-check'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { print } from '../../../src/verify/text/print/print.js'
import type { Condition, Expr, Index, Of, SymbolExpr } from '../../../src/verify/text/tree.js'

/** Symbols of every kind, and definitions to differentiate by: numbers, vectors, matrices, a family. */
export const context = readGiven(
  String.raw`
a, b : real
p : positive
t : probability
u, u' : real[m]
v : real[n]
X : real[m, n]
B : real[m, m]
g : positive[m]
q : distribution[n]
o : onehot[n]
x^{(i)} : real[n] for i ≤ m
c : class of n
y : class[m] of n
S : class[k] of m

r = X v + u
z = softmax(r)
H_{ij} = \tanh(x^{(i)}_j + u_i)
`,
)

const NOWHERE = { start: 0, end: 0 }
const number = (value: number): Expr =>
  value < 0
    ? { kind: 'add', terms: [{ negative: true, value: number(-value) }], span: NOWHERE }
    : { kind: 'number', value, span: NOWHERE }
const symbol = (name: string, ...indices: readonly Index[]): SymbolExpr => ({
  kind: 'symbol',
  name,
  indices,
  span: NOWHERE,
})
const add = (a: Expr, b: Expr, negative = false): Expr => ({
  kind: 'add',
  terms: [
    { negative: false, value: a },
    { negative, value: b },
  ],
  span: NOWHERE,
})
const HAS_SERIES = /"fn":"(exp|log|sqrt|sin|cos|tan|sinh|cosh|sech)"/

const times = (a: Expr, b: Expr, by: 'times' | 'over' | 'hadamard' = 'times'): Expr => ({
  kind: 'mul',
  factors: [
    { by: 'times', value: a },
    { by, value: b },
  ],
  span: NOWHERE,
})
const power = (base: Expr, exponent: number): Expr => ({
  kind: 'pow',
  base,
  exponent: number(exponent),
  span: NOWHERE,
})
const call = (fn: Of<'call'>['fn'], ...args: readonly Expr[]): Expr => ({
  kind: 'call',
  fn,
  args,
  span: NOWHERE,
})
const transpose = (of: Expr): Expr => ({ kind: 'transpose', of, span: NOWHERE })
const derivative = (of: Expr, ...by: readonly SymbolExpr[]): Expr => ({
  kind: 'derivative',
  of,
  by,
  nabla: false,
  span: NOWHERE,
})
const row = (of: Expr, i: Expr): Expr => ({ kind: 'indexed', of, indices: [i], span: NOWHERE })
const positive = (of: Expr): Expr => add(number(0.5), power(of, 2))

/** A label that a formula may use, with its dimension. */
type Labels = readonly (readonly [name: string, dim: 'm' | 'n'])[]

/** Shapes by rows and columns. */
export type Shape = '1' | 'm' | 'n' | 'mn' | 'mm'

/** Which kinds of formulas to make. */
export interface Range {
  readonly derivatives: boolean
}

const SMOOTH = [
  ...(['exp', 'tanh', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'sech', 'erf', 'sigmoid', 'softplus'] as const),
]
const KINKED = ['relu', 'abs'] as const

const FREE: Labels = [
  ['i', 'm'],
  ['j', 'n'],
]
const made = new Map<string, fc.Arbitrary<Expr>>()

/** Formulas of a shape, with free labels i over m and j over n. */
export function formulas(shape: Shape, depth: number, range: Range, labels = FREE): fc.Arbitrary<Expr> {
  const key = JSON.stringify([shape, depth, range, labels])
  const known = made.get(key) ?? make(shape, depth, range, labels)
  made.set(key, known)
  return known
}

function make(shape: Shape, depth: number, range: Range, labels: Labels): fc.Arbitrary<Expr> {
  const of = (s: Shape, more: Labels = labels): fc.Arbitrary<Expr> => formulas(s, depth - 1, range, more)
  const index = (dim: 'm' | 'n'): fc.Arbitrary<Expr> =>
    fc.constantFrom<Expr>(
      ...labels.filter(([, over]) => over === dim).map(([name]) => symbol(name)),
      number(1),
      number(2),
      ...(dim === 'n'
        ? [
            symbol('c'),
            ...labels.filter(([, over]) => over === 'm').map(([name]) => symbol('y', symbol(name))),
          ]
        : []),
    )
  const at = (name: string, ...dims: readonly ('m' | 'n')[]): fc.Arbitrary<SymbolExpr> =>
    fc.tuple(...dims.map(index)).map(indices => symbol(name, ...indices))
  /** What can be differentiated by, read at indices or whole. */
  const entries = fc.oneof(
    fc.constantFrom(symbol('a'), symbol('b'), symbol('p')),
    at('u', 'm'),
    at('v', 'n'),
    at('r', 'm'),
    at('z', 'm'),
    at('X', 'm', 'n'),
    at('H', 'm', 'n'),
    at('x', 'm', 'n'),
  )
  const condition: fc.Arbitrary<Condition> = fc.oneof(
    fc
      .tuple(index('n'), index('n'), fc.constantFrom('=' as const, '≠' as const, '<' as const, '≥' as const))
      .map(([left, right, op]): Condition => ({ kind: 'compare', op, left, right, span: NOWHERE })),
    fc.tuple(index('m'), fc.boolean()).map(
      ([element, negative]): Condition => ({
        kind: 'member',
        negative,
        element,
        list: symbol('S'),
        span: NOWHERE,
      }),
    ),
    fc.tuple(index('m'), index('m')).map(
      ([left, right]): Condition => ({
        kind: 'or',
        parts: [
          { kind: 'compare', op: '=', left, right, span: NOWHERE },
          { kind: 'compare', op: '>', left: symbol('p'), right: number(1), span: NOWHERE },
        ],
        span: NOWHERE,
      }),
    ),
  )
  /** What is exact, so that rounding does not decide on which side of a kink it lies. */
  const kinkless = (s: Shape): fc.Arbitrary<Expr> => (range.derivatives ? leaf(s) : of(s))
  const shared = (s: Shape): readonly fc.Arbitrary<Expr>[] => [
    fc.tuple(of(s), of(s), fc.boolean()).map(([x, y, negative]) => add(x, y, negative)),
    fc.tuple(of('1'), of(s)).map(([x, y]) => times(x, y)),
    fc.tuple(of(s), of('1')).map(([x, y]) => times(x, positive(y), 'over')),
    fc.tuple(fc.constantFrom(...SMOOTH), of(s)).map(([fn, x]) => call(fn, x)),
    fc.tuple(fc.constantFrom(...KINKED), kinkless(s)).map(([fn, x]) => call(fn, x)),
    leaf(s).map(x => call('sign', x)),
    of(s).map(x => call('log', call('exp', x))),
    fc
      .tuple(fc.constantFrom('max' as const, 'min' as const), kinkless(s), kinkless(s))
      .map(([fn, x, y]) => call(fn, x, y)),
  ]
  const columns = (s: 'm' | 'n'): readonly fc.Arbitrary<Expr>[] => [
    ...shared(s),
    fc.tuple(of(s), of(s)).map(([x, y]) => times(x, y, 'hadamard')),
    of(s).map(x => call('softmax', x)),
    fc.tuple(of(s), fc.boolean()).map(([x, cubed]) => {
      const square = times(x, x, 'hadamard')
      return cubed ? times(square, x, 'hadamard') : square
    }),
    fc.tuple(of('1'), of(s)).map(([x, y]) => add(x, y)),
  ]
  const leaf = (s: Shape): fc.Arbitrary<Expr> => {
    switch (s) {
      case '1':
        return fc.oneof(
          entries,
          fc.constantFrom(0, 1, 2, 0.5, -1.5).map(number),
          fc.constantFrom<Expr>(symbol('m'), symbol('t'), symbol('c')),
          at('q', 'n'),
          at('o', 'n'),
          at('g', 'm'),
          at('y', 'm'),
          index('m'),
        )
      case 'm':
        return fc.oneof(
          fc.constantFrom<Expr>(symbol('u'), symbol("u'"), symbol('g'), symbol('r'), symbol('z')),
          index('n').map(j => symbol('X', ':', j)),
        )
      case 'n':
        return fc.oneof(
          fc.constantFrom<Expr>(symbol('v'), symbol('q'), symbol('o'), call('onehot', symbol('c'))),
          index('m').map(i => symbol('x', i)),
          index('m').map(i => transpose(symbol('X', i))),
        )
      case 'mn':
        return fc.constantFrom<Expr>(symbol('X'), symbol('H'), call('onehot', symbol('y')))
      case 'mm':
        return fc.constantFrom<Expr>(symbol('B'), {
          kind: 'constant',
          which: 'identity',
          size: 'm',
          span: NOWHERE,
        })
    }
  }
  if (depth <= 0) return leaf(shape)
  const inner = (dim: 'm' | 'n'): { readonly name: string; readonly body: fc.Arbitrary<Expr> } => {
    const name = `l${labels.length}`
    return { name, body: of('1', [...labels, [name, dim]]) }
  }
  const reductions = (['m', 'n'] as const).flatMap(dim => {
    const { name, body } = inner(dim)
    const whole =
      (op: 'sum' | 'prod' | 'max' | 'min', where?: Condition) =>
      (x: Expr): Expr => ({
        kind: 'big',
        op,
        index: name,
        range: { kind: 'all' },
        where,
        // Each body is indexed by the label, so that its range is known.
        body: times(x, add(number(1), times(number(0), symbol(dim === 'm' ? 'u' : 'v', symbol(name))))),
        span: NOWHERE,
      })
    return [
      fc
        .tuple(fc.constantFrom('sum' as const, 'prod' as const, 'max' as const, 'min' as const), body)
        .map(([op, x]) => whole(op)(x)),
      fc
        .tuple(fc.constantFrom('sum' as const, 'prod' as const, 'max' as const), body, index(dim))
        .map(([op, x, other]) =>
          whole(op, { kind: 'compare', op: '≠', left: symbol(name), right: other, span: NOWHERE })(x),
        ),
      fc.tuple(body, fc.constantFrom(1, 2)).map(
        ([x, from]): Expr => ({
          kind: 'big',
          op: 'sum',
          index: name,
          range: { kind: 'stretch', from: number(from), to: number(2) },
          where: undefined,
          body: times(x, symbol(dim === 'm' ? 'u' : 'v', symbol(name))),
          span: NOWHERE,
        }),
      ),
    ]
  })
  const members = fc.constant(`l${labels.length}`).chain(name =>
    of('1', [...labels, [name, 'm']]).map(
      (body): Expr => ({
        kind: 'big',
        op: 'sum',
        index: name,
        range: { kind: 'members', list: symbol('S') },
        where: undefined,
        body,
        span: NOWHERE,
      }),
    ),
  )
  const scalars: readonly fc.Arbitrary<Expr>[] = [
    ...shared('1'),
    fc.tuple(of('1'), fc.constantFrom(2, 3, 0)).map(([x, n]) => power(x, n)),
    fc.tuple(of('1'), fc.constantFrom(-1, -2, 0.5, 1.5)).map(([x, n]) => power(positive(x), n)),
    of('1').map(x => call('sqrt', positive(x))),
    of('1').map(x => call('log', positive(x))),
    fc
      .tuple(of('1'), of('1'))
      .map(([x, y]) => ({ kind: 'pow', base: positive(x), exponent: y, span: NOWHERE }) as Expr),
    ...reductions,
    members,
    fc.tuple(of('m'), of('m')).map(([x, y]) => times(transpose(x), y)),
    fc
      .tuple(
        fc.constantFrom<Shape>('m', 'n', 'mn').chain(s => of(s)),
        fc.constantFrom(1 as const, 2 as const),
      )
      .map(([x, order]): Expr => ({ kind: 'norm', of: x, order, span: NOWHERE })),
    fc
      .constantFrom<Shape>('m', 'mn')
      .chain(s => of(s))
      .map((x): Expr => power({ kind: 'norm', of: x, order: 2, span: NOWHERE }, 2)),
    // The trace of what may be the logarithm of a matrix is refused; that of a product entry by entry is not.
    of('mm').map(x => call('tr', HAS_SERIES.test(JSON.stringify(x)) ? times(x, x, 'hadamard') : x)),
    fc
      .tuple(
        fc.constantFrom('sum', 'mean'),
        fc.constantFrom<Shape>('m', 'mn').chain(s => of(s)),
      )
      .map(([fn, x]) => call(fn, x)),
    fc
      .constantFrom<Shape>('m', 'n')
      .chain(s => of(s))
      .map(x => call('logsumexp', x)),
    fc
      .tuple(of('m'), index('m'))
      .map(([x, i]): Expr => ({ kind: 'indexed', of: x, indices: [i], span: NOWHERE })),
    fc
      .tuple(of('mn'), index('m'), index('n'))
      .map(([x, i, j]): Expr => ({ kind: 'indexed', of: x, indices: [i, j], span: NOWHERE })),
    condition.map((asked): Expr => ({ kind: 'iverson', condition: asked, span: NOWHERE })),
    fc.tuple(condition, of('1'), of('1')).map(
      ([asked, x, y]): Expr => ({
        kind: 'cases',
        branches: [
          { value: x, condition: asked },
          { value: y, condition: undefined },
        ],
        span: NOWHERE,
      }),
    ),
    fc
      .tuple(index('n'), index('n'))
      .map(([left, right]): Expr => ({ kind: 'delta', left, right, span: NOWHERE })),
    ...(range.derivatives
      ? [
          fc.tuple(of('1'), entries).map(([x, by]) => derivative(x, by)),
          fc.tuple(of('1'), entries, entries).map(([x, by, again]) => derivative(x, by, again)),
          // Of what surely depends on both, and with others between.
          fc
            .tuple(fc.constantFrom(...SMOOTH), of('1'), entries, entries)
            .map(([fn, x, by, again]) => derivative(call(fn, add(times(by, again), x)), by, again)),
          fc
            .tuple(of('1'), entries, entries)
            .map(([x, by, again]) => derivative(power(derivative(times(x, power(by, 3)), by), 2), again)),
        ]
      : []),
  ]
  switch (shape) {
    case '1':
      // The last ones differentiate.
      return fc.oneof(
        leaf('1'),
        ...scalars,
        ...(range.derivatives ? Array.from({ length: 8 }, () => scalars.slice(-4)).flat() : []),
      )
    case 'm':
      return fc.oneof(
        leaf('m'),
        ...columns('m'),
        fc.tuple(of('mn'), of('n')).map(([x, y]) => times(x, y)),
        fc.tuple(of('mm'), of('m')).map(([x, y]) => times(transpose(x), y)),
        of('mm').map(x => call('diag', x)),
        of('mn').map(x => call('logsumexp', x)),
        ...(range.derivatives
          ? [
              fc
                .tuple(of('1'), fc.constantFrom(symbol('u'), symbol('r'), symbol('z')))
                .map(([x, by]) => derivative(x, by)),
              fc.tuple(of('m'), entries).map(([x, by]) => derivative(x, by)),
            ]
          : []),
      )
    case 'n':
      return fc.oneof(
        leaf('n'),
        ...columns('n'),
        fc.tuple(of('mn'), of('m')).map(([x, y]) => times(transpose(x), y)),
        ...(range.derivatives
          ? [
              fc
                .tuple(of('1'), fc.oneof(fc.constant(symbol('v')), at('x', 'm')))
                .map(([x, by]) => derivative(x, by)),
              fc.tuple(of('1'), index('m')).map(([x, i]) => transpose(derivative(x, symbol('X', i)))),
              fc.tuple(of('n'), entries).map(([x, by]) => transpose(derivative(transpose(x), by))),
              fc
                .tuple(of('mn'), entries, index('m'))
                .map(([x, by, i]) => transpose(row(derivative(x, by), i))),
            ]
          : []),
      )
    case 'mn':
      return fc.oneof(
        leaf('mn'),
        ...shared('mn'),
        fc.tuple(of('mn'), of('mn')).map(([x, y]) => times(x, y, 'hadamard')),
        fc.tuple(of('m'), of('n')).map(([x, y]) => times(x, transpose(y))),
        fc.tuple(of('mm'), of('mn')).map(([x, y]) => times(x, y)),
        fc.tuple(of('mn'), of('n')).map(([x, y]) => add(x, transpose(y))),
        of('mn').map(x => call('softmax', x)),
        ...(range.derivatives
          ? [
              fc
                .tuple(of('1'), fc.constantFrom(symbol('X'), symbol('H')))
                .map(([x, by]) => derivative(x, by)),
              fc.tuple(of('m'), fc.constant(symbol('v'))).map(([x, by]) => derivative(x, by)),
            ]
          : []),
      )
    case 'mm':
      return fc.oneof(
        leaf('mm'),
        ...shared('mm'),
        of('m').map(x => call('diag', x)),
        fc.tuple(of('m'), of('m')).map(([x, y]) => times(x, transpose(y))),
        fc.tuple(of('mn'), of('mn')).map(([x, y]) => times(x, transpose(y))),
        ...(range.derivatives
          ? [
              fc
                .tuple(of('m'), fc.constantFrom(symbol('u'), symbol('r'), symbol('z')))
                .map(([x, by]) => derivative(x, by)),
            ]
          : []),
      )
  }
}

/** A formula as a person would write it. */
export const shown = (expr: Expr): string => print(expr, { latex: false, names: context.names })
