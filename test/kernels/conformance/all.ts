// Every property of the suite.
import { folds } from './folds.js'
import { moves } from './moves.js'
import { pairs } from './pairs.js'
import { products } from './products.js'
import type { Property } from './property.js'
import { rows } from './rows.js'
import { singles } from './singles.js'

export const PROPERTIES: readonly Property[] = [singles, pairs, folds, products, rows, moves]
