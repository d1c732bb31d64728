// The report of a claim: its steps, the first that is broken, and what follows from it.

import { type Claim, consequence, refuseTwoReadings } from './decide/index.js'
import { Meter, type Problem, unlessTooLarge } from './meaning/index.js'
import { type Least, leastText } from './points/index.js'
import { type ClaimReport, renderClaim, type StepReport, type Verdict } from './report/index.js'
import { type Settings, stepReport } from './stepReport.js'

/** The worst first. */
const SEVERITY: readonly Verdict[] = ['refuted', 'inconclusive', 'nonsmooth', 'unrefuted', 'holds']

/** Decides a claim of a text, and reports it. */
export function claimReport(source: string, claim: Claim, problem: Problem, settings: Settings): ClaimReport {
  const started = performance.now()
  const { statement, sides } = claim
  const { seed, budget } = settings
  const steps: StepReport[] = []
  let least: Least = {}
  for (let i = 0; i + 1 < sides.length; i++) {
    const first = !steps.some(({ verdict }) => verdict === 'refuted')
    const { step, least: own } = stepReport({ source, claim, step: i, problem, settings }, first)
    steps.push(step)
    least = larger(least, own)
  }
  const affordable = <T>(run: () => T): T | undefined =>
    unlessTooLarge(
      () => problem.metered(new Meter(budget), run),
      () => undefined,
    )
  const equal = statement.relations === undefined
  if (equal && steps.some(({ verdict }) => verdict !== 'holds'))
    affordable(() => refuseTwoReadings(source, claim, problem, seed))
  const at = steps.findIndex(({ verdict }) => verdict === 'refuted')
  const broken = at < 0 ? undefined : at
  const { start, end } = statement.span
  const sizes = leastText(least)
  const report = {
    source: source.slice(start, end),
    start,
    reading: sizes === '' ? claim.reading : readingFor(`for ${sizes}`, claim),
    ...(sizes === '' ? {} : { sizes }),
    verdict: SEVERITY.find(worst => steps.some(step => step.verdict === worst)) ?? 'holds',
    steps: steps.map(step => relative(step, start, source, end)),
    broken,
    consequence:
      broken === undefined || sides.length < 3 || !equal
        ? undefined
        : affordable(() => consequence(claim, broken, problem, seed)),
    resolution: steps.reduce((worst, { resolution }) => Math.max(worst, resolution), 0),
    seed,
    milliseconds: performance.now() - started,
  }
  return { ...report, message: renderClaim({ ...report, message: '' }) }
}

/** The larger size of each dimension. */
const larger = (a: Least, b: Least): Least => ({
  ...a,
  ...Object.fromEntries(Object.entries(b).map(([dim, size]) => [dim, Math.max(size, a[dim] ?? 1)])),
})

/** "for n ≥ 2, for all i ≤ m: …" */
const readingFor = (sizes: string, { quantified, reading }: Claim): string =>
  `${sizes}${quantified ? ', ' : ': '}${reading}`

/** Places within the claim rather than within the text that it stood in. */
function relative(step: StepReport, start: number, source: string, end: number): StepReport {
  const moved = ({ start: a, end: b }: { readonly start: number; readonly end: number }) => ({
    start: a - start,
    end: b - start,
  })
  return {
    ...step,
    left: moved(step.left),
    right: moved(step.right),
    blame: step.blame && moved(step.blame),
    diagnoses: step.diagnoses.map(diagnosis => ({
      ...diagnosis,
      repair: diagnosis.repair && {
        ...diagnosis.repair,
        span: moved(diagnosis.repair.span),
        patched: diagnosis.repair.patched.slice(
          start,
          diagnosis.repair.patched.length - (source.length - end),
        ),
      },
    })),
  }
}
