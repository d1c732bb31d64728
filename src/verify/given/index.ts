// The face of what is given: symbols and their kinds, and the lines that declare them.
export { type Context, type Declared, kindIn, layoutOf, type Objective, type OwnFunction } from './context.js'
export { type Declarator, declarators, type Settled, settled } from './declarator.js'
export { contextOf, LAYOUT, OBJECTIVE } from './given.js'
export { type Cut, type Line, linesOf, separator } from './lines.js'
