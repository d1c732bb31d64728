// A variational autoencoder of 64 images, a step of Adam at a time.
import * as c from '../../../../dist/index.js'

const [N, PIXELS, HIDDEN, LATENT] = [64, 784, 128, 16]

export const vae = {
  name: 'vae',
  title: 'VAE with Adam, 64 images, 784 → 128 → 16',
  dtype: 'float32',
  goal: { eager: 1.5, compiled: 0.8 },
  adam: 0.001,
  inputs: ({ normal, weight, zeros }) => ({
    params: {
      w1: weight([PIXELS, HIDDEN]),
      b1: zeros([HIDDEN]),
      w2: weight([HIDDEN, 2 * LATENT]),
      b2: zeros([2 * LATENT]),
      w3: weight([LATENT, HIDDEN]),
      b3: zeros([HIDDEN]),
      w4: weight([HIDDEN, PIXELS]),
      b4: zeros([PIXELS]),
    },
    data: { x: c.sigmoid(normal([N, PIXELS])), noise: normal([N, LATENT]) },
  }),
  loss({ w1, b1, w2, b2, w3, b3, w4, b4 }, { x, noise }) {
    const [mu, logVariance] = c.split(c.add(c.matmul(c.relu(c.add(c.matmul(x, w1), b1)), w2), b2), 2, 1)
    const z = c.add(mu, c.mul(c.exp(c.mul(0.5, logVariance)), noise))
    const logits = c.add(c.matmul(c.relu(c.add(c.matmul(z, w3), b3)), w4), b4)
    // −ln p(x | z) of single pixels, and the divergence from a standard normal.
    const likelihood = c.sum(c.sub(c.softplus(logits), c.mul(x, logits)))
    const divergence = c.mul(
      0.5,
      c.sum(c.sub(c.add(c.square(mu), c.exp(logVariance)), c.add(1, logVariance))),
    )
    return c.div(c.add(likelihood, divergence), N)
  },
}
