// A user's program, for the oldest and the newest compiler: every entry, a training loop without an annotation, and errors.
import {
  add,
  concat,
  einsum,
  grad,
  matmul,
  max,
  norm,
  reviveTensor,
  slice,
  split,
  stack,
  sum,
  type Tensor,
  take,
  tensor,
  valueAndGrad,
  zeros,
} from 'chainrule'
import { readLabelledCsv } from 'chainrule/data'
import { printGraph } from 'chainrule/debug'
import { tensor as fluent, matmul as same } from 'chainrule/fluent'
import { withKernels } from 'chainrule/kernels'
import { accuracy } from 'chainrule/metrics'
import { softmaxRegression } from 'chainrule/models'
import { loadModel } from 'chainrule/models/node'
import { sgd } from 'chainrule/optim'
import { checkGradient } from 'chainrule/testing'
import { given, verify } from 'chainrule/verify'

const loss = valueAndGrad((p: { w: Tensor }) => sum(p.w))
const optimizer = sgd({ learningRate: 0.1 })
let params = { w: zeros([3]) }
let state = optimizer.init(params)
for (let i = 0; i < 3; i++) ({ params, state } = optimizer.step(params, loss(params).gradient, state))

declare const x: Tensor
let h = zeros([4, 8])
for (let i = 0; i < 3; i++) h = add(matmul(x, x), matmul(h, x))

export const known: Tensor<readonly [2, 2]> = matmul(
  tensor([
    [1, 2],
    [3, 4],
  ]),
  zeros([2, 2]),
)

export const rows: Tensor<readonly [5, 3]> = concat([zeros([2, 3]), zeros([3, 3])])
export const row: Tensor<readonly [3]> = slice(rows, [1])
export const parts: [Tensor<readonly [1, 3]>, Tensor<readonly [4, 3]>] = split(rows, [1, 4])
export const words: Tensor<readonly [2, 3]> = stack([sum(rows, { axis: 0 }), zeros([3])])
export const letters: Tensor<readonly [3, 2]> = einsum('ij,ki->jk', take(rows, tensor([0, 1])), zeros([2, 2]))

export const total: Tensor<readonly []> = norm(rows)
export const kept: Tensor<readonly [1, 1]> = max(rows, { keepdims: true })

// @ts-expect-error: the rows are five
export const six: Tensor<readonly [6, 3]> = rows
// @ts-expect-error: their columns differ
concat([zeros([2, 3]), zeros([2, 4])])
// @ts-expect-error: a vector has one axis
slice(zeros([2]), [0, 1])
// @ts-expect-error: the inner extents differ
matmul(zeros([2, 3]), zeros([4, 5]))
// @ts-expect-error: it is keepdims
sum(x, { keepDims: true })
// @ts-expect-error: options are an object
tensor([1, 2], 'float32')
// @ts-expect-error: grad takes a function alone
grad(sum, 1)
// @ts-expect-error: a known shape that differs
h = zeros([4, 3])

fluent([1, 2]).mul(2).sum().item()
export const all = [reviveTensor, readLabelledCsv, printGraph, same, withKernels, accuracy, softmaxRegression]
export const more = [loadModel, checkGradient, given, verify, h, params]
