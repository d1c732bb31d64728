// Log densities, moments and entropies beside SciPy's.
import { describe, expect, it } from 'vitest'
import type { WithEntropy } from '../../src/distributions/index.js'
import * as distributions from '../../src/distributions/index.js'
import { type Tensor, tensor } from '../../src/index.js'
import { figures, vector } from './figures.js'

/**
 * SciPy adds the terms of a log density as they are: a few ulp of the largest, and of ln Γ, which is below 2000 for these
 * parameters and 3000 in sums of three.
 */
function close(got: number, want: number | null, text: string, scale = 1): void {
  if (want === null) expect(got, text).toBe(Number.NEGATIVE_INFINITY)
  else expect(Math.abs(got - want), text).toBeLessThanOrEqual(8 * 2 ** -52 * Math.max(scale, Math.abs(want)))
}

describe('SciPy says', () => {
  const byName = { ...distributions }
  for (const name of Object.keys(figures) as (keyof typeof figures)[])
    it(name, () => {
      const d = byName[name] as unknown as WithEntropy<Record<string, number>>
      for (const row of figures[name]) {
        const { parameters, x, logProb, mean, variance } = row
        const text = `${name} ${JSON.stringify(parameters)}`
        const scale = /gamma|beta|poisson|negative/.test(name) ? 3000 : 1
        const values = d.logProb(tensor(x as unknown as number[]), parameters)
        for (const [i, want] of logProb.entries()) close(values.data[i]!, want, `${text} at ${x[i]}`, scale)
        close(d.mean(parameters).item(), mean, `${text}, mean`)
        close(d.variance(parameters).item(), variance, `${text}, variance`)
        if ('entropy' in row) close(d.entropy(parameters).item(), row.entropy, `${text}, entropy`, scale)
      }
    })

  it('multivariateNormal, by its covariance or a factor of it', () => {
    const { multivariateNormal } = distributions
    const [mean, covariance, x] = [tensor(vector.mean), tensor(vector.covariance), tensor(vector.x)]
    const scaleTril = tensor(factor(vector.covariance))
    for (const p of [
      { mean, covariance },
      { mean, scaleTril },
    ]) {
      // Distances up to 80, by a factor whose condition is below 4.
      const got: Tensor = multivariateNormal.logProb(x, p)
      for (const [i, want] of vector.logProb.entries()) close(got.data[i]!, want, `at ${vector.x[i]}`, 40)
      close(multivariateNormal.entropy(p).item(), vector.entropy, 'entropy', 40)
    }
  })
})

/** Cholesky's factor by the textbook. */
function factor(a: readonly (readonly number[])[]): number[][] {
  const l = a.map(row => row.map(() => 0))
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j <= i; j++) {
      let rest = a[i]![j]!
      for (let k = 0; k < j; k++) rest -= l[i]![k]! * l[j]![k]!
      l[i]![j] = i === j ? Math.sqrt(rest) : rest / l[j]![j]!
    }
  return l
}
