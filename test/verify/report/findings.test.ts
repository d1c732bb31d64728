// Findings for other tools: workflow commands of GitHub, and SARIF as its specification demands.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { checkPaper, edited, renderGitHub, sarifLog } from '../../../src/verify/index.js'

const GIVEN = '```given\nw : real[n]\nL = \\|w\\|^2\n```\n\n'

/** What SARIF 2.1.0 says of the objects that are written here: sections 3.13 to 3.57. */
const region = {
  type: 'object',
  required: ['startLine'],
  properties: Object.fromEntries(
    [
      ...['startLine', 'startColumn', 'endLine', 'endColumn'].map(name => [name, 1] as const),
      ...['charOffset', 'charLength'].map(name => [name, 0] as const),
    ].map(([name, minimum]) => [name, { type: 'integer', minimum }]),
  ),
  additionalProperties: false,
}
const closed = (properties: Readonly<Record<string, unknown>>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const list = (items: unknown, minItems = 0) => ({ type: 'array', items, minItems })
const text = closed({ text: { type: 'string', minLength: 1 } })
const artifactLocation = closed({ uri: { type: 'string', pattern: '^[^\\s<>"\\\\^`{|}#?]+$' } })
const result = closed(
  {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message: text,
    locations: list(closed({ physicalLocation: closed({ artifactLocation, region }) })),
    fixes: list(
      closed({
        description: text,
        artifactChanges: list(
          closed({
            artifactLocation,
            replacements: list(
              closed({ deletedRegion: region, insertedContent: closed({ text: { type: 'string' } }) }),
              1,
            ),
          }),
          1,
        ),
      }),
    ),
  },
  ['message'],
)
const driver = closed({
  name: { type: 'string' },
  semanticVersion: { type: 'string' },
  rules: list(closed({ id: { type: 'string' }, shortDescription: text })),
})
const log = closed({
  $schema: { type: 'string' },
  version: { const: '2.1.0' },
  runs: list(
    closed({
      tool: closed({ driver }),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      invocations: list(closed({ executionSuccessful: { type: 'boolean' }, exitCode: { type: 'integer' } })),
      artifacts: list(closed({ location: artifactLocation })),
      results: list(result),
    }),
  ),
})

const paper = checkPaper(
  'a b/ü.md',
  `\ufeff${GIVEN}> 𝔼𝟙 $$ L = L$$\r\n\n> 𝟙 $$ 2 w = \\nabla_w L = 3 w \\tag{1}$$\n\n<!-- expect: holds -->\n$$ L = 2 L $$\n\n$$ L = \\foo $$ and $x$\n`,
  { strict: true },
)
const { runs } = JSON.parse(JSON.stringify(sarifLog([paper], '1.2.3')))

describe('SARIF', () => {
  it('is as the specification demands', () => {
    const validate = new Ajv2020({ strict: false }).compile(log)
    expect(
      validate(JSON.parse(JSON.stringify(sarifLog([paper], '1.2.3')))),
      JSON.stringify(validate.errors),
    ).toBe(true)
    for (const { ruleId, ruleIndex } of runs[0].results)
      expect(runs[0].tool.driver.rules[ruleIndex].id).toBe(ruleId)
    expect(runs[0].artifacts[0].location.uri).toBe('a%20b/%C3%BC.md')
  })

  it('has places in the file, in UTF-16 units', () => {
    for (const { locations } of runs[0].results) {
      const { region } = locations[0].physicalLocation
      const line = paper.text.replace('\ufeff', '').split(/\r\n|\n/)[region.startLine - 1]!
      const said = paper.text.slice(region.charOffset, region.charOffset + region.charLength)
      if (region.startLine === region.endLine)
        expect(line.slice(region.startColumn - 1, region.endColumn - 1)).toBe(said)
    }
  })

  it('has fixes that mend the file', () => {
    const fixes = runs[0].results.flatMap((one: { fixes?: unknown[] }) => one.fixes ?? [])
    expect(fixes.length).toBeGreaterThan(0)
    const { deletedRegion, insertedContent } = fixes[0].artifactChanges[0].replacements[0]
    const start = deletedRegion.charOffset
    const span = { start, end: start + deletedRegion.charLength }
    const again = checkPaper('a.md', edited(paper.text, [{ span, text: insertedContent.text }]))
    const verdicts = (of: typeof again) =>
      of.claims.flatMap(({ report }) => report?.steps.map(step => step.verdict) ?? [])
    const held = (all: readonly string[]) => all.filter(verdict => verdict === 'holds').length
    expect(held(verdicts(again))).toBeGreaterThan(held(verdicts(paper)))
  })
})

describe('findings', () => {
  it('are as grave as they are, and not what a mark expects', () => {
    const rules = runs[0].results.map(({ ruleId, level }: { ruleId: string; level: string }) => [
      ruleId,
      level,
    ])
    expect(rules).toContainEqual(['refuted', 'error'])
    expect(rules).toContainEqual(['unread', 'error'])
    expect(rules).toContainEqual(['unchecked', 'error'])
    const marked = (mark: string) =>
      checkPaper('a.md', `${GIVEN}<!-- expect: ${mark} -->\n$$ \\nabla_w L = 3 w $$`)
    expect(renderGitHub(marked('refuted'))).toBe('a.md: 1 claim: 1 refuted (1 as expected)\n')
    expect(renderGitHub(marked('inconclusive'))).toMatch(
      /^::error file=a\.md,line=7,endLine=7,col=4,title=chainrule%3A not as expected::this claim is refuted, but a mark says that it is inconclusive\n/,
    )
  })

  it('name the file that they are in, and escape what commands are made of', () => {
    const tex = checkPaper('d/a,b:c.tex', '% chainrule: x : real\n\\input{p}', {
      read: () => '\\[ x = 2 x 100\\% \\]',
    })
    expect(renderGitHub(tex)).toMatch(
      /^::error file=d\/p\.tex,line=1,endLine=1,col=\d+,title=chainrule%3A not read::[^\n]*\nd\/a,b:c\.tex: /,
    )
    expect(renderGitHub(checkPaper('a,b:%.md', ''))).toMatch(/^::error file=a%2Cb%3A%25\.md,line=1,/)
  })
})
