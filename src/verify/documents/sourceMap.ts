// A formula and the file that it stands in: the place of each character, and what a change of the one is in the other.
import type { Place, Position } from '../report/index.js'
import type { Span, TextEdit } from '../text/index.js'

/** Leads from a formula to its file, and back. The file may say it in other characters, or with marks of quotes between. */
export interface SourceMap {
  /** The formula. */
  readonly text: string
  /** Where it stands among all that its document shows, files that it includes joined in: what comes later has more. */
  readonly order: number
  /** The place in the file of an offset of the formula. */
  positionOf(offset: number): Position
  /** The offset of the formula that stands at an offset of the file, or the nearest one. */
  offsetAt(offset: number): number
  /** The change of the file by which a span of the formula is replaced. */
  editFor(span: Span, replacement: string): TextEdit
  /** The map of a part of the formula. */
  part(span: Span): SourceMap
}

/** A stretch of a text, and what says it in the file: character by character if they are equally long, else as a whole. */
export interface Piece {
  readonly text: Span
  readonly file: Span
}

/** A text that a file holds: all of the file, or a cell of a notebook. */
export interface Source {
  /** The text, with \n for a \r that stands alone. */
  readonly text: string
  /** Its pieces, in order and without gaps in the text. */
  readonly pieces: readonly Piece[]
  /** How its lines end. */
  readonly newline: string
  /** How the file says a text. */
  readonly write: (text: string) => string
  readonly placeOf: (offset: number) => Place
  /** How much of its document comes before, where it is not the first file; 0 unless given. */
  readonly before?: number
}

const BOM = '\ufeff'

/** The same text with \n for the \r of files from long ago: offsets stay, \r\n stays. */
export const withLineFeeds = (text: string): string => text.replace(/\r(?!\n)/g, '\n')

/** All of a file as it stands; one that a document includes has a name. */
export function fileSource(text: string, file?: string): Source {
  const whole = { start: 0, end: text.length }
  return sourceIn(text, [{ text: whole, file: whole }], same => same, file === undefined ? {} : { file })
}

/** A text that a file says in pieces, such as a cell of a notebook by its number from 1. */
export const sourceOf = (
  text: string,
  pieces: readonly Piece[],
  write: (text: string) => string,
  cell?: number,
): Source => sourceIn(text, pieces, write, cell === undefined ? {} : { cell })

function sourceIn(
  text: string,
  pieces: readonly Piece[],
  write: (text: string) => string,
  where: Pick<Place, 'cell' | 'file'>,
): Source {
  const flat = withLineFeeds(text)
  const [newline] = /\r\n?|\n/.exec(text) ?? ['\n']
  return { text: flat, pieces, newline, write, placeOf: placesIn(flat, where) }
}

/** Finds places of offsets, many of them quickly. A byte order mark takes no column. */
function placesIn(flat: string, where: Pick<Place, 'cell' | 'file'>): (offset: number) => Place {
  const starts = [flat.startsWith(BOM) ? 1 : 0]
  for (let at = flat.indexOf('\n'); at >= 0; at = flat.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    const line = lastAt(starts, start => start <= offset)
    return { ...where, line: line + 1, column: Math.max(1, offset - starts[line]! + 1) }
  }
}

/** The index of the last item that is so, in a list in which those that are come first; 0 where none is. */
function lastAt<T>(items: readonly T[], isSo: (item: T) => boolean): number {
  let [low, high] = [0, items.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isSo(items[middle]!)) low = middle
    else high = middle
  }
  return low
}

/**
 * The map of a stretch of a source. `leads` are the beginnings of its lines, each from the line break on, that stay
 * what they are unless their line break goes: marks of quotes, which are blank in the formula, and indentation.
 * `lead` is what the file needs in place of a line break.
 */
export function mapOf(
  source: Source,
  span: Span,
  leads: readonly Span[] = [],
  lead = source.newline,
): SourceMap {
  let [text, at] = ['', span.start]
  for (const { start, end } of leads) {
    text += source.text.slice(at, start) + source.text.slice(start, end).replace(/\S/g, ' ')
    at = end
  }
  return viewOf(source, span.start, text + source.text.slice(at, span.end), leads, lead)
}

function viewOf(source: Source, base: number, text: string, leads: readonly Span[], lead: string): SourceMap {
  const { pieces } = source
  const within = (offset: number): Span | undefined =>
    leads.find(({ start, end }) => start < offset && offset < end)
  return {
    text,
    order: (source.before ?? 0) + fileOffset(pieces, base),
    positionOf: offset => ({ ...source.placeOf(base + offset), offset: fileOffset(pieces, base + offset) }),
    offsetAt: offset => Math.min(Math.max(textOffset(pieces, offset) - base, 0), text.length),
    editFor(span, replacement) {
      const [from, to] = [within(base + span.start), within(base + span.end)]
      // What begins within a lead begins behind it. What ends within one takes it along, for it lacks its line break;
      // the blanks that are left of it stay.
      const start = from?.end ?? base + span.start
      const end = Math.max(start, to?.end ?? base + span.end)
      const tail = to === undefined ? '' : text.slice(span.end, to.end - base)
      const written = source.write(replacement.replace(/\r?\n/g, lead) + tail)
      return { span: fileSpan(pieces, start, end), text: written }
    },
    part: ({ start, end }) => viewOf(source, base + start, text.slice(start, end), leads, lead),
  }
}

const isVerbatim = ({ text, file }: Piece): boolean => text.end - text.start === file.end - file.start

function fileOffset(pieces: readonly Piece[], offset: number): number {
  const piece = pieces[lastAt(pieces, ({ text }) => text.start <= offset)]!
  return offset < piece.text.end || isVerbatim(piece)
    ? piece.file.start + offset - piece.text.start
    : piece.file.end
}

function textOffset(pieces: readonly Piece[], offset: number): number {
  const piece = pieces[lastAt(pieces, ({ file }) => file.start <= offset)]!
  const { text, file } = piece
  if (offset >= file.end) return text.end
  return isVerbatim(piece) ? text.start + offset - file.start : text.start
}

/** Where the file says a stretch of the text: up to the end of its last character, not to the start of the next. */
function fileSpan(pieces: readonly Piece[], start: number, end: number): Span {
  const from = fileOffset(pieces, start)
  if (end <= start) return { start: from, end: from }
  const last = pieces[lastAt(pieces, ({ text }) => text.start < end)]!
  return { start: from, end: isVerbatim(last) ? last.file.start + end - last.text.start : last.file.end }
}

/** Where all of a formula stands in its file. */
export const wholeOf = (map: SourceMap): Position & { readonly span: Span } => ({
  ...map.positionOf(0),
  span: map.editFor({ start: 0, end: map.text.length }, '').span,
})
