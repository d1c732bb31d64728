// Functions whose compilation is measured, with their arguments; made anew each time, so that nothing is known of them.
import * as chainrule from '../../../dist/index.js'
import { functions, inputs } from '../libraries/ours.mjs'
import { workloads } from '../workloads.mjs'

const { add, crossEntropy, full, matmul, mul, relu, sub, sum, tanh, valueAndGrad } = chainrule
const perceptron = workloads.find(({ step }) => step === 'perceptron')
const chain = workloads.find(({ step }) => step === 'chain')

/** A step of training a perceptron. */
function perceptronStep() {
  const { x, y, ...params } = inputs(perceptron, 'float32')
  const both = valueAndGrad(({ w1, b1, w2, b2 }, x, y) =>
    crossEntropy(add(matmul(relu(add(matmul(x, w1), b1)), w2), b2), y),
  )
  const step = (params, x, y) => {
    const { value, gradient } = both(params, x, y)
    const moved = Object.entries(params).map(([key, p]) => [key, sub(p, mul(0.1, gradient[key]))])
    return { value, params: Object.fromEntries(moved) }
  }
  return [step, [params, x, y]]
}

/** Two hundred times five ops on small matrices: a multiply, an add, a curve, a sum and a difference. */
const mixed = curve => () => {
  const f = (x, a, b) => {
    let y = x
    for (let i = 0; i < 200; i++) {
      y = curve(add(mul(y, a), b))
      y = sub(y, sum(y, { axis: 1, keepdims: true }))
    }
    return y
  }
  return [f, [full([16, 8], 0.5), full([8], 0.25), full([8], 0.125)]]
}

/** A chain of scalars, with its gradient. */
const scalars = () => [functions.chain(chain), [inputs(chain, 'float64')]]

export const programs = {
  "a perceptron's step": { make: perceptronStep, most: 5 },
  '1,000 ops on small matrices, relu among them': { make: mixed(relu), most: 50 },
  '1,000 ops on small matrices, tanh among them': { make: mixed(tanh), most: 50 },
  '1,000 multiply-adds of scalars, and the gradient': { make: scalars },
}
