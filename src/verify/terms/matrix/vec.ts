// The columns of a matrix one below another, as a single column.
import { broadcastTo, reshape, transpose } from '../../../ops/index.js'
import { mapped } from '../../numbers/index.js'
import { productOfDims } from '../dims.js'
import type { FunctionTerm } from '../term.js'

/** d vec X = vec dX */
export const vec: FunctionTerm = {
  names: ['vec'],
  whole: true,
  type([x], { refuse }) {
    if (x!.rows === '?')
      return refuse('unsupported', 'nothing says how large this is', ['Write the size of the identity: I_n.'])
    return { ...x!, rows: productOfDims(x!.cols, x!.rows), cols: '1' }
  },
  value([x]) {
    const { shape } = x!.c
    const labels = shape.slice(0, -2)
    const [m, n] = shape.slice(-2) as [number, number]
    const turned = [...labels.keys(), labels.length + 1, labels.length]
    return mapped(x!, part => reshape(transpose(broadcastTo(part, shape), turned), [...labels, m * n, 1]))
  },
  digits(entry, { args, extent }, row) {
    const m = extent(args[0]!.type.rows)
    return entry(0, row % m, Math.floor(row / m))
  },
}
