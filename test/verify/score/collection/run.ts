// Checks the documents of a folder, and says what became of each display: node … FOLDER [--all]
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkDocument } from './judge.js'

const [folder = 'test/verify/score/collection/documents', ...flags] = process.argv.slice(2)
const short = (text: string | undefined, most = 160): string =>
  (text ?? '').replace(/\s+/g, ' ').slice(0, most)

const documents = readdirSync(folder)
  .filter(name => /\.(md|tex|ipynb)$/.test(name) && name !== 'README.md')
  .sort()
  .map(name => {
    const started = performance.now()
    const checked = checkDocument(join(folder, name))
    return { ...checked, seconds: (performance.now() - started) / 1000 }
  })
for (const { file, paper, displays, seconds } of documents) {
  console.log(
    `== ${file}: ${displays.length} displays, ${displays.filter(({ read }) => read).length} read, ${seconds.toFixed(1)} s`,
  )
  if (paper.trouble !== undefined) console.log(`   TROUBLE ${short(paper.trouble.reason)}`)
  for (const flaw of paper.given) console.log(`   GIVEN line ${flaw.line}: ${short(flaw.reason)}`)
  for (const { line, mark, verdict, reason, explanation, patched, source } of displays) {
    const right = verdict === 'unrefuted' && mark.truth ? verdict : mark.truth ? 'holds' : 'refuted'
    if (verdict === right && mark.truth && !flags.includes('--all')) continue
    const tag = verdict === right ? 'ok' : verdict === 'unread' ? 'UNREAD' : 'WRONG'
    console.log(
      `   ${tag} ${line} ${mark.truth ? 'true' : 'false'} ${verdict}: ${short(reason)} | ${short(source, 200)}`,
    )
    if (!mark.truth && verdict === 'refuted') {
      console.log(`      mistake: ${mark.mistake}; rule ${mark.rule}; right ${short(mark.right)}`)
      console.log(`      said: ${short(explanation, 300)} | ${short(patched, 200)}`)
    }
  }
}
const all = documents.flatMap(({ displays }) => displays)
const count = (test: (one: (typeof all)[number]) => boolean): number => all.filter(test).length
const [right, wrong] = [count(({ mark }) => mark.truth), count(({ mark }) => !mark.truth)]
console.log(
  `${documents.length} documents, ${all.length} displays: ${count(({ read }) => read)} read; true ${right}: ${count(({ mark, verdict }) => mark.truth && (verdict === 'holds' || verdict === 'unrefuted'))} hold, ${count(({ mark, verdict }) => mark.truth && verdict === 'refuted')} refuted; false ${wrong}: ${count(({ mark, verdict }) => !mark.truth && verdict === 'refuted')} refuted, ${count(({ mark, verdict }) => !mark.truth && verdict === 'holds')} passed, ${count(({ mark, verdict, explanation }) => !mark.truth && verdict === 'refuted' && explanation !== undefined)} explained, ${count(({ mark, verdict, patched }) => !mark.truth && verdict === 'refuted' && patched !== undefined)} repaired; slowest ${Math.max(...documents.map(({ seconds }) => seconds)).toFixed(1)} s`,
)
