// The face of points: how they are drawn, how they meet conditions, how a failing one shrinks.
export { BATTERY, dimsOf, drawPoint, type Recipe, sizesFor, UNSEEN } from './draw.js'
export { isExact } from './kinds.js'
export { choosesEntries, drawMeeting, holds, isEquation, partsOf } from './meet.js'
export { isReplayPath } from './path.js'
export { type Least, leastSizes, leastText, roomy } from './room.js'
export { follow, PointArbitrary, type Shrunk, shrink } from './shrink.js'
export { type MetPoint, residualOf, settled } from './solve.js'
