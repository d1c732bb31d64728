// Derivatives of derivatives: grad and its relatives are functions of functions, so they nest in any order and any mode.
import {
  add,
  div,
  dot,
  grad,
  hessian,
  hvp,
  jvp,
  logSumExp,
  matmul,
  mul,
  norm,
  random,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule'

// A function of one number: sin has the derivatives cos, −sin, −cos, sin, …
let f = (x: Tensor): Tensor => sin(x)
for (let order = 0; order <= 4; order++) {
  console.log(`sin, derivative ${order}, at 1: ${f(tensor(1)).item().toFixed(6)}`)
  f = grad(f)
}

// A function of five: f(x) = ln Σ exp(Ax) + ½‖x‖², smooth and convex. Its Hessian is a 5 × 5 matrix.
const A = random(3).normal([8, 5])
const g = (x: Tensor): Tensor => add(logSumExp(matmul(A, x)), mul(0.5, sum(square(x))))
const x0 = random(4).normal([5], { deviation: 0.5 })
const v = random(5).normal([5])
console.log('\nHessian at x₀:', hessian(g)(x0))

// How the slope along v changes along v is vᵀHv, and needs no H: two derivatives, each in a mode of our choice.
// Reverse mode is grad; forward mode is jvp, which pushes v through f. H·v alone is hvp, forward over reverse.
const along = (f: (x: Tensor) => Tensor) => (x: Tensor) => jvp(f)(x, v).tangent
const ways = {
  'forward over forward': along(along(g))(x0),
  'forward over reverse': dot(v, jvp(grad(g))(x0, v).tangent),
  'reverse over forward': dot(v, grad(along(g))(x0)),
  'reverse over reverse': dot(v, grad((x: Tensor) => dot(grad(g)(x), v))(x0)),
  'from the whole matrix': dot(v, matmul(hessian(g)(x0), v)),
}
for (const [way, found] of Object.entries(ways)) console.log(`vᵀHv, ${way}: ${found.item().toFixed(12)}`)

// Newton's method steps to the minimum of the parabola that fits at x: x ← x − H⁻¹·∇f. The system H·s = ∇f is solved by
// conjugate gradients, which ask for products H·p only; five unknowns take five of them.
function solve(product: (p: Tensor) => Tensor, b: Tensor): Tensor {
  let s: Tensor = zeros(b.shape)
  let [r, p] = [b, b]
  for (let k = 0; k < b.size; k++) {
    const q = product(p)
    const alpha = div(dot(r, r), dot(p, q))
    s = add(s, mul(alpha, p))
    const rest = sub(r, mul(alpha, q))
    p = add(rest, mul(div(dot(rest, rest), dot(r, r)), p))
    r = rest
  }
  return s
}

// Near the minimum each step squares the error: the number of right digits doubles.
let x: Tensor = x0
console.log()
for (let k = 0; k < 5; k++) {
  const slope = grad(g)(x)
  console.log(`Newton step ${k}: |∇f| = ${norm(slope).item().toExponential(1)}`)
  x = sub(
    x,
    solve(p => hvp(g)(x, p), slope),
  )
}
