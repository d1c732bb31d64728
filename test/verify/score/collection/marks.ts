// What the documents of the collection say of their displays: which are true, and what is wrong with the others.

/** What a document says of a display. */
export interface Mark {
  /** Where the mark ends in the file's text. */
  readonly end: number
  readonly truth: boolean
  /** What was done wrong, in a few words. */
  readonly mistake?: string
  /** The rule of calculus that was broken. */
  readonly rule?: string
  /** What would be right. */
  readonly right?: string
}

const MARK =
  /(?:<!--|%)\s*(?:(true)|false:\s*([^;]*?)\s*(?:;\s*rule:\s*([\w ]+?)\s*)?(?:;\s*right:\s*([\s\S]*?))?)\s*(?:-->|(?<=%[^\n]*)$)/gm

/** All marks of a file, in order. In a notebook, whose text is JSON, they end at the same place of the file. */
export function marksIn(text: string): readonly Mark[] {
  const isNotebook = text.trimStart().startsWith('{')
  const plain = (part: string): string => (isNotebook ? part.replaceAll('\\\\', '\\') : part)
  return [...text.matchAll(MARK)].map(({ 0: all, 1: truth, 2: mistake, 3: rule, 4: right, index }) => ({
    end: index + all.length,
    truth: truth !== undefined,
    ...(mistake === undefined ? {} : { mistake }),
    ...(rule === undefined ? {} : { rule }),
    ...(right === undefined ? {} : { right: plain(right) }),
  }))
}
