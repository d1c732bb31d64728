// The face of numbers: tensors with scales and bounds of their errors.
export { each, some } from './each.js'
export {
  addUp,
  chosen,
  EPS,
  exact,
  expOf,
  leveled,
  logOf,
  mapped,
  multiplyOver,
  NONE,
  over,
  plain,
  powerOf,
  product,
  type Scaled,
  sumOver,
  times,
  toCommonScale,
  toScale,
} from './scaled.js'
