// Whether two tensors agree: exactly, or to a tolerance.
import { ArgumentError, checkOptions } from './errors.js'
import { sameShape } from './shape.js'
import { checkTensor, type Tensor } from './tensor.js'

/** Whether shapes and all values are the same. NaN equals NaN, 0 equals −0; dtypes may differ. */
export function arrayEqual(a: Tensor, b: Tensor): boolean {
  return everyPair('arrayEqual', a, b, (p, q) => p === q || (Number.isNaN(p) && Number.isNaN(q)))
}

/**
 * Whether shapes are the same and |a − b| ≤ atol + rtol·|b| for all values, as NumPy's allclose. Infinities must be
 * equal; NaN is close to nothing.
 */
export function allClose(
  a: Tensor,
  b: Tensor,
  options: { readonly rtol?: number; readonly atol?: number } = {},
): boolean {
  const { rtol = 1e-5, atol = 1e-8 } = checkOptions('allClose', options, ['rtol', 'atol'])
  if (!(rtol >= 0) || !(atol >= 0))
    throw new ArgumentError('allClose', `tolerances must be ≥ 0, got rtol ${rtol} and atol ${atol}`)
  return everyPair(
    'allClose',
    a,
    b,
    (p, q) => p === q || (Number.isFinite(q) && Math.abs(p - q) <= atol + rtol * Math.abs(q)),
  )
}

function everyPair(op: string, a: Tensor, b: Tensor, agree: (p: number, q: number) => boolean): boolean {
  checkTensor(op, a)
  checkTensor(op, b)
  if (!sameShape(a.shape, b.shape)) return false
  for (let i = 0; i < a.size; i++) if (!agree(a.data[i]!, b.data[i]!)) return false
  return true
}
