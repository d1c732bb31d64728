// Mistakes in factors: counts, halves, chain factors, brackets.
import type { Expr, Of } from '../../../../src/verify/text/tree.js'
import { nodesOf } from '../tree.js'
import {
  add,
  call,
  isArray,
  isCount,
  isNumber,
  type Kind,
  minus,
  mul,
  name,
  number,
  over,
  plus,
  replaced,
  times,
  without,
} from './kind.js'

const ofMul =
  (edit: (expr: Of<'mul'>, ...rest: Parameters<NonNullable<Kind['at']>>) => readonly (Expr | undefined)[]) =>
  (...[place, material]: Parameters<NonNullable<Kind['at']>>) =>
    place.expr.kind === 'mul' && place.role === 'formula' ? edit(place.expr, place, material) : []

const isComplement = (expr: Expr): boolean =>
  expr.kind === 'add' &&
  expr.terms.length === 2 &&
  isNumber(expr.terms[0]!.value, 1) &&
  !expr.terms[0]!.negative &&
  expr.terms[1]!.negative

const isIndicator = (expr: Expr): boolean => expr.kind === 'delta' || expr.kind === 'iverson'

/** Whether a product is a fraction that counts, such as 1/m. */
const isMean = (expr: Expr, ...[, material]: Parameters<NonNullable<Kind['at']>>): boolean =>
  expr.kind === 'mul' && expr.factors.some(({ by }) => by === 'over') && isCount(expr, material)

const mentionsSize = (expr: Expr, dims: readonly string[]): boolean =>
  nodesOf(expr).some(node => node.kind === 'symbol' && dims.includes(node.name))

export const FACTORS: readonly Kind[] = [
  {
    name: 'wrong dimension',
    at: ({ expr, role }, { context: { dims } }) =>
      expr.kind === 'symbol' && role === 'formula' && dims.includes(expr.name)
        ? dims.filter(dim => dim !== expr.name && !/^\d/.test(dim)).map(name)
        : [],
  },
  {
    name: 'count off by one',
    at: ({ expr, role }, { context: { dims } }) =>
      expr.kind === 'symbol' && role === 'formula' && dims.includes(expr.name)
        ? [minus(expr, number(1))]
        : [],
  },
  {
    name: 'missing 1/m',
    at: ofMul((expr, place, material) => [
      ...expr.factors.map(({ value }, i) =>
        isMean(value, place, material) && mentionsSize(value, material.context.dims)
          ? mul(without(expr.factors, i))
          : undefined,
      ),
      ...expr.factors.map(({ by, value }, i) =>
        by === 'over' && isCount(value, material) && mentionsSize(value, material.context.dims)
          ? mul(without(expr.factors, i))
          : undefined,
      ),
    ]),
  },
  {
    name: 'mean for sum',
    at: ({ expr, role }, { context: { dims } }) =>
      expr.kind === 'big' && expr.op === 'sum' && role === 'formula'
        ? dims.slice(0, 2).map(dim => times(over(number(1), name(dim)), expr))
        : [],
  },
  {
    name: 'extra factor 2',
    at: ({ expr, role, parent }) =>
      role === 'formula' && (parent === undefined || parent.kind === 'add') && !isNumber(expr)
        ? [times(number(2), expr)]
        : [],
  },
  {
    name: 'missing half',
    at: ofMul((expr, { parent }) =>
      expr.factors.map(({ by, value }, i) => {
        if (by !== 'over') return undefined
        if (isNumber(value, 2)) return mul(replaced(expr.factors, i))
        const inner = value.kind === 'mul' ? value.factors.findIndex(f => isNumber(f.value, 2)) : -1
        return value.kind === 'mul' && inner >= 0 && parent !== value
          ? mul(replaced(expr.factors, i, { by: 'over', value: mul(without(value.factors, inner)) }))
          : undefined
      }),
    ),
  },
  {
    name: 'missing 2',
    at: ofMul(expr =>
      expr.factors.map(({ by, value }, i) =>
        by !== 'over' && isNumber(value, 2) ? mul(without(expr.factors, i)) : undefined,
      ),
    ),
  },
  {
    name: 'constant ln 2',
    at: ({ expr, parent, role }) =>
      role === 'formula' && (parent === undefined || parent.kind === 'add') && !isNumber(expr)
        ? [times(call('log', number(2)), expr)]
        : [],
  },
  {
    name: 'lost factor',
    at: ofMul((expr, _, material) =>
      expr.factors.map(({ by, value }, i) =>
        by === 'over' || isCount(value, material) || isComplement(value) || isIndicator(value)
          ? undefined
          : mul(without(expr.factors, i)),
      ),
    ),
  },
  {
    name: 'lost factor 1 − p',
    at: ofMul(expr =>
      expr.factors.map(({ value }, i) => (isComplement(value) ? mul(without(expr.factors, i)) : undefined)),
    ),
  },
  {
    name: 'p for 1 − p',
    at: ({ expr, role }) =>
      isComplement(expr) && expr.kind === 'add' && role === 'formula' ? [expr.terms[1]!.value] : [],
  },
  {
    name: '1 − p for p',
    at: ({ expr, role, parent }, material) =>
      expr.kind === 'symbol' &&
      role === 'formula' &&
      parent?.kind === 'mul' &&
      material.context.symbols.get(expr.name)?.definition !== undefined &&
      !isArray(expr, material)
        ? [minus(number(1), expr)]
        : [],
  },
  {
    name: 'times for over',
    at: ofMul(expr =>
      expr.factors.map(({ by, value }, i) =>
        by === 'over' && !isNumber(value)
          ? mul(replaced(expr.factors, i, { by: 'times' as const, value }).filter(f => !isNumber(f.value, 1)))
          : undefined,
      ),
    ),
  },
  {
    name: 'upside down',
    at: ofMul((expr, _, material) => {
      const [above, below] = expr.factors
      return expr.factors.length === 2 &&
        below!.by === 'over' &&
        !isArray(above!.value, material) &&
        !isNumber(above!.value, 1)
        ? [over(below!.value, above!.value)]
        : []
    }),
  },
  {
    name: 'plus for times',
    at: ofMul((expr, place, material) =>
      expr.factors.slice(1).map(({ by, value }, i) =>
        by === 'times' &&
        [value, expr.factors[i]!.value].every(
          part => !isArray(part, material) && !isMean(part, place, material) && part.kind !== 'big',
        ) &&
        expr.factors[i]!.by === 'times'
          ? mul(
              replaced(without(expr.factors, i + 1), i, {
                by: 'times',
                value: plus(expr.factors[i]!.value, value),
              }),
            )
          : undefined,
      ),
    ),
  },
  {
    name: 'lost brackets',
    at: ofMul(expr =>
      expr.factors.map(({ by, value }, i) => {
        if (by === 'over' || value.kind !== 'add' || value.terms.length < 2) return undefined
        const [first, ...rest] = value.terms
        const before = mul(replaced(expr.factors, i, { by, value: add([first!]) }))
        const after = value.terms.at(-1)!
        return i > 0
          ? add([{ negative: false, value: before }, ...rest])
          : add([
              ...value.terms.slice(0, -1),
              { negative: after.negative, value: mul(replaced(expr.factors, i, { by, value: after.value })) },
            ])
      }),
    ),
  },
  {
    name: 'factor slipped into the exponent',
    at: ofMul(expr =>
      expr.factors.flatMap(({ by, value }, i) => {
        const [arg] = value.kind === 'call' && value.fn === 'exp' && by === 'times' ? value.args : []
        if (arg === undefined) return []
        return [i - 1, i + 1].map(k => {
          const other = expr.factors[k]
          if (other === undefined || other.by !== 'times' || other.value.kind !== 'symbol') return undefined
          const slipped = { by, value: call('exp', times(arg, other.value)) }
          return mul(without(replaced(expr.factors, i, slipped), k))
        })
      }),
    ),
  },
]
