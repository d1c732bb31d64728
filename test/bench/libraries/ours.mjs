// The workloads in chainrule: as functions, and run op by op.
import { readFileSync } from 'node:fs'
import * as chainrule from '../../../dist/index.js'
import { inputsWith, library } from './library.mjs'

const { add, crossEntropy, logSumExp, matmul, mul, relu, reshape, sub, sum, take, tanh, tensor } = chainrule
const { valueAndGrad } = chainrule
export const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

/** The value of a loss of params and the rest, and its gradient towards params, as a list. */
const gradient = loss => {
  const both = valueAndGrad(loss)
  return (params, ...rest) => {
    const { value, gradient } = both(params, ...rest)
    return [value, ...Object.values(gradient)]
  }
}

const fit = ({ theta, bias }, x, y) => crossEntropy(add(matmul(x, theta), bias), y)

/** A step down: what the parameters are after it, and the loss before. */
export function descent() {
  const both = valueAndGrad(fit)
  return ({ theta, bias }, { x, y }) => {
    const { value, gradient } = both({ theta, bias }, x, y)
    return [{ theta: sub(theta, mul(0.5, gradient.theta)), bias: sub(bias, mul(0.5, gradient.bias)) }, value]
  }
}

/** For each step, from its workload: a function of the inputs that gives the list of results. */
export const functions = {
  regression() {
    const both = gradient(fit)
    return ({ x, y, ...params }) => both(params, x, y)
  },

  descent() {
    const down = descent()
    return ({ x, y, ...params }) => Object.values(down(params, { x, y })[0])
  },

  matmul:
    () =>
    ({ a, b }) => [matmul(a, b)],

  logSumExp:
    () =>
    ({ x }) => [logSumExp(x, { axis: 1 })],

  logSumExpGradient: () => gradient(({ x }) => sum(logSumExp(x, { axis: 1 }))),

  perceptron() {
    const both = gradient(({ w1, b1, w2, b2 }, x, y) => {
      const hidden = relu(add(matmul(x, w1), b1))
      return crossEntropy(add(matmul(hidden, w2), b2), y)
    })
    return ({ x, y, ...params }) => both(params, x, y)
  },

  elementwise: () => gradient(({ a, b, c, d }) => sum(mul(tanh(add(mul(a, b), c)), d))),

  chain: ({ length }) =>
    gradient(({ x }) => {
      let y = x
      for (let i = 0; i < length; i++) y = add(mul(y, 1.0001), 0.001)
      return y
    }),

  embedding() {
    const both = gradient(({ table }, indices, weights) => sum(mul(take(table, indices), weights)))
    return ({ indices, weights, table }) => both({ table }, indices, weights)
  },
}

const made = inputsWith((values, shape, dtype) =>
  reshape(tensor(values, values instanceof Int32Array ? {} : { dtype }), shape),
)
let last
/** Inputs, the same ones for eager and compiled: some are large. */
export function inputs(workload, dtype) {
  if (last?.workload !== workload || last.dtype !== dtype) {
    last = undefined
    last = { workload, dtype, inputs: made(workload, dtype) }
  }
  return last.inputs
}

export const ours = library({
  name: `chainrule ${version}`,
  short: 'chainrule',
  dtypes: ['float32', 'float64'],
  inputs,
  steps: Object.fromEntries(
    Object.entries(functions).map(([name, make]) => [
      name,
      (inputs, workload) => {
        const f = make(workload)
        return () => f(inputs)
      },
    ]),
  ),
  run(step) {
    for (const result of step()) result.data[0]
  },
  read: step => step().map(result => result.data),
})
