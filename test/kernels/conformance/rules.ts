// The plain rules of ops on single values and on pairs, as the library itself gives them to a kernel set.
import { grad, type Tensor, tensor } from '../../../src/index.js'
import { withKernels } from '../../../src/kernels/current.js'
import { reference } from '../../../src/kernels/reference.js'
import { functions } from '../../../src/kernels/wasm/functions.js'
import { mulNoNan } from '../../../src/ops/arithmetic.js'
import * as ops from '../../../src/ops/index.js'

const singles = new Map<string, (x: number) => number>()
const pairs = new Map<string, (a: number, b: number) => number>()

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
}

/** Ops that have no fast code, beside those that have. */
const WITHOUT = ['sin', 'cos', 'erf']

withKernels(listening, () => {
  const x = tensor([0.5, 1])
  const known: { readonly [name: string]: unknown } = { ...ops }
  for (const name of [...Object.keys(functions), ...WITHOUT])
    (known[name] as ((x: Tensor) => Tensor) | undefined)?.(x)
  // 1/cosh² is the slope of tanh and no op of its own.
  grad((x: Tensor) => ops.sum(ops.tanh(x)))(x)
  for (const op of [ops.add, ops.sub, ops.mul, mulNoNan, ops.div, ops.maximum, ops.minimum, ops.pow])
    op(x, tensor([2, 3]))
})
// A mask of what is above 0, for the slope of relu.
if (!singles.has('step')) singles.set('step', x => (x > 0 ? 1 : 0))

export const SINGLES: readonly string[] = [...Object.keys(functions), ...WITHOUT]
export const PAIRS: readonly string[] = ['add', 'sub', 'mul', 'mulNoNan', 'div', 'maximum', 'minimum', 'pow']

/** The rule of an op; an op with fast code whose rule nobody knows is an error of this file. */
export const single = (op: string) => ruleOf(singles, op)
export const pair = (op: string) => ruleOf(pairs, op)

function ruleOf<F>(rules: ReadonlyMap<string, F>, op: string): F {
  const rule = rules.get(op)
  if (rule === undefined) throw new Error(`no op hands the rule of '${op}' to its kernel set`)
  return rule
}
