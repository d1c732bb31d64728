// Entry `chainrule/special`: the gamma and beta functions, the error function's tail, and what distributions are made of.
export { betainc } from './betainc.js'
export { erfc } from './erfc.js'
export { gammainc, gammaincc } from './gammainc.js'
export { digamma, lgamma, polygamma } from './lgamma.js'
