// Entry `chainrule/linalg`: square matrices, in batches, with derivatives.
export { cholesky } from './cholesky.js'
export { determinant } from './determinant.js'
export { type InverseOptions, inverse } from './inverse.js'
export { solveTriangular, type TriangularOptions } from './triangular.js'
