// Compiled training: a step becomes one WebAssembly function, and a loop of steps never leaves it.
import { readFileSync } from 'node:fs'
import {
  add,
  allClose,
  argMax,
  crossEntropy,
  equal,
  matmul,
  mean,
  mul,
  sub,
  type Tensor,
  valueAndGrad,
  zeros,
} from 'chainrule'
import { compile, inspect, loop } from 'chainrule/compile'
import { readLabelledCsv, split, standardize } from 'chainrule/data'

const file = new URL('data/iris.csv', import.meta.url)
const { train, test } = split(readLabelledCsv(readFileSync(file, 'utf8')), { test: 0.25, seed: 1 })
const scale = standardize(train.features)
const data = { x: scale.features, y: train.labels }

// A step takes what is carried on and some rows, and returns what is carried on and what is worth keeping: here the loss.
interface Model {
  readonly theta: Tensor
  readonly bias: Tensor
}
type Rows = typeof data
const scores = ({ theta, bias }: Model, x: Tensor): Tensor => add(matmul(x, theta), bias)
const loss = (model: Model, { x, y }: Rows): Tensor => crossEntropy(scores(model, x), y)
const step = (model: Model, rows: Rows): readonly [Model, Tensor] => {
  const { value, gradient } = valueAndGrad(loss)(model, rows)
  const theta = sub(model.theta, mul(0.5, gradient.theta))
  return [{ theta, bias: sub(model.bias, mul(0.5, gradient.bias)) }, value]
}
const start: Model = { theta: zeros([4, 3]), bias: zeros([3]) }

// Op by op, and compiled: the same function, the same calls, and the same numbers but for rounding.
const trained = (take: typeof step): Model => {
  let model = start
  for (let i = 0; i < 500; i++) model = take(model, data)[0]
  return model
}
const [plain, compiled] = [trained(step), trained(compile(step))]
console.log('compiled = op by op:', allClose(compiled.theta, plain.theta, { rtol: 1e-10 }))

// A loop takes all steps at once. What a step returns in second place comes back stacked: a curve of losses.
const run = loop(step)
const whole = run(start, data, { steps: 500 })
console.log('loop = op by op:    ', allClose(whole.carry.theta, plain.theta, { rtol: 1e-10 }))
const losses = whole.outputs.toTypedArray()
for (const i of [0, 100, 200, 300, 400])
  console.log(`step ${String(i).padStart(3)}  loss ${losses[i]!.toFixed(4)}`)

// Or in batches of 16 rows, in an order that a seed decides. Progress is told between chunks of steps, and may end the run.
const batches = run(start, data, {
  steps: 1400,
  batchSize: 16,
  seed: 1,
  every: 350,
  onProgress: ({ steps }) => {
    console.log(`${steps} steps taken`)
    return true
  },
})
const accuracy = (model: Model, x: Tensor, y: Tensor) =>
  mean(equal(argMax(scores(model, x), { axis: 1 }), y)).item()
console.log('right in training:', accuracy(batches.carry, data.x, data.y).toFixed(3))
console.log('right in test:    ', accuracy(batches.carry, scale.apply(test.features), test.labels).toFixed(3))

// What became of it: the ops that ran, in what they were merged, and the loop over the rows that they are now.
const { traced, optimized, plan } = inspect(step, [start, data])
console.log(`${traced.steps.length} ops, ${optimized.steps.length} in simpler ones`)
console.log(
  plan!
    .split('\n')
    .filter(line => !line.startsWith('  '))
    .join('\n'),
)
