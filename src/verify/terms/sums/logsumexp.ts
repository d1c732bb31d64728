// The log-sum-exp, log Σ e^x, along a vector, or each row of a matrix.
import { exp, log } from '../../numbers/doubleDouble/index.js'
import { expOf, logOf, sumOver } from '../../numbers/index.js'
import { along } from '../axes.js'
import { line, sumOf } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { scalarLike } from '../type.js'

/** d log Σ e^x = Σ softmax(x)·dx */
export const logsumexp: FunctionTerm = {
  names: ['logsumexp', 'LSE', 'lse'],
  whole: true,
  type: ([x]) => (x!.rows === '1' || x!.cols === '1' ? scalarLike(x!) : { ...x!, cols: '1' }),
  value: ([x], { args }) => logOf(sumOver(expOf(x!), [along(args[0]!.type)])),
  digits: (entry, at, row, _, { stirred }) =>
    log(stirred(sumOf(line(entry, at, row).map(x => stirred(exp(x)))))),
}
