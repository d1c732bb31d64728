// Goals of fits: how long one takes beside scikit-learn's, in how many iterations beside SciPy's L-BFGS-B, and to which loss.
import { show } from '../report.mjs'

/** At most so many of SciPy's iterations. */
const ITERATIONS = 1.1
/** Losses of two optima differ by no more than this, relative to their size. */
const SAME = 1e-6

/** What is said of a fit, line by line. `goal`: at most so much of the reference's time. */
export function goalsOf(ours, reference, goal) {
  const own = `chainrule ${show(ours.time)} ms, ${ours.iterations} iterations`
  if (reference === undefined) return [own]
  const [time, steps] = [ours.time / reference.time, ours.iterations / reference.iterations]
  const apart = Math.abs(ours.loss - reference.loss) / reference.loss
  return [
    `${own}; ${reference.name} ${show(reference.time)} ms, ${reference.iterations} iterations, to ${reference.gradient.toPrecision(2)}`,
    `time ${verdict(time, goal)}, iterations ${verdict(steps, ITERATIONS)}`,
    ...(apart <= SAME ? [] : [`the losses differ: ${ours.loss} and ${reference.loss} ✗`]),
  ]
}

/** A ratio, the most that it should be, and whether it is. */
export const verdict = (ratio, most) => `${ratio.toPrecision(2)} ≤ ${most} ${ratio <= most ? '✓' : '✗'}`
