// Mistakes in terms: signs, terms lost, doubled or added, and constants in front of them.
import type { Of } from '../../../../src/verify/text/tree.js'
import {
  add,
  isArray,
  isNumber,
  type Kind,
  mul,
  negative,
  number,
  plus,
  replaced,
  times,
  without,
} from './kind.js'

const ofSum =
  (
    edit: (
      expr: Of<'add'>,
      ...rest: Parameters<NonNullable<Kind['at']>>
    ) => ReturnType<NonNullable<Kind['at']>>,
  ) =>
  (...[place, material]: Parameters<NonNullable<Kind['at']>>) =>
    place.expr.kind === 'add' && place.expr.terms.length > 1 && place.role === 'formula'
      ? edit(place.expr, place, material)
      : []

export const TERMS: readonly Kind[] = [
  {
    name: 'sign of the whole',
    at: ({ expr, parent }) => (parent === undefined && !isNumber(expr, 0) ? [negative(expr)] : []),
  },
  {
    name: 'sign of one term',
    at: ofSum(expr =>
      expr.terms.map(({ negative: was, value }, i) =>
        add(replaced(expr.terms, i, { negative: !was, value })),
      ),
    ),
  },
  {
    name: 'sign within a function',
    at: ({ expr, parent }) =>
      parent?.kind === 'call' && expr.kind === 'add' && expr.terms.length === 1
        ? [expr.terms[0]!.value]
        : parent?.kind === 'call' && parent.args.length === 1 && expr.kind === 'symbol'
          ? [negative(expr)]
          : [],
  },
  { name: 'dropped term', at: ofSum(expr => expr.terms.map((_, i) => add(without(expr.terms, i)))) },
  {
    name: 'term twice',
    at: ofSum(expr =>
      expr.terms.map(({ negative: was, value }, i) =>
        add(replaced(expr.terms, i, { negative: was, value: times(number(2), value) })),
      ),
    ),
  },
  {
    name: 'term halved',
    at: ofSum(expr =>
      expr.terms.map(({ negative: was, value }, i) => {
        const half = mul([
          { by: 'times', value: number(1) },
          { by: 'over', value: number(2) },
        ])
        return isNumber(value)
          ? undefined
          : add(replaced(expr.terms, i, { negative: was, value: times(half, value) }))
      }),
    ),
  },
  {
    name: 'extra term',
    at: ({ expr, parent }, { left }) => {
      const by = left.kind === 'derivative' && left.by.length === 1 ? left.by[0] : undefined
      return parent === undefined && by !== undefined ? [plus(expr, by)] : []
    },
  },
  {
    name: 'extra 1',
    at: ({ expr, parent, role }, material) =>
      role === 'formula' && (parent === undefined || parent.kind === 'big') && !isArray(expr, material)
        ? [plus(expr, number(1))]
        : [],
  },
  {
    name: 'times for plus',
    at: ofSum((expr, _, material) =>
      expr.terms.length === 2 &&
      expr.terms.every(({ value }) => !isArray(value, material) && value.kind !== 'big')
        ? [times(...expr.terms.map(({ negative: was, value }) => (was ? negative(value) : value)))]
        : [],
    ),
  },
]
