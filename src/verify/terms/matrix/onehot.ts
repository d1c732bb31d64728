// Classes as ones among zeros: a column for one class, a row for each of a column of classes.
import { fromData } from '../../../create.js'
import { cast, equal } from '../../../ops/index.js'
import { compare, doubleDouble } from '../../numbers/doubleDouble/index.js'
import { exact } from '../../numbers/index.js'
import { truth } from '../entries.js'
import { CLASSES, type FunctionTerm } from '../term.js'
import type { Type } from '../type.js'

const isSingle = ({ rows }: Type): boolean => rows === '1'

export const onehot: FunctionTerm = {
  names: ['onehot'],
  type([y], { refuse, classes }) {
    if (classes === undefined) return refuse('unsupported', 'onehot takes classes', CLASSES)
    if (y!.cols !== '1') return refuse('unsupported', 'onehot takes one class or a column of them', CLASSES)
    return { ...y!, ...(isSingle(y!) ? { rows: classes } : { cols: classes }), sort: 'real' }
  },
  value([y], { type, args, extent, bounded }) {
    const single = isSingle(args[0]!.type)
    const n = extent(single ? type.rows : type.cols)
    const all = fromData(
      Float64Array.from({ length: n }, (_, i) => i + 1),
      single ? [n, 1] : [1, n],
    )
    return exact(cast(equal(y!.c, all), 'float64'), bounded)
  },
  digits(entry, { args }, row, col) {
    const single = isSingle(args[0]!.type)
    const at = single ? row : col
    return truth(compare(entry(0, single ? 0 : row, 0), doubleDouble(at + 1)) === 0)
  },
}
