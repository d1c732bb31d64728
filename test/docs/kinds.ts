// The list of kinds on the page of the claim language, generated from src/verify/given/kinds.
import { KINDS, kinds } from '../../src/verify/given/kinds/index.js'

export const KINDS_PAGE = 'docs/claim-language.md'

/** A page whose table of kinds says what each kind says of itself. */
export function withKinds(page: string): string {
  const rows = KINDS.map(kind => [`\`${kind}\``, kinds[kind].values] as const)
  const widths = [0, 1].map(i => Math.max(...rows.map(row => row[i]!.length)))
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  const table = [row(['kind', 'values']), row(widths.map(width => '-'.repeat(width))), ...rows.map(row)]
  return page.replace(/\| kind +\| values[^\n]*\n(\|[^\n]*\n)*/, () => `${table.join('\n')}\n`)
}
