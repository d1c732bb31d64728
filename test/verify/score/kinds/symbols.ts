// Mistakes in what is written: products of matrices, transposes, functions, powers, one symbol for another.
import type { FunctionName } from '../../../../src/verify/terms/index.js'
import type { Expr, Of } from '../../../../src/verify/text/tree.js'
import type { Material } from '../material.js'
import { nodesOf } from '../tree.js'
import { call, isArray, isNumber, type Kind, mul, number, replaced, square, transpose } from './kind.js'

/** What is taken for what. */
const FUNCTIONS: Partial<Record<Of<'call'>['fn'], readonly FunctionName[]>> = {
  tanh: ['sigmoid'],
  sigmoid: ['tanh', 'softplus'],
  softplus: ['sigmoid'],
  log: ['exp', 'sqrt'],
  exp: ['sigmoid', 'softplus'],
  sqrt: ['log'],
}

const axesText = (symbol: string, { problem }: Material): string => (problem.axesOf(symbol) ?? []).join()

/** Whether one is defined by the other: a probability by its score. */
function isArgumentOf(inner: string, outer: string, { context }: Material): boolean {
  const definition = context.symbols.get(outer)?.definition
  return (
    definition !== undefined &&
    nodesOf(definition.expr).some(node => node.kind === 'symbol' && node.name === inner)
  )
}

/** Other symbols of the same shape. */
const alike = (expr: Extract<Expr, { kind: 'symbol' }>, material: Material): readonly string[] =>
  [...material.context.symbols.keys()].filter(
    other =>
      other !== expr.name &&
      axesText(other, material) === axesText(expr.name, material) &&
      material.context.symbols.get(other)!.kind !== 'class' &&
      material.context.names.above(other) === material.context.names.above(expr.name),
  )

const symbolsBy =
  (choose: (other: string, own: string, material: Material) => boolean): NonNullable<Kind['at']> =>
  ({ expr, role }, material) =>
    expr.kind === 'symbol' && role === 'formula' && material.context.symbols.has(expr.name)
      ? alike(expr, material)
          .filter(other => choose(other, expr.name, material))
          .map(other => ({ ...expr, name: other }))
      : []

export const SYMBOLS: readonly Kind[] = [
  { name: 'score for probability', at: symbolsBy((other, own, m) => isArgumentOf(other, own, m)) },
  { name: 'probability for score', at: symbolsBy((other, own, m) => isArgumentOf(own, other, m)) },
  {
    name: 'another symbol of the same shape',
    at: symbolsBy((other, own, m) => !isArgumentOf(other, own, m) && !isArgumentOf(own, other, m)),
  },
  { name: 'dropped transpose', at: ({ expr }) => (expr.kind === 'transpose' ? [expr.of] : []) },
  {
    name: 'extra transpose',
    at: ({ expr, role, parent }, material) =>
      expr.kind === 'symbol' && role === 'formula' && parent?.kind !== 'transpose' && isArray(expr, material)
        ? [transpose(expr)]
        : [],
  },
  {
    name: 'product in the other order',
    at: ({ expr }, material) =>
      expr.kind === 'mul'
        ? expr.factors.slice(1).map(({ by, value }, i) => {
            const before = expr.factors[i]!
            return by === 'times' &&
              before.by !== 'over' &&
              isArray(value, material) &&
              isArray(before.value, material)
              ? mul(
                  replaced(replaced(expr.factors, i, { by: before.by, value }), i + 1, {
                    by,
                    value: before.value,
                  }),
                )
              : undefined
          })
        : [],
  },
  {
    name: 'result transposed',
    at: ({ expr, parent }, material) =>
      parent === undefined && isArray(expr, material) && expr.kind !== 'transpose' ? [transpose(expr)] : [],
  },
  {
    name: 'entrywise for matrix product',
    at: ({ expr }, material) =>
      expr.kind === 'mul'
        ? expr.factors.map(({ by, value }, i) =>
            (by === 'hadamard' || (by === 'times' && i > 0)) &&
            isArray(value, material) &&
            isArray(expr.factors[i - 1]!.value, material)
              ? mul(replaced(expr.factors, i, { by: by === 'times' ? 'hadamard' : 'times', value }))
              : undefined,
          )
        : [],
  },
  {
    name: 'exponent lost',
    at: ({ expr, role }) =>
      expr.kind === 'pow' && role === 'formula' && isNumber(expr.exponent) && expr.base.kind !== 'norm'
        ? [expr.base]
        : [],
  },
  {
    name: 'exponent gained',
    at: ({ expr, role, parent }, material) =>
      role === 'formula' &&
      (expr.kind === 'symbol' || expr.kind === 'call') &&
      (parent?.kind === 'mul' || parent?.kind === 'add') &&
      !isArray(expr, material)
        ? [square(expr)]
        : [],
  },
  {
    name: 'another exponent',
    at: ({ expr, role }) =>
      role === 'exponent' && expr.kind === 'number' && Number.isInteger(expr.value)
        ? [number(expr.value + 1)]
        : [],
  },
  {
    name: 'norm for its square',
    at: ({ expr }) => (expr.kind === 'pow' && expr.base.kind === 'norm' ? [expr.base] : []),
  },
  {
    name: 'another function',
    at: ({ expr }) =>
      expr.kind === 'call' ? (FUNCTIONS[expr.fn] ?? []).map(fn => call(fn, ...expr.args)) : [],
  },
  {
    name: 'function dropped',
    at: ({ expr }) =>
      expr.kind === 'call' && expr.args.length === 1 && Object.hasOwn(FUNCTIONS, expr.fn)
        ? [expr.args[0]]
        : [],
  },
  {
    name: 'symbol for a function of it',
    at: ({ expr, role, parent }, material) =>
      expr.kind === 'symbol' &&
      role === 'formula' &&
      parent !== undefined &&
      material.context.symbols.get(expr.name)?.kind === 'real' &&
      !isArray(expr, material)
        ? [call('exp', expr)]
        : [],
  },
]
