// Attention: one block of a transformer learns to turn sequences round.
import {
  add,
  arange,
  argMax,
  cast,
  crossEntropy,
  einsum,
  equal,
  flip,
  floor,
  grad,
  matmul,
  mean,
  mul,
  ones,
  random,
  reshape,
  sin,
  softmax,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule'
import { embedding, gelu, layerNorm } from 'chainrule/nn'
import { adam, dot } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

// Five symbols in six places, of width 16; two heads of 8.
const block = (weights: typeof wave) => ({
  symbols: weights([5, 16], 1),
  places: weights([6, 16], 1, 1),
  before: { scale: ones([16]), shift: zeros([16]) },
  query: weights([16, 2, 8], 0.3, 2),
  key: weights([16, 2, 8], 0.3, 3),
  value: weights([16, 2, 8], 0.3, 4),
  mix: weights([2, 8, 16], 0.3, 5),
  between: { scale: ones([16]), shift: zeros([16]) },
  wide: { weights: weights([16, 32], 0.3, 6), bias: zeros([32]) },
  narrow: { weights: weights([32, 16], 0.3, 7), bias: zeros([16]) },
  out: weights([16, 5], 0.3, 8),
})
type Block = ReturnType<typeof block>

// Each place asks all places of its sequence, b, through each head, h (Vaswani et al. 2017; norms in front, as Xiong et al. 2020).
const attend = (x: Tensor, { query, key, value, mix }: Block) => {
  const q = einsum('btd,dhk->bhtk', x, query)
  const k = einsum('bsd,dhk->bhsk', x, key)
  const weights = softmax(mul(einsum('bhtk,bhsk->bhts', q, k), 1 / Math.sqrt(8)))
  const found = einsum('bhts,bhsk->bhtk', weights, einsum('bsd,dhk->bhsk', x, value))
  return einsum('bhtk,hkd->btd', found, mix)
}
const logits = (net: Block, ids: Tensor) => {
  const { symbols, places, before, between, wide, narrow, out } = net
  const x = add(embedding(symbols, ids), places)
  const y = add(x, attend(layerNorm(x, before), net))
  const inner = gelu(add(matmul(layerNorm(y, between), wide.weights), wide.bias))
  return matmul(add(y, add(matmul(inner, narrow.weights), narrow.bias)), out)
}
const loss = (net: Block, ids: Tensor) => crossEntropy(logits(net, ids), flip(ids, 1))

const stream = random(1)
const draw = (n: number) => cast(floor(mul(5, stream.uniform([n, 6]))), 'int32')
const optimizer = adam({ learningRate: 0.01 })
let params = block((shape, deviation) => stream.normal(shape, { deviation }))
let state = optimizer.init(params)
for (let i = 0; i < 150; i++) {
  ;({ params, state } = optimizer.step(params, grad(loss)(params, draw(32)), state))
}
const unseen = draw(100)
const right = mean(equal(argMax(logits(params, unseen), { axis: 2 }), flip(unseen, 1))).item()
console.log('of 600 symbols turned round, more than 95 in 100 are right:', right > 0.95)

// PyTorch's own attention with the same weights.
const ids = tensor(
  [0, 1, 2, 3, 4, 5, 6, 7].map(i => [0, 1, 2, 3, 4, 5].map(j => (i * j + i + 2 * j) % 5)),
  {
    dtype: 'int32',
  },
)
const start = block(wave)
const gradient = grad(loss)(start, ids)
const reference = figures.attention
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start, ids).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)
