// The given block of a file drafted, and the file with it.
import type { Assumed, PlacedMisreading } from '../report/index.js'
import { edited } from '../text/index.js'
import { draftOf } from './declarations/index.js'
import type { Document, Format } from './format.js'
import { documentIn, formatOf } from './formats.js'

/** What became of a file without a given block, or with one. */
export type Drafted =
  | {
      /** It has a block, which stays as it is. */
      readonly kind: 'declared'
    }
  | {
      /** It cannot be read. */
      readonly kind: 'unread'
      /** Why. */
      readonly trouble: PlacedMisreading
    }
  | {
      /** It has none, and one was drafted. */
      readonly kind: 'drafted'
      /** The block, and what is open in it. */
      readonly assumed: Assumed
      /** The file with the block in it; `undefined` where its format has no place for one. */
      readonly written: string | undefined
    }

/**
 * Drafts the given block of a file from its prose and its formulas.
 *
 * file : how it is called; text : its contents, or its bytes in UTF-8. A file that has a block is left as it is.
 *
 * @example
 * const drafted = draftGiven('paper.md', 'Let $x \\in \\mathbb{R}^n$.\n\n$$ f = x^\\top x $$\n')
 * if (drafted.kind === 'drafted') console.log(drafted.assumed.block)
 */
export function draftGiven(file: string, text: string | Uint8Array): Drafted {
  const document = documentIn(file, text)
  const { given, trouble } = document
  if (given !== undefined) return { kind: 'declared' }
  if (trouble !== undefined) return { kind: 'unread', trouble }
  const { block, questions, lost, unread } = draftOf(document)
  const assumed = { block, questions, lost, unread }
  return { kind: 'drafted', assumed, written: writtenInto(document, block, formatOf(file, document.text)) }
}

/** The file with a block at the first place where that changes nothing else. */
function writtenInto(document: Document, block: string, format: Format): string | undefined {
  for (const edit of format.declaring?.(document, block) ?? []) {
    const text = edited(document.text, [edit])
    const after = format.read(text)
    const same = (['displays', 'inline', 'flaws'] as const).every(
      what => after[what].length === document[what].length,
    )
    const marked = after.displays.every(({ expected, skip, text: own }, i) => {
      const before = document.displays[i]
      return expected === before?.expected && skip === before?.skip && own === before?.text
    })
    if (same && marked && after.trouble === undefined && after.given?.text.replace(/\r\n?/g, '\n') === block)
      return text
  }
  return undefined
}
