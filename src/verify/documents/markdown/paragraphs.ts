// Where things end that begin within a paragraph: code, displays, and the paragraph itself.

/** An empty line, or a fence. */
const BREAK = /\n[ \t>]*(?=\r?\n|\r?$|```|~~~)/g

/** A text whose paragraphs are asked about from the first to the last. */
export class Paragraphs {
  /** The end of the paragraph that was last asked about, and where in it runs of backticks begin last, by length. */
  private end = -1
  private ticks = new Map<number, number>()
  /** What was looked for in it and not found: it is not behind any later place either. */
  private readonly absent = new Set<string>()

  constructor(private readonly text: string) {}

  /** Where the paragraph around an offset ends. */
  endOf(at: number): number {
    if (at < this.end) return this.end
    BREAK.lastIndex = at
    this.end = BREAK.exec(this.text)?.index ?? this.text.length
    this.ticks = new Map()
    this.absent.clear()
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

  /** Where what closes a formula stands, passing escapes; `undefined` where the paragraph ends before. */
  closing(close: string, from: number): number | undefined {
    const { text } = this
    const end = this.endOf(from)
    if (this.absent.has(close)) return undefined
    for (let at = from; at < end; at += text[at] === '\\' ? 2 : 1) if (text.startsWith(close, at)) return at
    this.absent.add(close)
    return undefined
  }
}

/** Behind a run of one character. */
export function behindRun(text: string, at: number): number {
  const character = text[at]
  while (at < text.length && text[at] === character) at++
  return at
}
