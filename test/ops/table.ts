// Every op once: the compiler asks for the row of a new one, and a row earns it all the properties in this folder.
import type * as fft from '../../src/ops/fft/index.js'
import type * as ops from '../../src/ops/index.js'
import type * as linalg from '../../src/ops/linalg/index.js'
import type * as nn from '../../src/ops/nn/index.js'
import type * as special from '../../src/ops/special/index.js'
import type * as stats from '../../src/ops/stats/index.js'
import type { Row } from './row.js'
import { arithmetic, choices, comparisons } from './rows/arithmetic.js'
import { blocks } from './rows/blocks.js'
import { elementwise } from './rows/elementwise.js'
import { factorizations } from './rows/factors.js'
import { transforms } from './rows/fft.js'
import { functions } from './rows/functions.js'
import { indexing } from './rows/indexing.js'
import { linearAlgebra } from './rows/linalg.js'
import { matrixFunctions } from './rows/matrices.js'
import { networks } from './rows/nn.js'
import { ordering } from './rows/order.js'
import { products } from './rows/products.js'
import { reductions, softmaxes } from './rows/reduce.js'
import { shaping } from './rows/shaping.js'
import { specials } from './rows/special.js'
import { statistics } from './rows/stats.js'

/** An op without a row is a type error here. */
export const table: {
  readonly [Name in
    | keyof typeof ops
    | keyof typeof linalg
    | keyof typeof nn
    | keyof typeof special
    | keyof typeof stats
    | keyof typeof fft]: Row
} = {
  ...arithmetic,
  ...comparisons,
  ...choices,
  ...elementwise,
  ...functions,
  ...reductions,
  ...softmaxes,
  ...products,
  ...shaping,
  ...blocks,
  ...indexing,
  ...linearAlgebra,
  ...factorizations,
  ...matrixFunctions,
  ...networks,
  ...specials,
  ...ordering,
  ...statistics,
  ...transforms,
}
