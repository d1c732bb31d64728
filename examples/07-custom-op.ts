// An op of one's own: a value, both directions of its derivative, and a check that finds the rule that is wrong.
import {
  customOp,
  div,
  exp,
  expm1,
  grad,
  greater,
  hessian,
  log,
  log1p,
  mul,
  neg,
  sub,
  type Tensor,
  tensor,
  where,
} from 'chainrule'
import { checkGradient } from 'chainrule/testing'

// If ln p = x, then ln(1 − p) = ln(1 − eˣ). Written like that it fails at both ends: for tiny |x| the digits of 1 − eˣ are
// noise, and for large |x| it rounds to 1.
const careless = (x: Tensor): Tensor => log(sub(1, exp(x)))

// Each half has a form that keeps its digits: ln(−expm1(x)) above −ln 2, log1p(−eˣ) below. On paper
//   d/dx ln(1 − eˣ) = −eˣ/(1 − eˣ) = −1/(e⁻ˣ − 1) = −1/expm1(−x).
// The derivative of a function of single values is diagonal, so pushing a tangent ahead (jvp) and pulling a cotangent back
// (vjp) are both a product with the slope. The rules are made of ops, so they can be differentiated again.
const slope = (x: Tensor): Tensor => neg(div(1, expm1(neg(x))))
const log1mexp = customOp({
  name: 'log1mexp',
  forward: (x: Tensor) => where(greater(x, -Math.LN2), log(neg(expm1(x))), log1p(neg(exp(x)))),
  differentials: ([x]) => [{ jvp: dx => mul(dx, slope(x)), vjp: dy => mul(dy, slope(x)) }],
})

for (const at of [-1e-20, -1, -50]) {
  const show = (f: (x: Tensor) => Tensor) => `${f(tensor(at)).item().toPrecision(6)}`
  console.log(
    `x = ${at}:  careless ${show(careless)}  log1mexp ${show(log1mexp)}  slope ${show(grad(log1mexp))}`,
  )
}
console.log('second derivative at −1:', hessian(log1mexp)(tensor(-1)).item().toFixed(6))

// Is the rule right? checkGradient compares forward mode, reverse mode and finite differences, which know their own error.
const x = tensor([-3, -1, -0.1])
console.log(`\nlog1mexp ${checkGradient(log1mexp, x).verdict}`)

// A slip of the pen: a sign lost, in one direction only. Values are right, forward mode is right; training would fail.
const slip = customOp({
  name: 'slip',
  forward: (x: Tensor) => log1mexp(x),
  differentials: ([x]) => [{ jvp: dx => mul(dx, slope(x)), vjp: dy => neg(mul(dy, slope(x))) }],
})
console.log(`\n${checkGradient((x: Tensor) => mul(2, slip(x)), x).message}`)
