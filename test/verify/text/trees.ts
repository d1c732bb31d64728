// Random trees of the kind that a text can mean.
import fc from 'fast-check'
import { literal, PI } from '../../../src/verify/text/lex/literals.js'
import type { Condition, Expr, Index, Range, SymbolExpr } from '../../../src/verify/text/tree.js'

const span = { start: -1, end: -1 }
const LABELS = ['i', 'j', 'r', "j'", 'ν']
const DIMS = ['m', 'n', 'k']

const symbol = (name: string, indices: readonly Index[] = []): SymbolExpr => ({
  kind: 'symbol',
  name,
  indices,
  span,
})
const number = (value: number): Expr => ({ kind: 'number', value, span })

const label = fc.constantFrom(...LABELS).map(name => symbol(name))
// Not 12, which are two indices in row 1 and column 2 of a matrix.
const whole = fc.constantFrom(1, 2, 45).map(number)
const classOf = fc
  .tuple(fc.constantFrom('y', 'c'), label)
  .map(([name, i]) => symbol(name, name === 'y' ? [i] : []))
const shifted = fc.tuple(label, fc.boolean(), whole).map(
  ([first, negative, value]): Expr => ({
    kind: 'add',
    terms: [
      { negative: false, value: first },
      { negative, value },
    ],
    span,
  }),
)
/** Indices, as they stand below. */
const index: fc.Arbitrary<Index> = fc.oneof(
  { weight: 6, arbitrary: label },
  { weight: 2, arbitrary: classOf },
  whole,
  shifted,
  fc.constant(':' as const),
)
const sample = fc.oneof(label, fc.constant(symbol('n')), whole)

/** Symbols with up to two indices below, and a sample above where they bear one. */
const named: fc.Arbitrary<SymbolExpr> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'X',
          'θ',
          'a',
          'p',
          'loss',
          'ŷ',
          "y'",
          'ℓ̃',
          'ℒ',
          'W_1',
          'b_out',
          'W^(2)',
          'W^(2)_out',
          'v_c',
          'U^z',
          'a^z_t',
          'h_t-1',
          'y^smooth',
          'J_neg-sample',
        ),
        fc.array(index, { maxLength: 2 }),
      )
      .map(([name, indices]) => symbol(name, indices)),
  },
  fc
    .tuple(fc.constantFrom('x', 'Δ'), sample, fc.array(index, { maxLength: 1 }))
    .map(([name, n, indices]) => symbol(name, [n, ...indices])),
)

const atom: fc.Arbitrary<Expr> = fc.oneof(
  { weight: 6, arbitrary: named },
  label,
  fc.constantFrom(...DIMS).map(name => symbol(name)),
  fc.constantFrom(0, 1, 2, 3, 10, 0.5, 1e21).map(number),
  fc
    .constantFrom(PI, literal('0.1'), literal('0.00000015'))
    .map((written): Expr => ({ kind: 'number', ...written, span })),
  fc
    .tuple(fc.oneof(label, classOf, whole), fc.oneof(label, classOf))
    .map(([left, right]): Expr => ({ kind: 'delta', left, right, span })),
  fc
    .tuple(fc.constantFrom('ones' as const, 'identity' as const), fc.constantFrom(undefined, 'm', '3'))
    .map(([which, size]): Expr => ({ kind: 'constant', which, size, span })),
  fc.constant<Expr>({ kind: 'call', fn: 'exp', args: [number(1)], span }),
)

/** (x)_i is x_i. */
const takesIndices = (of: Expr): boolean => of.kind !== 'symbol' || of.indices.length > 0

const tree = fc.letrec<{ expr: Expr; condition: Condition }>(tie => {
  const expr = tie('expr')
  const condition = tie('condition')
  const range: fc.Arbitrary<Range> = fc.oneof(
    fc.constant<Range>({ kind: 'all' }),
    fc
      .tuple(
        whole,
        fc.oneof(
          fc.constantFrom(...DIMS).map(name => symbol(name)),
          whole,
        ),
      )
      .map(([from, to]): Range => ({ kind: 'stretch', from, to })),
    fc.constant<Range>({ kind: 'members', list: symbol('S') }),
  )
  const compare = fc
    .tuple(fc.constantFrom('=', '≠', '<', '>', '≤', '≥'), fc.oneof(label, expr), fc.oneof(label, expr))
    .map(([op, left, right]): Condition => ({ kind: 'compare', op: op as '=', left, right, span }))
  const member = fc
    .tuple(fc.boolean(), label)
    .map(([negative, element]): Condition => ({ kind: 'member', negative, element, list: symbol('S'), span }))
  const joined = fc
    .tuple(
      fc.constantFrom('and' as const, 'or' as const),
      fc.array(condition, { minLength: 2, maxLength: 3 }),
    )
    // Those of one kind within one another are one.
    .map(
      ([kind, parts]): Condition => ({
        kind,
        parts: parts.flatMap(p => (p.kind === kind && 'parts' in p ? p.parts : [p])),
        span,
      }),
    )
  const terms = fc
    .array(fc.record({ negative: fc.boolean(), value: expr }), { minLength: 1, maxLength: 3 })
    .filter(list => list.length > 1 || list[0]!.negative)
  const factors = fc.tuple(
    expr,
    fc.array(
      fc.record({
        by: fc.constantFrom(
          'times' as const,
          'times' as const,
          'times' as const,
          'hadamard' as const,
          'hadamardOver' as const,
          'kronecker' as const,
        ),
        value: expr,
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  return {
    condition: fc.oneof(
      { depthSize: 'small', maxDepth: 3, depthIdentifier: 'tree' },
      compare,
      member,
      joined,
    ),
    expr: fc.oneof(
      { depthSize: 'small', maxDepth: 4, depthIdentifier: 'tree' },
      atom,
      terms.map((list): Expr => ({ kind: 'add', terms: list, span })),
      factors.map(
        ([first, rest]): Expr => ({ kind: 'mul', factors: [{ by: 'times', value: first }, ...rest], span }),
      ),
      fc.tuple(expr, expr).map(
        ([above, below]): Expr => ({
          kind: 'mul',
          factors: [
            { by: 'times', value: above },
            { by: 'over', value: below },
          ],
          span,
        }),
      ),
      fc.tuple(expr, expr).map(([base, exponent]): Expr => ({ kind: 'pow', base, exponent, span })),
      fc
        .tuple(
          fc.constantFrom(
            'exp',
            'log',
            'tanh',
            'sigmoid',
            'softmax',
            'sqrt',
            'abs',
            'bars',
            'tr',
            'sum',
            'relu',
          ),
          expr,
        )
        .map(([fn, arg]): Expr => ({ kind: 'call', fn, args: [arg], span })),
      fc
        .tuple(fc.constantFrom('max', 'min'), fc.array(expr, { minLength: 2, maxLength: 3 }))
        .map(([fn, args]): Expr => ({ kind: 'call', fn, args, span })),
      fc.tuple(expr, expr).map((args): Expr => ({ kind: 'call', fn: 'inner', args, span })),
      fc
        .tuple(fc.constantFrom('φ', 'g_1', 'tanh', 'sigmoid'), fc.constantFrom(1, 2, 3, 4), expr)
        .map(([name, times, arg]): Expr => ({ kind: 'apply', name, times, args: [arg], span })),
      fc.tuple(expr, expr).map((args): Expr => ({ kind: 'apply', name: 'ψ', times: 0, args, span })),
      fc.tuple(fc.constantFrom(...LABELS), expr).map(([label, arg]): Expr => {
        const indices: readonly Expr[] = [{ kind: 'symbol', name: label, indices: [], span }]
        return { kind: 'apply', name: 'χ', times: 0, indices, args: [arg], span }
      }),
      expr.map((of): Expr => ({ kind: 'transpose', of, span })),
      fc
        .tuple(
          fc.constantFrom('sum' as const, 'prod' as const, 'max' as const, 'min' as const),
          fc.constantFrom(...LABELS),
          range,
          fc.option(condition, { nil: undefined }),
          expr,
        )
        .map(
          ([op, index, over, where, body]): Expr => ({
            kind: 'big',
            op,
            index,
            range: over,
            where,
            body,
            span,
          }),
        ),
      fc
        .tuple(expr, fc.constantFrom(1 as const, 2 as const, '∞' as const, number(3), symbol('p')))
        .map(([of, order]): Expr => ({ kind: 'norm', of, order, span })),
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
        .filter(([height, width]) => height * width > 1)
        .chain(([height, width]) =>
          fc.array(fc.array(expr, { minLength: width, maxLength: width }), {
            minLength: height,
            maxLength: height,
          }),
        )
        .map((rows): Expr => ({ kind: 'matrix', rows, span })),
      expr.map((of): Expr => ({ kind: 'differential', of, span })),
      condition.map((asked): Expr => ({ kind: 'iverson', condition: asked, span })),
      fc
        .tuple(
          fc.array(fc.record({ value: expr, condition }), { maxLength: 2 }),
          fc.option(expr, { nil: undefined }),
        )
        .filter(([some, rest]) => some.length > 0 || rest !== undefined)
        .map(
          ([some, rest]): Expr => ({
            kind: 'cases',
            branches: rest === undefined ? some : [...some, { value: rest, condition: undefined }],
            span,
          }),
        ),
      fc
        .tuple(expr, fc.array(named, { minLength: 1, maxLength: 3 }))
        .map(([of, by]): Expr => ({ kind: 'derivative', of, by, nabla: false, span })),
      fc.tuple(expr, named, fc.constantFrom(1, 2)).map(
        ([of, by, times]): Expr => ({
          kind: 'derivative',
          of,
          by: Array.from({ length: times }, () => by),
          nabla: true,
          span,
        }),
      ),
      fc
        .tuple(expr.filter(takesIndices), fc.array(index, { minLength: 1, maxLength: 2 }))
        .map(([of, indices]): Expr => ({ kind: 'indexed', of, indices, span })),
    ),
  }
})

/** Formulas. */
export const formulas = tree.expr
