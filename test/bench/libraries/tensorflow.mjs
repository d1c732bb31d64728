// The workloads in TensorFlow.js, eager, on its plain JavaScript and its WebAssembly backend (float32 only).
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { library } from './library.mjs'

/** Products of more operations than this are too long for plain JavaScript. */
const LONG = 3e9

/** TensorFlow.js on each of its backends for the CPU; none where it is not installed. */
export async function tensorflow() {
  const tf = await import('@tensorflow/tfjs').catch(() => undefined)
  const wasm = await import('@tensorflow/tfjs-backend-wasm').catch(() => undefined)
  if (tf === undefined || wasm === undefined) return []
  tf.enableProdMode()
  wasm.setThreadsCount(1)
  wasm.setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')))}/`)
  return ['cpu', 'wasm'].map(backend =>
    library({
      name: `TensorFlow.js ${tf.version_core} ${backend}`,
      short: `tfjs ${backend}`,
      browser: true,
      dtypes: ['float32'],
      skips: ({ flops }) =>
        flops > LONG && backend === 'cpu' ? 'would take minutes with large products' : undefined,
      enter: () => tf.setBackend(backend),
      input: (values, shape) => tf.tensor(values, shape),
      free: inputs => tf.dispose(inputs),
      steps: stepsOf(tf),
      // Ops run at once: to read the first result back is enough. `tidy` frees the rest.
      run(step) {
        tf.tidy(() => {
          step()[0].dataSync()
        })
      },
      read: step => {
        const results = tf.tidy(step)
        const values = results.map(result => result.dataSync())
        tf.dispose(results)
        return values
      },
    }),
  )
}

function stepsOf(tf) {
  /** A step that finds the value of a loss and its gradients towards some inputs. */
  const gradient = (loss, params) => {
    const both = tf.valueAndGrads(loss)
    return () => {
      const { value, grads } = both(params)
      return [value, ...grads]
    }
  }

  /** Cross-entropy, the way that is fastest on the backend. Labels become indicator rows ahead of the measured steps. */
  const crossEntropy = (y, classes) => {
    const labels = tf.tidy(() => tf.oneHot(y, classes).toFloat())
    if (tf.getBackend() === 'cpu') return scores => tf.losses.softmaxCrossEntropy(labels, scores)
    return scores => scores.logSoftmax(1).mul(labels).sum(1).mean().neg()
  }

  const regression = ({ x, y, theta, bias }) => {
    const fit = crossEntropy(y, bias.size)
    return gradient((theta, bias) => fit(x.matMul(theta).add(bias)), [theta, bias])
  }

  return {
    regression,

    descent(inputs) {
      const find = regression(inputs)
      return () => {
        const [, theta, bias] = find()
        return [inputs.theta.sub(theta.mul(0.5)), inputs.bias.sub(bias.mul(0.5))]
      }
    },

    matmul:
      ({ a, b }) =>
      () => [a.matMul(b)],

    logSumExp:
      ({ x }) =>
      () => [x.logSumExp(1)],

    logSumExpGradient: ({ x }) => gradient(x => x.logSumExp(1).sum(), [x]),

    perceptron({ x, y, w1, b1, w2, b2 }) {
      const fit = crossEntropy(y, b2.size)
      return gradient(
        (w1, b1, w2, b2) => fit(x.matMul(w1).add(b1).relu().matMul(w2).add(b2)),
        [w1, b1, w2, b2],
      )
    },

    elementwise: ({ a, b, c, d }) =>
      gradient((a, b, c, d) => a.mul(b).add(c).tanh().mul(d).sum(), [a, b, c, d]),

    chain: ({ x }, { length }) =>
      gradient(
        x => {
          let y = x
          for (let i = 0; i < length; i++) y = y.mul(1.0001).add(0.001)
          return y
        },
        [x],
      ),

    // The gradient of `gather` does not exist for WebAssembly and takes minutes on the other backend: here is a better one.
    embedding({ table, indices, weights }) {
      const places = indices.expandDims(1)
      const take = tf.customGrad(table => ({
        value: table.gather(indices),
        gradFunc: dy => tf.scatterND(places, dy, table.shape),
      }))
      return gradient(table => take(table).mul(weights).sum(), [table])
    },
  }
}
