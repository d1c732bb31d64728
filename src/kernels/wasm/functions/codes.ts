// All vector code by name: what an importer does not use, bundlers leave out.
export * from './erf.js'
export * from './exponential.js'
export * from './logarithm.js'
export * from './plain.js'
export * from './power.js'
export * from './sigmoid.js'
export * from './trigonometry.js'
