// The trace of a square matrix.
import { eye } from '../../../fill.js'
import { exact, sumOver, times } from '../../numbers/index.js'
import { both } from '../axes.js'
import { range, sumOf } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { scalarLike, shapeText } from '../type.js'

/** d tr A = tr dA */
export const tr: FunctionTerm = {
  names: ['tr', 'trace', 'Tr', 'Trace'],
  mistakenFor: ['det'],
  whole: true,
  ofMatrix: true,
  type([a], { refuse }) {
    if (a!.rows === a!.cols) return scalarLike(a!)
    return refuse('shape', `the trace of ${shapeText(a!)} is not defined`)
  },
  value: ([a], { type, args, extent, bounded }) =>
    sumOver(times(a!, exact(eye(extent(args[0]!.type.rows)), bounded)), both(type)),
  digits: (entry, at) => sumOf(range(at, at.args[0]!.type.rows).map(k => entry(0, k, k))),
}
