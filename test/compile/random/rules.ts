// How a random program goes on: each rule looks for values that suit an op, and writes it.
import { matmul, type Tensor } from '../../../src/index.js'
import { broadcastShapes, type Shape, sameShape } from '../../../src/shape.js'
import type { Choice, Draft, Entry, Rule } from './draft.js'

type Op = Parameters<Draft['write']>[0]

const pick = <T>(all: readonly T[], k: number): T => all[k % all.length]!

/** A rule about one value. */
const on =
  (write: (draft: Draft, x: Entry, choice: Choice) => void, suits?: (x: Tensor) => boolean): Rule =>
  (draft, choice) => {
    const x = draft.find(choice[0], suits)
    if (x !== undefined) write(draft, x, choice)
  }

/** A rule about a value and another one that suits it. */
const onTwo = (
  write: (draft: Draft, x: Entry, y: Entry, k: number) => void,
  suit: (x: Tensor, y: Tensor) => boolean,
): Rule =>
  on((draft, x, [, b, c]) => {
    const y = draft.find(b, y => suit(x.value, y))
    if (y !== undefined) write(draft, x, y, c)
  })

const isFilled = ({ size }: Tensor): boolean => size > 0
const hasAxes = ({ rank }: Tensor): boolean => rank > 0
const isSame = (x: Tensor, y: Tensor): boolean => sameShape(x.shape, y.shape)

function stretchTogether(x: Tensor, y: Tensor): boolean {
  try {
    broadcastShapes('add', x.shape, y.shape)
    return true
  } catch {
    return false
  }
}

const FLAGS = [{}, { transposeB: true }, { transposeA: true }, { transposeA: true, transposeB: true }]

/** The ways in which two tensors have a product. */
const products = (x: Tensor, y: Tensor) =>
  FLAGS.filter(flags => {
    try {
      matmul(x, y, flags)
      return true
    } catch {
      return false
    }
  })

/** A value and a number on either side. */
const beside = (op: Op, numbers: readonly number[]): Rule =>
  on((draft, x, [, b, c]) =>
    draft.write(op, ...(b % 2 === 0 ? [x, pick(numbers, c)] : [pick(numbers, c), x])),
  )

/** Down to one value, along one axis or all of them. */
const reduced = (op: Op): Rule =>
  on((draft, x, [, b, c]) => {
    const axis = c % (x.value.rank + 1)
    draft.write(op, x, {
      ...(axis < x.value.rank && { axis }),
      ...(b % 2 === 1 && { keepdims: true }),
    })
  }, isFilled)

/** Other shapes for the same values. */
const reshapings = ({ shape, size }: Tensor): readonly Shape[] => [
  [size],
  [...shape, 1],
  [1, ...shape],
  [size, 1],
  ...(size % 2 === 0 ? [[2, size / 2]] : []),
  ...(shape.length > 1 ? [[shape[0]! * shape[1]!, ...shape.slice(2)]] : []),
]

const lines: readonly Rule[] = [
  on((draft, x, [, b]) => draft.write(pick(['neg', 'abs', 'square', 'relu', 'sign'], b), x)),
  onTwo((draft, x, y, c) => {
    draft.write(pick(['add', 'mul', 'sub', 'maximum', 'minimum'], c), x, y)
  }, stretchTogether),
  beside('add', [0, 1, -0, 2]),
  beside('mul', [1, -1, 2, 0]),
  beside('sub', [0, 1]),
  beside('maximum', [0, Number.NEGATIVE_INFINITY]),
  reduced('sum'),
  reduced('sum'),
  reduced('max'),
  reduced('min'),
  on((draft, x, [, b]) => draft.write('reshape', x, pick(reshapings(x.value), b))),
  on((draft, x, [, b]) => {
    const axes = x.value.shape.map((_, i) => i)
    const turned = [...axes.slice(1), ...axes.slice(0, 1)]
    const exchanged = [...axes.slice(0, -2), ...axes.slice(-2).reverse()]
    draft.write('transpose', x, pick([[...axes].reverse(), turned, exchanged], b))
  }, hasAxes),
  on((draft, x, [, b]) => draft.write('broadcastTo', x, [pick([2, 3, 1], b), ...x.value.shape])),
  on((draft, x, [, b]) => {
    draft.write(
      'broadcastTo',
      x,
      x.value.shape.map(n => (n === 1 ? 2 + (b % 4) : n)),
    )
  }, hasAxes),
  onTwo(
    (draft, x, y, c) => {
      draft.write('matmul', x, y, pick(products(x.value, y.value), c))
    },
    (x, y) => products(x, y).length > 0,
  ),
  onTwo(
    (draft, x, y, c) => {
      draft.write('matmul', x, y, pick(products(x.value, y.value), c))
    },
    (x, y) => products(x, y).length > 0,
  ),
  onTwo((draft, x, y, c) => {
    const condition = draft.write(pick(['greater', 'lessEqual', 'equal'], c), x, y)
    if (condition !== undefined) draft.write('where', condition, x, c % 2 === 0 ? y : 0)
  }, stretchTogether),
  onTwo((draft, x, y, c) => {
    const condition = draft.write(pick(['less', 'notEqual', 'greaterEqual'], c), x, y)
    if (condition !== undefined) draft.write('cast', condition, draft.dtype)
  }, stretchTogether),
  on((draft, x, [, b, c]) => {
    const axis = b % x.value.rank
    const range = pick(
      [
        [0, x.value.shape[axis]! >> 1],
        [undefined, undefined, -1],
        [undefined, undefined, 2],
      ],
      c,
    )
    draft.write('slice', x, [...Array.from({ length: axis }, () => undefined), range])
  }, hasAxes),
  onTwo(
    (draft, x, y, c) => {
      draft.write(pick(['concat', 'stack'], c), [x, y], c % x.value.rank)
    },
    (x, y) => x.rank > 0 && isSame(x, y),
  ),
  on((draft, x, [, b, c]) => {
    draft.write(
      'pad',
      x,
      x.value.shape.map((_, i) => [(b + i) % 2, c % 3]),
    )
  }, hasAxes),
  on(
    (draft, x, [, b]) => {
      draft.write('take', x, draft.indices(pick([[3], [2, 2], [], [9]], b), x.value.shape[0]!))
    },
    ({ rank, size }) => rank > 0 && size > 0,
  ),
  on(
    (draft, x) => {
      draft.write('gather', x, draft.indices(x.value.shape.slice(0, -1), x.value.shape[x.value.rank - 1]!))
    },
    ({ rank, size }) => rank > 0 && size > 0,
  ),
  on((draft, x, [, b]) => {
    draft.write('segmentSum', x, draft.indices(x.value.shape.slice(0, 1), 1 + b), 1 + b)
  }, hasAxes),
  on((draft, _, [, b]) => {
    draft.write('oneHot', draft.indices([3 + b], 4), 4, { dtype: draft.dtype })
  }),
  on((draft, x, [, b, c]) => {
    draft.write('cumsum', x, { axis: b % x.value.rank, ...(c % 2 === 1 && { reverse: true }) })
  }, hasAxes),
  on((draft, x, [, b, c]) => {
    const { shape } = x.value
    draft.write(pick(['mul', 'add'], c), x, draft.captured(pick([shape, shape.slice(1), []], b)))
  }),
  on((draft, x, [, b]) => {
    if (draft.plain !== undefined) draft.write(pick(['mul', 'add', 'sub'], b), x, draft.plain)
  }),
  (draft, [a]) => draft.repeat(a),
]

/** Rules whose ops are exact on small whole numbers. */
export const EXACT: readonly Rule[] = lines

/** Rules whose ops round. */
export const SMOOTH: readonly Rule[] = [
  on((draft, x, [, b]) => {
    draft.write(
      pick(['exp', 'tanh', 'sigmoid', 'sin', 'cos', 'softplus', 'logSigmoid', 'expm1', 'erf'], b),
      x,
    )
  }),
  on((draft, x, [, b]) => {
    // Away from where it is steep.
    const above = draft.write('square', x)
    const one = above && draft.write('add', above, 1)
    if (one !== undefined) draft.write(pick(['log', 'sqrt', 'log1p'], b), one)
  }),
  onTwo((draft, x, y) => {
    const above = draft.write('square', y)
    const one = above && draft.write('add', above, 1)
    if (one !== undefined) draft.write('div', x, one)
  }, stretchTogether),
  beside('div', [2, 3, 8]),
  on((draft, x, [, b]) => draft.write('pow', x, pick([2, 3, 1, 0], b))),
  reduced('mean'),
  reduced('variance'),
  on(
    (draft, x, [, b, c]) => {
      draft.write(pick(['softmax', 'logSoftmax', 'logSumExp'], b), x, { axis: c % x.value.rank })
    },
    ({ rank, size }) => rank > 0 && size > 0,
  ),
  on(
    (draft, x, [, b]) => {
      const reduction = pick(['mean', 'sum', 'none'], b)
      const labels = draft.indices(x.value.shape.slice(0, -1), x.value.shape[x.value.rank - 1]!)
      draft.write('crossEntropy', x, labels, { reduction })
    },
    ({ rank, size }) => rank > 0 && size > 0,
  ),
]
