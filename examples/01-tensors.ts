// Tensors: arrays of numbers with a shape and a dtype. They never change; every op makes a new one.
import {
  add,
  arange,
  greater,
  matmul,
  mean,
  mul,
  random,
  reshape,
  slice,
  sub,
  sum,
  tensor,
  where,
} from 'chainrule'

// Nested arrays give a tensor their shape, which TypeScript knows too: this is a Tensor<readonly [2, 3]>.
const a = tensor([
  [1, 2, 3],
  [4, 5, 6],
])
console.log('a:', a)

// Ops work value by value. A shorter operand is stretched along the axes that it lacks: here [3] meets [2, 3].
console.log('10 a + [1, 2, 3]:', add(mul(10, a), tensor([1, 2, 3])))

// Reductions take axes away; axis 0 runs down the rows. With keepdims an axis stays, with extent 1, and so stretches back.
console.log('sum of all:', sum(a).item())
console.log('sums of columns:', sum(a, { axis: 0 }))
console.log('rows, centred:', sub(a, mean(a, { axis: 1, keepdims: true })))

// The matrix product [2, 3] · [3, 2] → [2, 2]. Were the inner extents not equal, this line would not compile.
console.log('a · aᵀ:', matmul(a, a, { transposeB: true }))

// Part of a tensor: a number picks one index, [start, stop, step] takes some, a negative position counts from the end.
console.log('last column:', slice(a, [undefined, -1]))
console.log('rows in reverse:', slice(a, [[undefined, undefined, -1]]))

// Questions give tensors of bool, which choose between values.
console.log('a where a > 2, else 0:', where(greater(a, 2), a, 0))

// A seed gives the same random numbers again. Text elides what is long.
const noise = random(42).normal([2, 2])
console.log('noise:', noise)
console.log('0 … 9999 as 100 rows of 100:', reshape(arange(10_000), [100, 100]))

// Out of chainrule again: nested arrays, typed arrays, plain numbers.
console.log('as arrays:', a.toArray())
