// The plain rules of ops on single values and on pairs, as the library itself gives them to a kernel set.
import { grad, type Tensor, tensor } from '../../../src/index.js'
import { withKernels } from '../../../src/kernels/current.js'
import { reference } from '../../../src/kernels/reference.js'
import { COMPARISONS, PAIRS as FAST_PAIRS, FUNCTIONS } from '../../../src/kernels/wasm/functions/index.js'
import { mulNoNan } from '../../../src/ops/arithmetic.js'
import * as ops from '../../../src/ops/index.js'

const singles = new Map<string, (x: number) => number>()
const pairs = new Map<string, (a: number, b: number) => number>()
const comparisons = new Map<string, (a: number, b: number) => boolean>()

/** Notes the rules that pass by. */
const listening = {
  ...reference,
  map(...args: Parameters<typeof reference.map>) {
    singles.set(args[0], args[1])
    reference.map(...args)
  },
  zip(...args: Parameters<typeof reference.zip>) {
    pairs.set(args[0], args[1])
    reference.zip(...args)
  },
  compare(...args: Parameters<typeof reference.compare>) {
    comparisons.set(args[0], args[1])
    reference.compare(...args)
  },
}

withKernels(listening, () => {
  const x = tensor([0.5, 1])
  const known: { readonly [name: string]: unknown } = { ...ops }
  for (const name of Object.keys(FUNCTIONS)) (known[name] as ((x: Tensor) => Tensor) | undefined)?.(x)
  // The products with slopes are no ops of their own.
  for (const op of [ops.tanh, ops.sigmoid, ops.relu]) grad((x: Tensor) => ops.sum(op(x)))(x)
  for (const op of [ops.add, ops.sub, ops.mul, mulNoNan, ops.div, ops.maximum, ops.minimum, ops.pow])
    op(x, tensor([2, 3]))
  grad((x: Tensor) => ops.sum(ops.maximum(x, 2)))(x)
  for (const name of Object.keys(COMPARISONS)) (known[name] as typeof ops.equal)(x, 2)
  ops.logicalAnd(x, x)
  ops.logicalOr(x, x)
})
// A mask of what is above 0 and 1/cosh², of which the slopes of relu and tanh are made: times 1 they are alone.
singles.set('step', x => (x > 0 ? 1 : 0))
singles.set('sechSquared', x => pairs.get('timesSechSquared')!(1, x))

export const SINGLES: readonly string[] = Object.keys(FUNCTIONS)
export const PAIRS: readonly string[] = Object.keys(FAST_PAIRS)
export const COMPARED: readonly string[] = [...Object.keys(COMPARISONS), 'logicalAnd', 'logicalOr']

/** The rule of an op; an op with fast code whose rule nobody knows is an error of this file. */
export const single = (op: string) => ruleOf(singles, op)
export const pair = (op: string) => ruleOf(pairs, op)
export const comparison = (op: string) => ruleOf(comparisons, op)

function ruleOf<F>(rules: ReadonlyMap<string, F>, op: string): F {
  const rule = rules.get(op)
  if (rule === undefined) throw new Error(`no op hands the rule of '${op}' to its kernel set`)
  return rule
}
