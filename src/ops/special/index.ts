// Entry `chainrule/special`: the gamma and beta functions, error functions, Bessel functions, and what distributions are made of.
export { i0, i0e, i1, i1e } from './bessel.js'
export { beta, logBeta } from './beta.js'
export { betainc } from './betainc.js'
export { erfc } from './erfc.js'
export { erfcinv, erfinv } from './erfinv.js'
export { gammainc, gammaincc } from './gammainc.js'
export { digamma, lgamma, polygamma } from './lgamma.js'
