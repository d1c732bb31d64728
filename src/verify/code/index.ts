// The face of claims in code: gradients as functions of tensors.
export { type GradientClaimReport, verifyGradient } from './claim.js'
export type { GradientClaim, Inputs } from './trial.js'
