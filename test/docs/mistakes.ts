// The page of mistakes, generated from src/verify/repair/slips: what is said of each, and an example.
import { RULES } from '../../src/verify/repair/rules.js'
import { slips } from '../../src/verify/repair/slips/index.js'
import type { Slip } from '../../src/verify/repair/slips/slip.js'

export const MISTAKES_PAGE = 'docs/mistakes.md'

const HEAD = `# The kinds of mistakes

<!-- Generated from src/verify/repair/slips by \`npm run docs -- --update\`: change them there. -->

What \`chainrule check\` can say of a step that is refuted. The name is the \`kind\` of a diagnosis; where two mistakes were
made at once it is \`sign and index\`. The order is that in which kinds are tried: where two changes come to the same formula at
the same cost, the first gives it its name. Every example is a test.

A diagnosis of kind \`condition\` without a repair says under which condition the step would hold.

## Rules

Where it can be told which rule the mistake breaks, that is the \`rule\` of the diagnosis. It is told from what was changed, and from
what was forgotten: parts of what is differentiated are held constant, one by one, and where the claim is what is left, whoever
made it did not differentiate that part.`

/** What each rule says. */
const rulesTable = (): string =>
  [
    '| rule | what it says |',
    '| --- | --- |',
    ...Object.entries(RULES).map(([rule, says]) => `| \`${rule}\` | ${says} |`),
  ].join('\n')

/** The page. */
export function mistakesPage(): string {
  const sections = Object.entries<Slip>(slips).map(([kind, { example }]) => {
    const { given, wrong, message, right } = example
    const declared = given.split('\n').map(line => line.trim())
    const said = [wrong, `  = help: ${message}`, `      ${right}`]
    return [`## ${kind}\n`, '```text', ...declared.filter(line => line !== ''), '', ...said, '```'].join('\n')
  })
  return `${[HEAD, rulesTable(), ...sections].join('\n\n')}\n`
}
