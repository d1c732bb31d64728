// The error function.
import { Vector } from '../vector.js'
import { expBelow0 } from './exponential.js'
import { polynomial, type VectorFunction } from './parts.js'

/**
 * `near`: erf(x)/x − 1 in x² ≤ 1.01. `far`: e^(x²)·erfc(x) on 1 ≤ x ≤ 6 as a polynomial in u = scale/(x + a) − shift, which
 * is ±1 at the ends; fitted so that the largest error of erfc is least (C. L. Lawson's weights, 40 digits): 2⁻³⁰, 2⁻⁶⁰.
 */
const TABLE = {
  float32: {
    near: [0.12837917, -0.37612626, 0.112835854, -0.02685377, 0.005188149, -0.0008007761, 7.8430196e-5],
    far: [0.00079498114, 0.55627877, 0.5777359, 0.4090768, -0.96976304, 0.43810666],
    a: 1,
    scale: 1,
    shift: 0,
  },
  float64: {
    near: [
      0.12837916709551256, -0.37612638903183515, 0.11283791670943993, -0.02686617064306894,
      0.00522397760567928, -0.00085483259043279, 0.00012055292722565, -1.492469401286e-5, 1.644688470899e-6,
      -1.62042740381e-7, 1.3701562963e-8, -7.760862713e-10,
    ],
    far: [
      0.2218622523708986, 0.1625326748698266, 0.0388118784722678, 0.005635838625566678,
      0.00019816256529357933, -8.19959306532e-5, -7.42132486436e-6, 2.02042786574e-6, 1.65370126447e-7,
      -7.1956374122e-8, -3.278804e-10, 2.6400154e-9, -3.56422e-10,
    ],
    a: 2,
    scale: 9.574425574425575,
    shift: 2.196803196803197,
  },
} as const

/** x + x·near for |x| ≤ 1, else 1 − e^(−x²)·far, where an error of erfc weighs little */
export const erf: VectorFunction = x => {
  const { near, far, a, scale, shift } = TABLE[x.writer.lanes.dtype]
  const number = (v: number) => new Vector(x.writer, v)
  const z = x.mul(x)
  const small = x.mulAdd(polynomial(z, near), x)
  const size = x.abs().atMost(6.5)
  const t = number(scale).div(size.add(a))
  const tail = expBelow0(size.mul(size).neg()).mul(polynomial(shift === 0 ? t : t.sub(shift), far))
  return x
    .abs()
    .gt(1)
    .select(number(1).sub(tail).or(x.and(-0)), small)
}
