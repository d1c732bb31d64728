// The face of meaning: problems, their graphs, and what formulas come to in them.
export { type Budget, budgetOf, Meter, TooLarge, unlessTooLarge, unlimited } from './budget.js'
export { defines, defining } from './defining.js'
export { constantsIn, withDirections } from './directions.js'
export { readGiven } from './given.js'
export { takesOnlyNumbers } from './lower/applied.js'
export { withEntries } from './lower/entries.js'
export { refuseBarred } from './lower/notation.js'
export { fitted, holdsOpen, isOpen, unsized } from './lower/sum.js'
export { summedInEach, withSummed } from './lower/summed.js'
export type { Lowered } from './lowerer.js'
export {
  axisOf,
  dimOf,
  isScalar,
  isSwitch,
  isUnwritten,
  type Label,
  labelsOf,
  type Node,
  nameOf,
  type Operation,
  shapeText,
  spoken,
} from './node.js'
export { type Problem, problemOf } from './problem.js'
export { spelledOut } from './reading.js'
export { type Missing, type Recovered, recoverGiven } from './recover.js'
export { rangesWithin, type Scope } from './scope.js'
export { type Role, type Site, sitesIn } from './sites.js'
export { fromBelow, nodesWithin, spokenOf, tooDeep } from './walk.js'
