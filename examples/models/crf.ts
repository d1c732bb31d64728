// A conditional random field: labels along a chain, where each depends on what is seen and on the label before.
import {
  add,
  allClose,
  arange,
  argMax,
  arrayEqual,
  equal,
  expandDims,
  grad,
  logSumExp,
  matmul,
  max,
  mean,
  mul,
  neg,
  oneHot,
  reshape,
  scan,
  sin,
  slice,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  vmap,
} from 'chainrule'
import { dot, minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

// Six chains of eight places, four features at each, and labels 0, 1, 2 that like to stay.
const seen = wave([6, 8, 4], 1, 0.5)
const labels = tensor(
  [
    [0, 0, 0, 1, 1, 1, 2, 2],
    [2, 2, 1, 1, 1, 0, 0, 0],
    [1, 1, 1, 1, 2, 2, 2, 2],
    [0, 0, 2, 2, 2, 2, 1, 1],
    [2, 2, 2, 0, 0, 0, 0, 1],
    [1, 1, 0, 0, 0, 2, 2, 2],
  ],
  { dtype: 'int32' },
)
const start = { weights: wave([4, 3], 0.5, 1), transitions: wave([3, 3], 0.5, 2) }
type Field = typeof start

// A chain of labels scores Σ emissions[t, yₜ] + Σ transitions[yₜ₋₁, yₜ]. Over all 3⁸ chains, the forward algorithm takes a log-sum-exp
// of scores in one walk (Lafferty, McCallum and Pereira 2001); with a maximum in its place it finds the best score.
const along =
  (reduce: typeof logSumExp) =>
  (emissions: Tensor, { transitions }: Field) => {
    const { carry } = scan(
      (ahead, emission) => [
        add(reduce(add(expandDims(ahead, 1), transitions), { axis: 0 }), emission),
        undefined,
      ],
      slice(emissions, [0]),
      slice(emissions, [[1]]),
    )
    return reduce(carry)
  }
const logPartition = along(logSumExp)
const score = (emissions: Tensor, y: Tensor, { transitions }: Field) => {
  const chosen = oneHot(y, 3)
  const [from, to] = [slice(chosen, [[0, -1]]), slice(chosen, [[1]])]
  return add(sum(mul(chosen, emissions)), sum(mul(from, matmul(to, transpose(transitions)))))
}

// Written for one chain, computed for all six at once.
const logLikelihood = (field: Field, features: Tensor, y: Tensor) => {
  const emissions = matmul(features, field.weights)
  return sub(score(emissions, y, field), logPartition(emissions, field))
}
const loss = (field: Field) =>
  neg(mean(vmap(logLikelihood, { inAxes: [undefined, 0, 0] })(field, seen, labels)))

// The slope of ln Z towards an emission is the probability of that label in that place. The slope of the best score is 1 where the best
// chain goes, and 0 elsewhere: Viterbi's way back is the chain rule.
const probabilities = grad(logPartition)(matmul(slice(seen, [0]), start.weights), start)
const decode = (features: Tensor, field: Field) =>
  argMax(grad(along(max))(matmul(features, field.weights), field), { axis: 1 })

const fit = minimize(field => add(loss(field), mul(0.01, dot(field, field))), start)
const right = (field: Field) =>
  mean(equal(vmap(decode, { inAxes: [0, undefined] })(seen, field), labels)).item()
console.log(
  `${fit.reason}; −ln p a chain: ${loss(start).item().toFixed(3)}, then ${loss(fit.params).item().toFixed(3)}`,
)
console.log(
  `labels that are right: ${Math.round(48 * right(start))} of 48, then ${Math.round(48 * right(fit.params))}`,
)

// PyTorch's figures come from all 6561 chains, one by one.
const gradient = grad(loss)(start)
const reference = figures.crf
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)
console.log(
  'probabilities, best chain:',
  allClose(probabilities, tensor(reference.probabilities), { rtol: 1e-12 }),
  arrayEqual(decode(slice(seen, [0]), start), tensor(reference.best, { dtype: 'int32' })),
)
