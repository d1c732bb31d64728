// Bytes of CSV as rows of cells (RFC 4180): where each cell ends, found in one walk; nothing is decoded or copied.
import { blankAt } from './utf8.js'

/** Where rows and cells lie in some bytes. It is filled anew for each block, so that memory is asked for once. */
export class Rows {
  /** How many rows there are. */
  size = 0
  /** Where each row begins. */
  starts: Int32Array = new Int32Array(256)
  /** Which of the ends is the first of each row; at `size` stands how many ends there are. */
  firsts: Int32Array = new Int32Array(256)
  /** Where each cell ends, blanks included: at its delimiter, its line end, or the end of the bytes. */
  ends: Int32Array = new Int32Array(4096)
  /** How many line ends lie before the first byte that was not used. */
  lines = 0
  /** Where the line of the row begins that was found last. */
  line = 0
  /** Whether some byte is beyond ASCII. */
  wide = false

  /** Leaves out the row in which an offset lies, and all that follow. */
  endBefore(at: number): void {
    while (this.size > 0 && this.end(this.size - 1, this.width(this.size - 1) - 1) >= at) this.size--
  }

  /** How many cells a row has. */
  width(row: number): number {
    return this.firsts[row + 1]! - this.firsts[row]!
  }

  /** Where a cell begins, blanks included. */
  start(row: number, cell: number, delimiter: Uint8Array): number {
    return cell === 0 ? this.starts[row]! : this.ends[this.firsts[row]! + cell - 1]! + delimiter.length
  }

  /** Where a cell ends. */
  end(row: number, cell: number): number {
    return this.ends[this.firsts[row]! + cell]!
  }
}

/** How a walk says that a file is not sound, by an offset into the bytes. */
export type Refuse = (message: string, at: number) => never

/** The bytes between two offsets, what parts their cells, and whether they are the last of the file. */
export interface Stretch {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly last: boolean
  readonly delimiter: Uint8Array
  readonly refuse: Refuse
}

const [LF, CR, QUOTE] = [10, 13, 34]

/** What the walk does at a byte: nothing, or it looks closer. Bytes beyond ASCII are looked at until one has been seen. */
function marksOf(delimiter: Uint8Array): Uint8Array {
  const marks = new Uint8Array(256).fill(1, 0x80)
  for (const code of [delimiter[0]!, LF, CR, QUOTE]) marks[code] = 1
  return marks
}

const longer = (old: Int32Array): Int32Array<ArrayBuffer> => {
  const array = new Int32Array(2 * old.length)
  array.set(old)
  return array
}

/**
 * Finds the rows of a stretch, blank lines left out. Returns where the line begins of which nothing was used, because its row does
 * not end within the stretch; of the last one nothing is left. What is refused comes behind the rows that were found.
 */
export function scanRows(stretch: Stretch, rows: Rows): number {
  const { bytes, from, to, last, delimiter } = stretch
  const [mark, step] = [delimiter[0]!, delimiter.length]
  const marks = marksOf(delimiter)
  // Behind all marks of ASCII, where a comma or a tab parts cells, lie the bytes of numbers: most are known without a look at the table.
  const plain = Math.max(mark, QUOTE) + 1
  rows.size = 0
  rows.lines = 0
  rows.wide = false
  let { ends } = rows
  for (let [used, count] = [from, 0]; ; ) {
    const begin = toRow(stretch, used, rows)
    if (begin < 0) return -begin - 1
    used = rows.line
    let [at, start, inside] = [begin, begin, 0]
    for (;;) {
      while (at < to && bytes[at]! >= plain && bytes[at]! < 0x80) at++
      while (at < to && marks[bytes[at]!] === 0) at++
      const code = at < to ? bytes[at]! : LF
      if (code === mark && step === 1) {
        // Most bytes end here: this is written apart for speed alone.
        if (count === ends.length) ends = rows.ends = longer(ends)
        ends[count++] = at++
        start = at
        continue
      }
      if (code === QUOTE) {
        const end = endOfQuoted(stretch, start, at)
        if (end < 0) return used
        for (; at < end; at++) {
          if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) inside++
          if (bytes[at]! >= 0x80) rows.wide = true
        }
        continue
      }
      if (code >= 0x80 && !isMark(stretch, at)) {
        rows.wide = true
        marks.fill(0, 0x80)
        marks[mark] = 1
        at++
        continue
      }
      // The end of the bytes may part a row, and a carriage return from its line feed.
      if (!last && (at === to || (code === CR && at + 1 === to))) return used
      if (count === ends.length) ends = rows.ends = longer(ends)
      ends[count++] = at
      if (code !== mark) break
      at += step
      start = at
    }
    if (rows.size + 2 > rows.starts.length) {
      rows.starts = longer(rows.starts)
      rows.firsts = longer(rows.firsts)
    }
    rows.starts[rows.size++] = begin
    rows.firsts[rows.size] = count
    if (at < to) {
      rows.lines += 1 + inside
      at += lineEnd(stretch, at)
    }
    used = at
  }
}

/** Where the next row begins, behind blank lines; −1 − `used` where none does, with `used` the beginning of its line. */
function toRow(stretch: Stretch, from: number, rows: Rows): number {
  const { bytes, to, last } = stretch
  for (let used = from; ; ) {
    const at = skip(stretch, used)
    rows.line = used
    if (at === to) return -1 - (last ? to : used)
    if (bytes[at] !== LF && bytes[at] !== CR) return at
    if (bytes[at] === CR && at + 1 === to && !last) return -1 - used
    used = at + lineEnd(stretch, at)
    rows.lines++
  }
}

/** How many bytes a line end has. */
const lineEnd = ({ bytes, to }: Stretch, at: number): number =>
  bytes[at] === CR && at + 1 < to && bytes[at + 1] === LF ? 2 : 1

function isMark({ bytes, to, delimiter }: Stretch, at: number): boolean {
  if (at + delimiter.length > to) return false
  for (let i = 0; i < delimiter.length; i++) if (bytes[at + i] !== delimiter[i]) return false
  return true
}

/** Past the blanks from an offset on, within the line. A delimiter is none, even where it is a tab. */
function skip(stretch: Stretch, from: number): number {
  const { bytes, to } = stretch
  let at = from
  while (at < to && bytes[at] !== LF && bytes[at] !== CR && !isMark(stretch, at)) {
    const blank = blankAt(bytes, at, to)
    if (blank === 0) break
    at += blank
  }
  return at
}

/** Past a quoted cell and the blanks behind it, and −1 where it does not end within the bytes. */
function endOfQuoted(stretch: Stretch, start: number, quote: number): number {
  const { bytes, to, last, delimiter, refuse } = stretch
  const open = skip(stretch, start)
  if (open !== quote)
    refuse('a quote stands inside a cell; put the whole cell in quotes and write "" for a quote inside', open)
  let at = quote + 1
  for (; at < to; at++) {
    if (bytes[at] !== QUOTE) continue
    if (at + 1 === to || bytes[at + 1] !== QUOTE) break
    at++
  }
  if (at >= to) {
    if (!last) return -1
    refuse('this cell opens a quote that is never closed; close it, and write "" for a quote inside', quote)
  }
  const next = skip(stretch, at + 1)
  // What may follow is still to come: another quote, the rest of a blank or of a delimiter.
  if (!last && next + Math.max(3, delimiter.length) > to) return -1
  if (next < to && bytes[next] !== LF && bytes[next] !== CR && !isMark(stretch, next))
    refuse('text follows the closing quote of this cell; write "" for a quote inside', quote)
  return next
}
