// Pictures of what was learned, each an SVG document: loaded only where what draws them is installed.
export { type CalibrationPicture, calibrationPicture } from './calibration.js'
export { type Coefficient, type CoefficientsPicture, coefficientsPicture } from './coefficients.js'
export { type ConfusionPicture, confusionPicture } from './confusion.js'
export { type LossLine, type LossPicture, lossPicture } from './loss.js'
export { type RegionsPicture, regionsPicture } from './regions.js'
