// Hamiltonian Monte Carlo: draws from a posterior, which the gradient of its logarithm leads along.
import {
  add,
  matmul,
  mean,
  mul,
  ones,
  random,
  softplus,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  variance,
  zeros,
} from 'chainrule'
import figures from './figures.json' with { type: 'json' }

// Of five animals each at four doses so many died (Gelman et al., Bayesian Data Analysis, §3.7).
const dose = tensor([-0.86, -0.3, -0.05, 0.73])
const died = tensor([0, 1, 3, 5])
const x = stack([ones([4]), dose], 1)

// −ln p(θ | data) up to a constant, with normal priors of deviations 3 and 10.
const energy = valueAndGrad((theta: Tensor) => {
  const logit = matmul(x, theta)
  const likelihood = sub(mul(died, logit), mul(5, softplus(logit)))
  return sub(sum(square(mul(theta, tensor([1 / Math.sqrt(18), 1 / Math.sqrt(200)])))), sum(likelihood))
})

// A draw: a random push, then twelve leapfrog steps along the gradient, which is taken or left so that the posterior stays
// what it is (Neal 2011, §2). A push in the second direction is shorter: its coefficient is the wider one.
const inverseMass = tensor([1, 16])
const kinetic = (p: Tensor): number => mul(0.5, sum(mul(square(p), inverseMass))).item()
const stream = random(7)
let theta = zeros([2])
let here = energy(theta)
const draws: Tensor[] = []
let taken = 0
for (let draw = 0; draw < 3000; draw++) {
  const p = mul(stream.normal([2]), tensor([1, 0.25]))
  const step = 0.25 * (0.8 + 0.4 * stream.uniform([]).item())
  let [q, push, there] = [theta, p, here]
  for (let i = 0; i < 12; i++) {
    push = sub(push, mul(step / 2, there.gradient))
    q = add(q, mul(step, mul(push, inverseMass)))
    there = energy(q)
    push = sub(push, mul(step / 2, there.gradient))
  }
  const change = here.value.item() + kinetic(p) - there.value.item() - kinetic(push)
  if (Math.log(stream.uniform([]).item()) < change) {
    ;[theta, here] = [q, there]
    taken++
  }
  if (draw >= 200) draws.push(theta)
}

// Means and deviations of the draws, and by quadrature; 2800 draws know them to about a thirtieth of a deviation.
const all = stack(draws)
const means = mean(all, { axis: 0 }).data
const deviations = sqrt(variance(all, { axis: 0 })).data
const { hamiltonian } = figures
console.log('taken:', (taken / 3000).toFixed(2))
for (const [i, name] of ['intercept', 'slope'].entries()) {
  const error = Math.abs(means[i]! - hamiltonian.means[i]!) / hamiltonian.deviations[i]!
  const ratio = deviations[i]! / hamiltonian.deviations[i]!
  console.log(
    `${name}: mean ${means[i]!.toFixed(2)}, deviation ${deviations[i]!.toFixed(2)}; as by quadrature: ${error < 0.1 && Math.abs(ratio - 1) < 0.1}`,
  )
}
