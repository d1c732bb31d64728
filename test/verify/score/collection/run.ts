// Checks the documents of a folder, and says what became of each display: node … [FOLDER] [--all] [--table]
import { documentsIn, FOLDER } from './documents.js'
import { checkDocument } from './judge.js'
import { isHeld, summaryOf, tableOf } from './table.js'

const flags = process.argv.slice(2).filter(arg => arg.startsWith('--'))
const [folder = FOLDER] = process.argv.slice(2).filter(arg => !arg.startsWith('--'))
const short = (text: string | undefined, most = 160): string =>
  (text ?? '').replace(/\s+/g, ' ').slice(0, most)

const documents = documentsIn(folder).map(checkDocument)
for (const { file, paper, displays, seconds } of documents) {
  console.log(
    `== ${file}: ${displays.length} displays, ${displays.filter(({ read }) => read).length} read, ${seconds.toFixed(1)} s`,
  )
  if (paper.trouble !== undefined) console.log(`   TROUBLE ${short(paper.trouble.reason)}`)
  for (const flaw of paper.given) console.log(`   GIVEN line ${flaw.line}: ${short(flaw.reason)}`)
  for (const display of displays) {
    const { line, mark, verdict, reason, source, explanation, explained, patched, repair } = display
    const isRight = mark.truth ? isHeld(display) : verdict === 'refuted'
    if (isRight && mark.truth && !flags.includes('--all')) continue
    const tag = isRight ? 'ok' : verdict === 'unread' ? 'UNREAD' : 'WRONG'
    console.log(
      `   ${tag} ${line} ${mark.truth ? 'true' : 'false'} ${verdict}: ${short(reason)} | ${short(source, 200)}`,
    )
    if (mark.truth || verdict !== 'refuted') continue
    const how = `${explained ? '' : 'NOT EXPLAINED '}${repair === undefined ? 'NOT REPAIRED' : repair.natural ? '' : `NOT NATURAL (${repair.verdict})`}`
    console.log(`      mistake: ${mark.mistake}; rule ${mark.rule}; right ${short(mark.right)}`)
    console.log(`      said: ${short(explanation, 300)} | ${short(patched, 200)} ${how}`)
  }
}
if (flags.includes('--table')) console.log(tableOf(documents))
console.log(summaryOf(documents))
