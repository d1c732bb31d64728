// The larger and the smaller of two, entry by entry.
import { maximum, minimum } from '../../../ops/index.js'
import { max as maxOf, min as minOf } from '../../numbers/doubleDouble/index.js'
import { each, toCommonScale } from '../../numbers/index.js'
import { type FunctionTerm, sameShape } from '../term.js'

const extremum = (name: 'max' | 'min'): FunctionTerm => ({
  names: [name],
  latex: 'command',
  folds: true,
  kinks: true,
  type: ([a, b], { refuse }) => ({ ...a!, ...sameShape(a!, b!, refuse), sort: 'real' }),
  value(args) {
    const [a, b] = toCommonScale(args)
    const larger = name === 'max' ? maximum : minimum
    return {
      c: larger(a!.c, b!.c),
      scale: a!.scale,
      error: a!.error && b!.error && each(Math.max, a!.error, b!.error),
    }
  },
  digits: entry => (name === 'max' ? maxOf : minOf)(entry(0), entry(1)),
})

export const max = extremum('max')
export const min = extremum('min')
