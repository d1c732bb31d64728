// The matrix product, in each batch by the path for its shape.
import type { TypedArray } from '../../dtype.js'
import type { MatmulPlan } from '../kernels.js'
import { type Engine, lanesOf } from './engine.js'
import { gemm, type Product } from './gemm.js'
import { skinny } from './skinny.js'

/** Products on an engine. Says whether it took the work. */
export function matmul(engine: Engine) {
  const [general, few] = [gemm(engine), skinny(engine)]
  return (
    a: TypedArray,
    b: TypedArray,
    { m, k, n, transposeA, transposeB, startsA, startsB }: MatmulPlan,
    out: TypedArray,
  ): boolean => {
    const lanes = lanesOf(a, out, b)
    if (lanes === undefined || k === 0 || m * k * n < engine.least.matmul) return false
    startsA.forEach((startA, batch) => {
      const product: Product = {
        a: { data: a, start: startA, stride: transposeA ? m : k, transposed: transposeA },
        b: { data: b, start: startsB[batch]!, stride: transposeB ? k : n, transposed: transposeB },
        c: { data: out, start: batch * m * n, stride: n },
        m,
        k,
        n,
      }
      if (!few(lanes, product)) general(lanes, product)
    })
    return true
  }
}
