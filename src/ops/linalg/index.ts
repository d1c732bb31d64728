// Entry `chainrule/linalg`: square matrices, in batches, with derivatives.
export { determinant } from './determinant.js'
export { type InverseOptions, inverse } from './inverse.js'
