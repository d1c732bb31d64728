// The face of repair: what is wrong with a step, and what would be right.
export { constantsNear } from './constants.js'
export { diagnose } from './diagnose.js'
export { sumOfTwo } from './fit.js'
export { matrixAtoms, relatedSymbols } from './vocabulary.js'
