// Findings as SARIF 2.1.0, which code scanning and editors read: one log for all papers.
import { type Finding, findingsIn, type LocatedPaper, type Region, type Rule } from './findings.js'

const RULES: Readonly<Record<Rule, string>> = {
  refuted: 'A claim is wrong: there is a case in which its sides differ, or their shapes do.',
  inconclusive: 'A claim could not be decided.',
  nonsmooth: 'A claim could be tried only at kinks, where there is no derivative.',
  unexpected: 'A claim came out otherwise than its mark says.',
  unread: 'A formula, a declaration or a file could not be read.',
  unchecked: 'A formula is seen and not checked.',
}
const IDS = Object.keys(RULES) as readonly Rule[]

/** An object that JSON can hold. */
export type SarifLog = Readonly<Record<string, unknown>>

/** The log of a run over papers, by the version of the checker. */
export const sarifLog = (papers: readonly LocatedPaper[], version: string): SarifLog => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'chainrule',
          semanticVersion: version,
          rules: IDS.map(id => ({ id, shortDescription: { text: RULES[id] } })),
        },
      },
      // All places are counted as JavaScript, and editors, count.
      columnKind: 'utf16CodeUnits',
      invocations: [
        { executionSuccessful: true, exitCode: Math.max(0, ...papers.map(({ exitCode }) => exitCode)) },
      ],
      artifacts: papers.map(({ file }) => ({ location: locationOf(file) })),
      results: papers.flatMap(paper => findingsIn(paper).map(resultOf)),
    },
  ],
})

function resultOf({ rule, level, title, message, file, region, fixes }: Finding) {
  const artifactLocation = locationOf(file)
  return {
    ruleId: rule,
    ruleIndex: IDS.indexOf(rule),
    level,
    message: { text: message === '' ? title : message },
    locations: [{ physicalLocation: { artifactLocation, region: regionOf(region) } }],
    ...(fixes.length === 0
      ? {}
      : {
          fixes: fixes.map(({ message, region, text }) => ({
            description: { text: message },
            artifactChanges: [
              {
                artifactLocation,
                replacements: [{ deletedRegion: regionOf(region), insertedContent: { text } }],
              },
            ],
          })),
        }),
  }
}

const regionOf = ({ line, column, endLine, endColumn, start, end }: Region) => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
  charOffset: start,
  charLength: end - start,
})

/** A path as a URI: relative ones are seen from the folder of the run. */
function locationOf(file: string): { readonly uri: string } {
  const path = file.replaceAll('\\', '/')
  const uri = encodeURI(path).replace(/[?#]/g, encodeURIComponent)
  return { uri: /^[a-zA-Z]:\//.test(path) ? `file:///${uri}` : path.startsWith('/') ? `file://${uri}` : uri }
}
