// The workloads in jax-js on its WebAssembly backend, compiled by its `jit`. Node has no `Worker`, so it keeps to one thread.
import { readFileSync } from 'node:fs'
import { library } from './library.mjs'

/** Products of more operations than this are too long for its float64. */
const LONG = 3e9

/** jax-js; none where it is not installed. */
export async function jax() {
  const jax = await import('@jax-js/jax').catch(() => undefined)
  if (jax === undefined) return []
  await jax.init('wasm')
  jax.defaultDevice('wasm')
  const { numpy: np, tree } = jax
  const manifest = new URL('../node_modules/@jax-js/jax/package.json', import.meta.url)
  return [
    library({
      name: `jax-js ${JSON.parse(readFileSync(manifest, 'utf8')).version} wasm`,
      short: 'jax-js wasm',
      browser: true,
      dtypes: ['float32', 'float64'],
      skips: ({ flops }, dtype) =>
        flops > LONG && dtype === 'float64' ? 'would take minutes with large products' : undefined,
      input: (values, shape, dtype) => {
        const flat = np.array(values).reshape(shape)
        return values instanceof Int32Array ? flat : flat.astype(dtype)
      },
      free: inputs => tree.dispose(inputs),
      steps: stepsOf(jax),
      async run(step) {
        tree.dispose(await jax.blockUntilReady(step()))
      },
      read: step => step().map(result => result.dataSync()),
    }),
  ]
}

/** Arrays are used up where they are passed; `ref` and `tree.ref` keep one for later. */
function stepsOf({ numpy: np, nn, jit, tree, valueAndGrad }) {
  /** A compiled function of params and the other inputs, as a step. */
  const compiled = (f, params, rest = []) => {
    const fast = jit(f)
    return () => tree.leaves(fast(tree.ref(params), ...rest.map(input => input.ref)))
  }
  const gradient = (loss, params, rest) => compiled(valueAndGrad(loss), params, rest)

  /** Cross-entropy of scores with indicator rows, which are made once, ahead of the measured steps. */
  const crossEntropy = (scores, labels) => np.mean(nn.logSoftmax(scores, 1).mul(labels).sum(1)).mul(-1)
  const indicators = (y, { shape: [classes], dtype }) => nn.oneHot(y.ref, classes).astype(dtype)
  const fit = ({ theta, bias }, x, labels) => crossEntropy(np.matmul(x, theta).add(bias), labels)

  return {
    regression: ({ x, y, ...params }) => gradient(fit, params, [x, indicators(y, params.bias)]),

    descent({ x, y, ...params }) {
      const both = valueAndGrad(fit)
      const down = (params, x, labels) => {
        const [value, slope] = both(tree.ref(params), x, labels)
        value.dispose()
        return [params.theta.sub(slope.theta.mul(0.5)), params.bias.sub(slope.bias.mul(0.5))]
      }
      return compiled(down, params, [x, indicators(y, params.bias)])
    },

    matmul:
      ({ a, b }) =>
      () => [np.matmul(a.ref, b.ref)],

    logSumExp: ({ x }) => compiled(x => nn.logsumexp(x, 1), x),
    logSumExpGradient: ({ x }) => gradient(x => nn.logsumexp(x, 1).sum(), x),

    perceptron({ x, y, ...params }) {
      const loss = ({ w1, b1, w2, b2 }, x, labels) =>
        crossEntropy(np.matmul(nn.relu(np.matmul(x, w1).add(b1)), w2).add(b2), labels)
      return gradient(loss, params, [x, indicators(y, params.b2)])
    },

    elementwise: params => gradient(({ a, b, c, d }) => np.tanh(a.mul(b).add(c)).mul(d).sum(), params),

    // Eager: `jit` overflows the stack on a chain as long as this.
    chain({ x }, { length }) {
      const both = valueAndGrad(x => {
        let y = x
        for (let i = 0; i < length; i++) y = y.mul(1.0001).add(0.001)
        return y
      })
      return () => both(x.ref)
    },

    embedding: ({ table, indices, weights }) =>
      gradient((table, indices, weights) => np.take(table, indices, 0).mul(weights).sum(), table, [
        indices,
        weights,
      ]),
  }
}
