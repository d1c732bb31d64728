// Reports written by hand, for tests of what shows them.
import type {
  ClaimReport,
  Counterexample,
  PaperClaim,
  StepReport,
  Verdict,
} from '../../../src/verify/report/report.js'

/** Where a text stands in another. */
export const spanOf = (source: string, part: string, from = 0) => {
  const start = source.indexOf(part, from)
  return { start, end: start + part.length }
}

/** A report of a claim whose only step came out so. */
export function reportOf(source: string, verdict: Verdict, step: Partial<StepReport> = {}): ClaimReport {
  const sign = source.indexOf('=')
  const only: StepReport = {
    verdict,
    left: { start: 0, end: sign },
    right: { start: sign + 1, end: source.length },
    reason: undefined,
    blame: undefined,
    counterexample: undefined,
    diagnoses: [],
    resolution: 3.2e-13,
    cases: 40,
    entries: 400,
    ...step,
  }
  return {
    source,
    start: 0,
    reading: 'for all i ≤ m, q ≤ k',
    verdict,
    steps: [only],
    broken: verdict === 'refuted' ? 0 : undefined,
    consequence: undefined,
    resolution: only.resolution,
    seed: 1,
    milliseconds: 12,
    message: '',
  }
}

/** A claim in a paper. */
export const claimOf = (report: ClaimReport, more: Partial<PaperClaim> = {}): PaperClaim => ({
  line: 12,
  column: 4,
  offset: 100,
  tag: undefined,
  expected: undefined,
  source: report.source,
  report,
  unread: undefined,
  ...more,
})

export const COUNTEREXAMPLE: Counterexample = {
  sizes: { m: 2, n: 3, k: 2 },
  values: {
    X: [
      [1, 0, 2],
      [-0.5, 12, 1],
    ],
    theta: [
      [0.1 + 0.2, 0],
      [1, 1],
      [0, 2],
    ],
    y: [1, 2],
    lambda: 0.5,
  },
  derived: { z: [0.25, 0.75] },
  at: { i: 1, q: 2 },
  claimed: 1 / 3,
  actual: 0.5,
  difference: 1 / 3 - 0.5,
  confirmed: true,
  seed: 1,
  path: '3:0:1',
}

const SOURCE = '\\nabla_\\theta L = \\frac{1}{n} X^\\top (Z - Y)'

/** A gradient divided by the wrong number. */
export const FACTOR = reportOf(SOURCE, 'refuted', {
  reason: 'the sides differ by a factor',
  counterexample: COUNTEREXAMPLE,
  diagnoses: [
    {
      kind: 'factor',
      rule: 'constant',
      message: 'replace \\frac{1}{n} by \\frac{1}{m}',
      repair: {
        span: spanOf(SOURCE, '\\frac{1}{n}'),
        original: '\\frac{1}{n}',
        replacement: '\\frac{1}{m}',
        patched: SOURCE.replace('{n}', '{m}'),
      },
    },
  ],
})

const ROWS = '\\begin{aligned}\n  a &= b \\\\\n    &= c + d\n\\end{aligned}'
const rows = reportOf(ROWS, 'refuted')

/** A chain whose second step has a wrong sign. */
export const CHAIN: ClaimReport = {
  ...rows,
  steps: [
    { ...rows.steps[0]!, verdict: 'holds' },
    {
      ...rows.steps[0]!,
      reason: 'the sides differ',
      diagnoses: [
        {
          kind: 'sign',
          rule: 'sign',
          message: 'replace + by -',
          repair: {
            span: spanOf(ROWS, '+'),
            original: '+',
            replacement: '-',
            patched: ROWS.replace('+', '-'),
          },
        },
        { kind: 'term', rule: undefined, message: 'add 2 d', repair: undefined },
      ],
    },
  ],
  broken: 1,
  consequence: 'step 1 holds, so a is not c + d',
}
