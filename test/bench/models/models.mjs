// All models, in the order of the table.
import { attention } from './networks/attention.mjs'
import { convolutional } from './networks/convolutional.mjs'
import { lstm } from './networks/lstm.mjs'
import { maml } from './networks/maml.mjs'
import { neuralOde } from './networks/neuralOde.mjs'
import { perSample } from './networks/perSample.mjs'
import { physicsInformed } from './networks/physicsInformed.mjs'
import { vae } from './networks/vae.mjs'
import { crf } from './statistics/crf.mjs'
import { factorization } from './statistics/factorization.mjs'
import { gaussianProcess150, gaussianProcess1000 } from './statistics/gaussianProcess.mjs'
import { mixture } from './statistics/mixture.mjs'
import { negativeBinomial } from './statistics/negativeBinomial.mjs'

/**
 * A model has a name, a title, a precision, the most of PyTorch's time that it should take (`goal`), `inputs`, which makes
 * `params` and `data`, and a `loss` of both; or a `step` instead, which makes a function of both to { value, gradient }. `adam`
 * is the rate of a step of Adam that follows, and `twin` the function of with_torch.py where it has another name.
 */
export const models = [
  lstm,
  crf,
  gaussianProcess150,
  gaussianProcess1000,
  convolutional,
  attention,
  vae,
  factorization,
  negativeBinomial,
  mixture,
  physicsInformed,
  neuralOde,
  perSample,
  maml,
]
