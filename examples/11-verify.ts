// Is my derivation right? Formulas are claims: each is read, decided, and, where it is wrong, mended.
import { given, verify } from 'chainrule/verify'

// What the derivation takes for granted. One sample x, scores z, probabilities p, the true class c.
const paper = given(`
  W : real[k, d]
  x : real[d]
  c : class of k
  z = W x
  p_i = e^{z_i} / \\sum_j e^{z_j}
  ℓ = -\\log p_c
`)

const claims = [
  // Through the probability of the true class: the graph is cut at p.
  '\\frac{\\partial \\ell}{\\partial p_c} = -\\frac{1}{p_c}',
  // The quotient rule, in two cases.
  '\\frac{\\partial p_i}{\\partial z_j} = \\begin{cases} p_i (1 - p_i) & \\text{if } i = j \\\\ -p_i p_j & \\text{otherwise} \\end{cases}',
  // A step of the chain that is wrong: a sign.
  '\\frac{\\partial \\ell}{\\partial z_i} = -\\frac{1}{p_c} p_c ([i = c] + p_i) = p_i - [i = c]',
  // The same in plain text, and in matrices.
  '∂ℓ/∂W_{ij} = (p_i - [i = c]) x_j',
  '\\nabla_W \\ell = (p - \\mathrm{onehot}(c)) x^\\top',
  // Only true for the wrong classes.
  '\\frac{\\partial \\ell}{\\partial z_i} = p_i',
]

for (const claim of claims) {
  const { verdict, reading, steps, broken, consequence } = verify(claim, paper)
  console.log(`\n${reading}\n  ${verdict}`)
  if (broken === undefined) continue
  const { counterexample, diagnoses } = steps[broken]!
  if (steps.length > 1) console.log(`  step ${broken + 1} is broken. ${consequence}`)
  if (counterexample !== undefined) {
    const { sizes, at, claimed, actual } = counterexample
    console.log(
      `  with ${JSON.stringify(sizes)} at ${JSON.stringify(at)}: claimed ${claimed}, true ${actual}`,
    )
  }
  for (const { message } of diagnoses) console.log(`  ${message}`)
}
