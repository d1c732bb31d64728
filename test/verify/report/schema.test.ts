// The published JSON Schema of reports: real ones are valid, and each part of it is there for a reason.
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { unavailable } from '../../../src/verify/documents/checkPaper.js'
import {
  checkPaper,
  type PaperReport,
  paperJSON,
  type Trouble,
  type Verdict,
} from '../../../src/verify/index.js'
import { SCHEMA } from '../../../src/verify/report/schema.js'
import { COUNTEREXAMPLE, claimOf, reportOf } from './reports.js'

// The compiler asks for what is new.
const VERDICTS: Readonly<Record<Verdict, true>> = {
  holds: true,
  unrefuted: true,
  refuted: true,
  inconclusive: true,
  nonsmooth: true,
}
const TROUBLES: Readonly<Record<Trouble, true>> = {
  syntax: true,
  name: true,
  ambiguous: true,
  unsupported: true,
  shape: true,
  context: true,
  calculus: true,
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const schema = JSON.parse(readFileSync('schema/check-1.json', 'utf8'))

/** The same, in which nothing may be that is not described: readers must take new keys, and we must describe ours. */
const closed = (part: Json): Json => {
  if (Array.isArray(part)) return part.map(closed)
  if (typeof part !== 'object' || part === null) return part
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]))
  return 'properties' in inner && 'required' in inner ? { ...inner, additionalProperties: false } : inner
}

const validate = new Ajv2020({ allErrors: true }).compile(closed(schema) as object)
const errorsOf = (json: Json): readonly string[] => {
  validate(json)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const written = (report: PaperReport): Json => JSON.parse(JSON.stringify(paperJSON(report)))

const PAPER = String.raw`${'```'}given
X : real[m, n]
w : real[n]
t : real[m]
q : rael
L = \frac{1}{2} \|X w - t\|^2
${'```'}

Let $w$ be a vector.

$$ \nabla_w L = X^\top (X w - t) \tag{1} $$

<!-- expect: refuted -->
$$ \begin{aligned} \nabla_w L &= X^\top (X w - t) \\ &= 2 X^\top (X w - t) \\ &= X^\top (X w - t) \end{aligned} $$

$$ X w = t^\top $$

$$ w^2 = q $$

$$ L \ge 0 $$

$$ X^2 = X $$

$$ never

<!-- chainrule: skip -->
$$ X + 1 $$

$$ X + 1 $$
`

const odd = reportOf('a = b', 'refuted', {
  counterexample: { ...COUNTEREXAMPLE, claimed: Number.NaN, values: { A: [[-Infinity, 1]], b: 1 } },
  resolution: Infinity,
})

const REPORTS: readonly (readonly [name: string, report: PaperReport])[] = [
  ['of a paper with everything in it', checkPaper('paper.md', PAPER)],
  ['of a strict run', checkPaper('paper.md', PAPER, { strict: true, seed: -3 })],
  ['of an empty file', checkPaper('empty.md', '')],
  ['of what is no text', checkPaper('zeros.md', new Uint8Array(9))],
  ['of what cannot be had', unavailable('none.md', 'cannot be read')],
  [
    'of a notebook',
    {
      ...checkPaper('a.md', PAPER),
      claims: [claimOf(odd, { cell: 2 })],
      given: [{ ...unavailable('', '').trouble!, cell: 1 }],
      unchecked: [{ kind: 'inline', source: 'x', cell: 3, line: 1, column: 2, offset: 99 }],
    },
  ],
  ['of numbers that JSON has not', { ...checkPaper('a.md', PAPER), claims: [claimOf(odd)] }],
]

describe('a report', () => {
  it.each(REPORTS)('%s is as the schema says', (_, report) => expect(errorsOf(written(report))).toEqual([]))

  it('has all that the schema tells', () => {
    const verdicts = REPORTS[0]![1].claims.map(({ report }) => report?.verdict ?? 'unread')
    expect([...new Set(verdicts)].sort()).toEqual(['holds', 'refuted', 'unread', 'unrefuted'])
    expect([schema.$id, schema.properties.$schema.const]).toEqual([SCHEMA, SCHEMA])
    expect(schema.$defs.verdict.enum).toEqual(Object.keys(VERDICTS))
    expect(schema.$defs.unread.properties.trouble.enum).toEqual(Object.keys(TROUBLES))
  })

  it('of which anything is left out, or of another type, is refused', () => {
    const report = written(REPORTS[0]![1])
    const accepted: string[] = []
    const each = (part: Json, path: string, put: (changed: Json) => Json): void => {
      if (Array.isArray(part))
        for (const [i, value] of part.entries())
          each(value, `${path}/${i}`, changed => put(part.map((old, k) => (k === i ? changed : old))))
      else if (typeof part === 'object' && part !== null) {
        const named = /(sizes|values|derived|at)$/.test(path)
        for (const [key, value] of Object.entries(part)) {
          const { [key]: _, ...rest } = part as { readonly [key: string]: Json }
          if (!named && errorsOf(put(rest)).length === 0) accepted.push(`${path} without ${key}`)
          if (!named && errorsOf(put({ ...rest, [key]: { odd: {} } })).length === 0)
            accepted.push(`${path}/${key}`)
          each(value, `${path}/${key}`, changed => put({ ...rest, [key]: changed }))
        }
      }
    }
    each(report, '', changed => changed)
    expect(accepted).toEqual([])
  })
})
