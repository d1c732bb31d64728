// A paper's findings as workflow commands, which GitHub Actions shows beside the lines of a change.
import { type Finding, findingsIn, type LocatedPaper } from './findings.js'
import { summaryLine } from './terminal.js'

/** A command a finding, and the closing line of the report. */
export const renderGitHub = (paper: LocatedPaper): string =>
  [...findingsIn(paper).map(commandOf), data(summaryLine(paper)), ''].join('\n')

/** `::error file=a.md,line=3,endLine=3,col=4,title=refuted::…` */
function commandOf({ level, file, region, title, message }: Finding): string {
  const { line, endLine, column } = region
  const properties = { file, line, endLine, col: column, title: `chainrule: ${title}` }
  const said = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`)
  return `::${level} ${said.join(',')}::${data(message)}`
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
