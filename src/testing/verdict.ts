// What the comparisons of a gradient check amount to.

import type { Comparison } from './compare.js'
import { type Compared, excess, says } from './comparisons.js'
import { culpritOf } from './culprit.js'
import type { Finding, GradientVerdict } from './report.js'
import type { Subject } from './subject.js'
import { largest } from './vectors.js'

/** Where an error of this share of the gradient would pass, differences settle nothing. */
const COARSEST = 1 / 16

/** What the findings amount to; a wrong gradient is traced to an op. */
export function verdictOf(
  subject: Subject,
  { findings }: Compared,
  seed: number,
  points: number,
): GradientVerdict {
  const [value, again] = subject.values
  const inconclusive = (reason: string, worst?: Finding): GradientVerdict => ({
    verdict: 'inconclusive',
    reason,
    worst,
  })
  if (subject.size === 0) return inconclusive('The inputs hold no values')
  if (subject.movable.length === 0)
    return inconclusive('No entry of the inputs is finite, so none can be moved')
  if (!Object.is(value, again) && value !== again)
    return inconclusive(
      `f is not deterministic: for the same inputs it gave ${value}, then ${again}. Draw random numbers outside of it`,
    )
  if (!Number.isFinite(value)) return inconclusive(`f is ${value} at these inputs`)
  const worstOf = (outcome: Comparison['outcome']): Finding | undefined =>
    findings
      .filter(finding => finding.outcome === outcome)
      // An entry says more than a direction, so it goes first where both are wrong.
      .sort(
        (p, q) => Number(p.input === undefined) - Number(q.input === undefined) || excess(q) - excess(p),
      )[0]
  const wrong = worstOf('differ')
  const lost = worstOf('undefined')
  const infinite = subject.skipped.find(({ of }) => of === 'output')
  if (wrong !== undefined && infinite !== undefined && Number.isNaN(wrong.error))
    return inconclusive(`f is ${infinite.value} at an entry, beside which its slope makes NaN of 0·∞`, wrong)
  if (wrong !== undefined) {
    const { culprit, kink, edge } = culpritOf(subject.path, seed + 2, points)
    if (culprit !== undefined || (kink === undefined && lost === undefined))
      return { verdict: 'refuted', worst: wrong, culprit, edge }
    if (kink !== undefined) return { verdict: 'nonsmooth', worst: wrong, kink }
  }
  if (lost !== undefined)
    return inconclusive(
      lost.differences.kind === 'undefined'
        ? lost.differences.reason
        : 'f is a staircase: it has one slope within a step, which is the gradient, and another over many steps',
      lost,
    )
  const kinked = worstOf('nonsmooth')
  if (kinked !== undefined) return { verdict: 'nonsmooth', worst: kinked, kink: undefined }
  const worst = worstOf('agree')!
  const steepest = largest(findings.filter(says).map(({ reverse }) => Math.abs(reverse)))
  const coarse = findings.find(({ differences: d }) => d.kind === 'smooth' && d.bound > COARSEST * steepest)
  if (coarse !== undefined && steepest > 0)
    return inconclusive(
      'f is too noisy for differences: an error as large as the gradient could hide in it',
      coarse,
    )
  return { verdict: 'holds', worst }
}
