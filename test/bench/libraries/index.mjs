// The libraries that are compared: chainrule in three ways, its peers, and native code.
import { compiled, compiledAndRead } from './compiled.mjs'
import { jax } from './jax.mjs'
import { ours } from './ours.mjs'
import { numpy, torch } from './python.mjs'
import { tensorflow } from './tensorflow.mjs'

export { compiled, threaded } from './compiled.mjs'
export { collect, median } from './library.mjs'
export { ours } from './ours.mjs'
export { torch } from './python.mjs'

/** chainrule op by op, compiled, and compiled with every result read. */
export const own = [ours, compiled, compiledAndRead]

/** All others that are there. */
export const others = async () => [
  ...(await tensorflow()),
  ...(await jax()),
  ...(await numpy()),
  ...(await torch()),
]
