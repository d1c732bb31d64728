// Backward: a result remembers how it was computed, and one walk back through that graph gives every gradient.
import { add, backward, mean, mul, square, sub, tensor, variable } from 'chainrule'
import { printGraph } from 'chainrule/debug'

// Three points, to be fitted by a line a·x + b.
const x = tensor([0, 1, 2])
const y = tensor([1, 3, 5])

// A variable is a tensor that backward finds. What is computed from it is recorded; x and y are constants.
const a = variable(tensor(1))
const b = variable(tensor(0))
const loss = mean(square(sub(add(mul(a, x), b), y)))

// Each op passes sensitivities to its inputs by its own rule. Here r = a·x + b − y is the residual [−1, −2, −3], and
//   ∂L/∂a = 2/3 · Σ rᵢxᵢ = −16/3,   ∂L/∂b = 2/3 · Σ rᵢ = −4.
const gradients = backward(loss)
console.log('∂L/∂a =', gradients.of(a).item().toFixed(4))
console.log('∂L/∂b =', gradients.of(b).item().toFixed(4))

// The graph, inputs first: each line is a tensor, its op, its value, and the sensitivity of the loss to it.
const names = new Map([
  [a, 'a'],
  [b, 'b'],
])
console.log(`\n${printGraph(loss, { gradients: true, names })}\n`)

// Gradients are a map that you get, not a state that adds up: asking again gives the same again.
console.log('again:  ', backward(loss).of(b).item().toFixed(4))

// Gradient descent: go a little downhill, and start anew from there. variable() cuts the old history off.
let [slope, offset] = [a, b]
for (let step = 0; step <= 60; step++) {
  const error = mean(square(sub(add(mul(slope, x), offset), y)))
  if (step % 20 === 0) console.log(`step ${String(step).padStart(2)}  loss ${error.item().toExponential(1)}`)
  const g = backward(error)
  slope = variable(sub(slope, mul(0.1, g.of(slope))))
  offset = variable(sub(offset, mul(0.1, g.of(offset))))
}
console.log(`fitted: ${slope.item().toFixed(2)}·x + ${offset.item().toFixed(2)}`)
