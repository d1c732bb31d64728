// Sampled softmax: where classes are many, a few that are drawn at random stand for all of them.
import { div, log, norm, ones, pow, random, sub, type Tensor, tensor, valueAndGrad } from 'chainrule'
import { sampleClasses, sampledSoftmaxLoss, softmaxLoss } from 'chainrule/models'

// The last layer of a model of language: which of 5000 words comes next? Scores are xθ + b. Words are used as Zipf's law says,
// the j-th most frequent 1/j as often as the first, and a trained bias b is close to the log of that.
const [C, d, n] = [5000, 8, 4]
const counts = pow(tensor(Float64Array.from({ length: C }, (_, j) => j + 1)), -1)
const stream = random(1)
const params = { theta: stream.normal([d, C] as const, { deviation: 0.3 }), bias: log(counts) }
const x = stream.normal([n, d])
const y = tensor([0, 3, 40, 500], { dtype: 'int32' })

// The loss of softmax regression needs all n·C scores, for the sum over all classes below the fraction e^(z_c) / Σ e^z.
const full = valueAndGrad(softmaxLoss)(params, x, y)
console.log(`all ${C} classes: loss ${full.value.item().toFixed(4)}`)

// Draw K classes j from q. Then (1/K)·Σ e^(z_j)/q_j is right on average: a class that is drawn rarely counts for more. The
// error falls as 1/√K, from where the ratios e^z/q start: with all classes equally likely a few large terms are mostly missed,
// with frequent words drawn often the ratios are alike. The mean loss tends to be too small, for ln is concave.
//
// Of forty draws for each K: the mean loss, its error (root mean square), and by how much of its length the gradient is off.
const distance = (a: Tensor, b: Tensor): number => div(norm(sub(a, b)), norm(b)).item()

function table(name: string, q: Tensor): void {
  console.log(`\n${name}\n   K  mean loss  error of loss  error of ∂/∂b`)
  for (const K of [10, 40, 160, 640, 2560]) {
    let [mean, square, slope] = [0, 0, 0]
    const draws = 40
    for (let i = 0; i < draws; i++) {
      const { value, gradient } = valueAndGrad(sampledSoftmaxLoss)(params, x, y, sampleClasses(q, K, stream))
      mean += value.item() / draws
      square += (value.item() - full.value.item()) ** 2 / draws
      slope += distance(gradient.bias!, full.gradient.bias!) / draws
    }
    const numbers = [
      mean.toFixed(4).padStart(11),
      Math.sqrt(square).toFixed(4).padStart(15),
      slope.toFixed(3).padStart(15),
    ]
    console.log(`${String(K).padStart(4)}${numbers.join('')}`)
  }
}
table('q the same for all', ones([C]))
table('q as frequent as the word', counts)
