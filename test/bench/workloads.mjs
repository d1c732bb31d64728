// What is measured: each workload's sizes, inputs and precisions, and the name of the step that every library writes.

/** Numbers between −scale and scale. Scales are powers of two, so that float32 holds every number exactly. */
const real = (shape, scale = 1) => ({ shape, scale })
/** Whole numbers from 0 to below − 1. */
const whole = (shape, below) => ({ shape, below })

const both = ['float32', 'float64']
const single = ['float32']
const double = ['float64']

const regression = (n, d, k) => ({
  x: real([n, d]),
  y: whole([n], k),
  theta: real([d, k], 1 / 16),
  bias: real([k], 1 / 16),
})

const perceptron = (n, d, hidden, k) => ({
  x: real([n, d]),
  y: whole([n], k),
  w1: real([d, hidden], 1 / 16),
  b1: real([hidden], 1 / 16),
  w2: real([hidden, k], 1 / 16),
  b2: real([k], 1 / 16),
})

const vectors = n => ({ a: real([n]), b: real([n]), c: real([n]), d: real([n]) })

const embedding = (rows, width, picks) => ({
  table: real([rows, width]),
  indices: whole([picks], rows),
  weights: real([picks, width]),
})

/** A workload; `flops` where it is arithmetic and little else. */
const workload = (id, title, step, dtypes, inputs, more = {}) => ({
  id,
  title,
  step,
  dtypes,
  inputs,
  ...more,
})

const matmul = n =>
  workload(
    'W4',
    `matmul [${n}, ${n}] · [${n}, ${n}]`,
    'matmul',
    both,
    { a: real([n, n]), b: real([n, n]) },
    { flops: 2 * n ** 3 },
  )

export const workloads = [
  workload(
    'W1',
    'softmax regression, loss and gradient, X [60000, 784], K = 10',
    'regression',
    both,
    regression(60000, 784, 10),
  ),
  workload(
    'W2',
    'softmax regression, an SGD step, X [128, 784], K = 10',
    'descent',
    both,
    regression(128, 784, 10),
  ),
  workload('W3', 'an SGD step of one sample, θ [784, 10]', 'descent', double, regression(1, 784, 10)),
  workload('W3', 'an SGD step of one sample, θ [4, 3]', 'descent', double, regression(1, 4, 3)),
  ...[64, 256, 512, 1024].map(matmul),
  workload('W5', 'logSumExp over axis 1 of [10000, 1000]', 'logSumExp', single, { x: real([10000, 1000]) }),
  workload('W5', 'the same summed, and its gradient', 'logSumExpGradient', single, {
    x: real([10000, 1000]),
  }),
  workload(
    'W6',
    'perceptron 784-128-10 with relu, batch 128, loss and gradient',
    'perceptron',
    single,
    perceptron(128, 784, 128, 10),
  ),
  workload(
    'W7',
    'sum(tanh(a·b + c)·d) and its four gradients, 10⁶ elements',
    'elementwise',
    single,
    vectors(1e6),
  ),
  workload(
    'W8',
    '1,000 multiply-adds of scalars, and the gradient',
    'chain',
    double,
    { x: real([]) },
    { length: 1000 },
  ),
  workload(
    'W9',
    'embedding: 4096 rows of [10000, 64], weighted sum and gradient',
    'embedding',
    single,
    embedding(10000, 64, 4096),
  ),
  workload(
    'W10',
    'softmax regression, loss and gradient, X [50, 4], K = 3',
    'regression',
    double,
    regression(50, 4, 3),
  ),
]
