// A gradient by hand: the chain rule on paper, and a check that trusts nothing but the function itself.
import { add, dot, exp, grad, log, mul, neg, sub, type Tensor, tensor } from 'chainrule'

// How badly do weights w predict one sample x that is a "yes"? A common measure is L(w) = ln(1 + e^(−w·x)).
const x = tensor([2, -1, 0.5])
const w = tensor([0.1, 0.4, -0.2])
const loss = (w: Tensor): Tensor => log(add(1, exp(neg(dot(w, x)))))

// On paper, L is a chain of small steps, each with a derivative that is easy:
//   u = w·x          du/dw = x
//   v = e^(−u)       dv/du = −v
//   L = ln(1 + v)    dL/dv = 1/(1 + v)
// The chain rule multiplies them:  dL/dw = dL/dv · dv/du · du/dw = −v/(1 + v) · x
const v = Math.exp(-dot(w, x).item())
const byHand = mul(-v / (1 + v), x)
console.log('by hand:       ', byHand)

// Is it right? The definition of a derivative says: move one weight a little to both sides and see what L does.
//   ∂L/∂wᵢ ≈ (L(w + h·eᵢ) − L(w − h·eᵢ)) / 2h
function differences(f: (w: Tensor) => Tensor, w: Tensor, h: number): Tensor {
  const slopes = w.toTypedArray().map((_, i) => {
    const step = new Float64Array(w.size)
    step[i] = h
    return (f(add(w, tensor(step))).item() - f(sub(w, tensor(step))).item()) / (2 * h)
  })
  return tensor(slopes)
}
console.log('by differences:', differences(loss, w, 1e-5))

// The step must be neither large, where the curve bends (the error falls as h²), nor tiny, where L(w + h) and L(w − h)
// agree in nearly all their digits and little is left of their difference (the error grows as 1/h).
console.log('\nh        error of differences')
for (const h of [1e-1, 1e-3, 1e-5, 1e-9, 1e-13]) {
  const error = Math.max(
    ...sub(differences(loss, w, h), byHand)
      .toTypedArray()
      .map(Math.abs),
  )
  console.log(`${h.toExponential(0).padEnd(8)} ${error.toExponential(0)}`)
}

// grad multiplies the same steps, exactly as on paper, with no step h to choose.
console.log('\nby grad:       ', grad(loss)(w))
