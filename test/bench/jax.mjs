// The workloads in jax-js, eager, on its WebAssembly backend (float32, its default).
export async function jax() {
  const jax = await import('@jax-js/jax').catch(() => undefined)
  if (jax === undefined) return undefined
  await jax.init('wasm')
  jax.defaultDevice('wasm')
  const { numpy: np, nn, grad, valueAndGrad, random, tree } = jax
  return {
    name: 'jax-js wasm (f32)',
    chain(n) {
      const slope = grad(x => {
        let y = x
        for (let i = 0; i < n; i++) y = y.mul(1.0001).add(0.001)
        return y
      })
      return () => slope(np.array(1)).js()
    },
    softmax(n, d, k) {
      const x = random.normal(random.key(1), [n, d])
      const labels = nn.oneHot(
        np.array(
          Array.from({ length: n }, (_, i) => i % k),
          { dtype: np.int32 },
        ),
        k,
      )
      const params = { theta: random.normal(random.key(2), [d, k]), bias: random.normal(random.key(3), [k]) }
      const step = valueAndGrad(({ theta, bias }) => {
        const scores = np.matmul(x.ref, theta).add(bias)
        return np.mean(nn.logsumexp(scores.ref, 1).sub(scores.mul(labels.ref).sum(1)))
      })
      return () => {
        const [value, gradient] = step(tree.ref(params))
        value.dispose()
        gradient.bias.dispose()
        return gradient.theta.js()[0][0]
      }
    },
  }
}
