// The face of points: how they are drawn, how they meet conditions, how a failing one shrinks.
export { BATTERY, dimsOf, drawPoint, type Recipe, sizesFor, UNSEEN } from './draw.js'
export { isExact } from './kinds.js'
export { choosesEntries, drawMeeting, holds, isEquation, partsOf } from './meet.js'
export { type Least, leastSizes, leastText, roomy, type Spoken } from './room.js'
export { follow, isReplayPath, PointArbitrary, type Shrunk, shrink } from './shrink.js'
export { type MetPoint, residualOf, settled } from './solve.js'
