// What is measured: each workload's sizes, inputs and precisions, and the name of the step that every library writes.

/** Numbers between −scale and scale. Scales are powers of two, so that float32 holds every number exactly. */
const real = (shape, scale = 1) => ({ shape, scale })
/** Whole numbers from 0 to below − 1. */
const whole = (shape, below) => ({ shape, below })

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

/**
 * A workload. `flops` where it is arithmetic and little else; `steps` where it is one of training, taken so many times in a
 * loop when compiled; `goal` is the most that the time compiled may be of PyTorch's, in float32 and float64; `large` ones
 * are left out of a quick run.
 */
const workload = (id, title, step, inputs, more = {}) => ({ id, title, step, inputs, ...more })
const goal = (float32, float64) => ({ float32, float64 })

const matmul = n =>
  workload(
    'W4',
    `matmul [${n}, ${n}] · [${n}, ${n}]`,
    'matmul',
    { a: real([n, n]), b: real([n, n]) },
    { flops: 2 * n ** 3, large: n > 1024, kernel: kernelGoal(n) },
  )

/** What compiled and eager products are to reach of the rate that the innermost kernel has alone. */
function kernelGoal(n) {
  if (n < 256) return undefined
  return { compiled: n >= 512 && n <= 1536 ? 0.9 : 0.8, eager: 0.7 }
}

export const workloads = [
  workload(
    'W1',
    'softmax regression, loss and gradient, X [60000, 784], K = 10',
    'regression',
    regression(60000, 784, 10),
    { goal: goal(0.6, 0.85) },
  ),
  workload(
    'W2',
    'softmax regression, an SGD step, X [128, 784], K = 10',
    'descent',
    regression(128, 784, 10),
    { steps: 100, goal: goal(0.55, 0.8) },
  ),
  workload('W3', 'an SGD step of one sample, θ [784, 10]', 'descent', regression(1, 784, 10), {
    steps: 1000,
    goal: goal(0.02, 0.03),
  }),
  workload('W3', 'an SGD step of one sample, θ [4, 3]', 'descent', regression(1, 4, 3), {
    steps: 10_000,
    goal: goal(0.002, 0.002),
  }),
  ...[64, 256, 512, 1024, 1536, 2048, 4096].map(matmul),
  workload('W5', 'logSumExp over axis 1 of [10000, 1000]', 'logSumExp', { x: real([10000, 1000]) }),
  workload(
    'W5',
    'the same summed, and its gradient',
    'logSumExpGradient',
    { x: real([10000, 1000]) },
    { goal: goal(0.4, 0.6) },
  ),
  workload(
    'W6',
    'perceptron 784-128-10 with relu, batch 128, loss and gradient',
    'perceptron',
    perceptron(128, 784, 128, 10),
    { goal: goal(1.8, 1.9) },
  ),
  workload('W7', 'sum(tanh(a·b + c)·d) and its four gradients, 10⁶ elements', 'elementwise', vectors(1e6), {
    goal: goal(0.5, 0.55),
  }),
  workload(
    'W8',
    '1,000 multiply-adds of scalars, and the gradient',
    'chain',
    { x: real([]) },
    { length: 1000, goal: goal(0.001, 0.001) },
  ),
  workload(
    'W9',
    'embedding: 4096 rows of [10000, 64], weighted sum and gradient',
    'embedding',
    embedding(10000, 64, 4096),
    { goal: goal(0.3, 0.4) },
  ),
  workload(
    'W10',
    'softmax regression, loss and gradient, X [50, 4], K = 3',
    'regression',
    regression(50, 4, 3),
    { goal: goal(0.04, 0.04) },
  ),
]
