// A run of all optimizers side by side, as a child process takes it that is killed, and the test that goes on.
import { mul, random, sum, type Tensor, tanh, valueAndGrad } from '../../src/index.js'
import type { OptimizerState } from '../../src/optim/index.js'
import { rules } from '../optim/rules.js'

interface Params {
  readonly w: Tensor
  readonly half: Tensor
}

/** Where the run is. */
export interface Run {
  readonly step: number
  readonly all: Readonly<Record<string, { readonly params: Params; readonly state: OptimizerState<Params> }>>
}

const loss = ({ w, half }: Params): Tensor => sum(mul(tanh(w), tanh(half)))

/** Before the first step. Large enough that a kill finds it being written. */
export function fresh(): Run {
  const stream = random(3)
  const params: Params = { w: stream.normal([1000]), half: stream.normal([1000], { dtype: 'float32' }) }
  const all = Object.entries(rules).map(([name, { optimizer }]) => [
    name,
    { params, state: optimizer.init(params) },
  ])
  return { step: 0, all: Object.fromEntries(all) as Run['all'] }
}

/** One step of each. */
export const next = ({ step, all }: Run): Run => ({
  step: step + 1,
  all: Object.fromEntries(
    Object.entries(all).map(([name, { params, state }]) => [
      name,
      rules[name]!.optimizer.step(params, valueAndGrad(loss)(params).gradient, state),
    ]),
  ),
})
