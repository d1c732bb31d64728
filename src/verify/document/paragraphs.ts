// Where things end that begin within a paragraph: code, displays, and the paragraph itself.

/** An empty line, or a fence. */
const BREAK = /\n[ \t>]*(?=\r?\n|\r?$|```|~~~)/g

/** A text whose paragraphs are asked about from the first to the last. */
export class Paragraphs {
  /** The end of the paragraph that was last asked about, and where in it runs of backticks begin last, by length. */
  private end = -1
  private ticks = new Map<number, number>()

  constructor(private readonly text: string) {}

  /** Where the paragraph around an offset ends. */
  endOf(at: number): number {
    if (at < this.end) return this.end
    BREAK.lastIndex = at
    this.end = BREAK.exec(this.text)?.index ?? this.text.length
    this.ticks = new Map()
    for (const { 0: run, index } of this.text.slice(at, this.end).matchAll(/`+/g))
      this.ticks.set(run.length, at + index)
    return this.end
  }

  /** Behind `code` that begins at an offset; behind the backticks where they mean themselves. */
  behindCode(at: number): number {
    const { text } = this
    const end = this.endOf(at)
    const inner = behindRun(text, at)
    const length = inner - at
    // Without this a search for what is not there could take very long.
    if ((this.ticks.get(length) ?? -1) <= at) return inner
    const runs = /`+/g
    runs.lastIndex = inner
    for (let run = runs.exec(text); run !== null && run.index < end; run = runs.exec(text))
      if (run[0].length === length) return runs.lastIndex
    return inner
  }

  /** Where the $$ stands that closes a display; `undefined` where the paragraph ends before. */
  closingDollars(from: number): number | undefined {
    const end = this.endOf(from)
    const closing = /\\[\s\S]|\$\$/g
    closing.lastIndex = from
    let found = closing.exec(this.text)
    while (found !== null && found.index < end && found[0] !== '$$') found = closing.exec(this.text)
    return found === null || found.index >= end ? undefined : found.index
  }

  /** Where a text stands in what is left of the paragraph. */
  find(wanted: string, from: number): number | undefined {
    const found = this.text.slice(from, this.endOf(from)).indexOf(wanted)
    return found < 0 ? undefined : from + found
  }
}

/** Behind a run of one character. */
export function behindRun(text: string, at: number): number {
  const character = text[at]
  while (at < text.length && text[at] === character) at++
  return at
}
