// The workloads in TensorFlow.js, eager, on its plain JavaScript backend (float32 only).
export async function tensorflow() {
  const tf = await import('@tensorflow/tfjs').catch(() => undefined)
  if (tf === undefined) return undefined
  await tf.setBackend('cpu')
  return {
    name: `TensorFlow.js ${tf.version_core} cpu (f32)`,
    chain(n) {
      const slope = tf.grad(x => {
        let y = x
        for (let i = 0; i < n; i++) y = y.mul(1.0001).add(0.001)
        return y
      })
      const x = tf.scalar(1)
      return () => tf.tidy(() => slope(x).dataSync()[0])
    },
    softmax(n, d, k) {
      const x = tf.randomNormal([n, d], 0, 1, 'float32', 1)
      const labels = tf
        .oneHot(
          tf.tensor1d(
            Array.from({ length: n }, (_, i) => i % k),
            'int32',
          ),
          k,
        )
        .toFloat()
      const theta = tf.randomNormal([d, k], 0, 1, 'float32', 2)
      const bias = tf.randomNormal([k], 0, 1, 'float32', 3)
      const step = tf.valueAndGrads((t, b) => {
        const scores = x.matMul(t).add(b)
        return scores.logSumExp(1).sub(scores.mul(labels).sum(1)).mean()
      })
      return () => tf.tidy(() => step([theta, bias]).grads[0].dataSync()[0])
    },
  }
}
