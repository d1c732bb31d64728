// Repairs written into papers: each file as a whole, and only if it is still what was checked.
import { readFile } from 'node:fs/promises'
import { DataError } from '../../errors.js'
import { writeWhole } from '../../models/node/write.js'
import { besideOf, type CheckedPaper, type Mend, mended } from '../../verify/index.js'
import { type CheckingOptions, checkedText } from './checking.js'

/** Takes over the repairs of a paper; gives its report as it is now, and says what was changed. */
export async function fixed(
  paper: CheckedPaper,
  options: CheckingOptions,
  say: (line: string) => void,
): Promise<CheckedPaper> {
  const { file } = paper
  const result = mended(paper, texts => checkedText(file, texts.get(undefined) ?? '', options, { texts }))
  const before = new Map([
    [undefined, paper.text],
    ...paper.included.map(one => [one.file, one.text] as const),
  ])
  const changed = new Set(result.mends.map(mend => mend.file))
  // All are looked at before any is written.
  for (const name of changed) await checkSame(besideOf(file, name), before.get(name) ?? '')
  for (const name of changed) {
    const path = besideOf(file, name)
    await writeWhole(path, result.texts.get(name) ?? '')
    for (const mend of result.mends.filter(mend => mend.file === name)) say(lineOf(path, mend))
  }
  return result.paper
}

/** `paper.md:12:4: fixed: replace n by m` */
function lineOf(path: string, { cell, line, column, message }: Mend): string {
  const place = [path, ...(cell === undefined ? [] : [`cell ${cell}`]), line, column].join(':')
  return `${place}: fixed: ${message.replace(/\s+/g, ' ')}`
}

async function checkSame(path: string, text: string): Promise<void> {
  const now = await readFile(path).catch(() => undefined)
  if (now === undefined || !now.equals(Buffer.from(text, 'utf8')))
    throw new DataError(path, 'was changed while it was checked, and is left as it is; run the command again')
}
