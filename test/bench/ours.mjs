// The workloads in chainrule.
import { readFileSync } from 'node:fs'
import * as chainrule from '../../dist/index.js'
import { library } from './timing.mjs'

const { add, crossEntropy, logSumExp, matmul, mul, relu, reshape, sub, sum, take, tanh, tensor } = chainrule
const { valueAndGrad } = chainrule
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** A step that finds the value of a loss and its gradient towards named inputs. */
const gradient = (loss, params) => {
  const both = valueAndGrad(loss)
  return () => {
    const found = both(params)
    return [found.value, ...Object.values(found.gradient)]
  }
}

const steps = {
  regression: ({ x, y, ...params }) =>
    gradient(({ theta, bias }) => crossEntropy(add(matmul(x, theta), bias), y), params),

  descent({ x, y, ...params }) {
    const both = valueAndGrad(({ theta, bias }) => crossEntropy(add(matmul(x, theta), bias), y))
    return () => {
      const { theta, bias } = both(params).gradient
      return [sub(params.theta, mul(0.5, theta)), sub(params.bias, mul(0.5, bias))]
    }
  },

  matmul:
    ({ a, b }) =>
    () => [matmul(a, b)],

  logSumExp:
    ({ x }) =>
    () => [logSumExp(x, { axis: 1 })],

  logSumExpGradient: params => gradient(({ x }) => sum(logSumExp(x, { axis: 1 })), params),

  perceptron: ({ x, y, ...params }) =>
    gradient(({ w1, b1, w2, b2 }) => {
      const hidden = relu(add(matmul(x, w1), b1))
      return crossEntropy(add(matmul(hidden, w2), b2), y)
    }, params),

  elementwise: params => gradient(({ a, b, c, d }) => sum(mul(tanh(add(mul(a, b), c)), d)), params),

  chain: (params, { length }) =>
    gradient(({ x }) => {
      let y = x
      for (let i = 0; i < length; i++) y = add(mul(y, 1.0001), 0.001)
      return y
    }, params),

  embedding: ({ indices, weights, table }) =>
    gradient(({ table }) => sum(mul(take(table, indices), weights)), { table }),
}

export const ours = library({
  name: `chainrule ${version}`,
  short: 'chainrule',
  dtypes: ['float32', 'float64'],
  input: (values, shape, dtype) =>
    reshape(tensor(values, values instanceof Int32Array ? {} : { dtype }), shape),
  steps,
  run(step) {
    for (const result of step()) result.data[0]
  },
  read: step => step().map(result => result.data),
})
