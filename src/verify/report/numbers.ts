// Numbers and arrays as a reader wants them: no noise, points below points, matrices side by side.

/** Ten digits say what there is to see; what float64 adds behind them is noise. */
const DIGITS = 10
/** More rows or columns than this are not shown. */
const MOST = 8

/** A number to ten significant digits, without zeros at the end. */
export function show(value: number, digits = DIGITS): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞'
  return String(Number(value.toPrecision(digits)))
}

/** Numbers that differ, to as many digits as it takes to see that. */
export function showApart(a: number, b: number): readonly [string, string] {
  let digits = DIGITS
  while (digits < 17 && a !== b && show(a, digits) === show(b, digits)) digits++
  return [show(a, digits), show(b, digits)]
}

/** Texts of numbers, padded to one width so that their points are below each other. */
export function aligned(texts: readonly string[]): readonly string[] {
  const parts = texts.map(text => /^([^.e]*)(.*)$/.exec(text)!.slice(1))
  const [before, behind] = [0, 1].map(side => Math.max(0, ...parts.map(part => part[side]!.length)))
  return parts.map(([head, tail]) => head!.padStart(before!) + tail!.padEnd(behind!))
}

const entry = (value: unknown): string => (typeof value === 'number' ? show(value) : String(value))

/** The entries of an array as text, an ellipsis for those left out. */
export const shortened = <T, U>(
  items: readonly T[],
  most: number,
  write: (item: T) => U,
  gap: U,
): readonly U[] => (items.length > most + 1 ? [...items.slice(0, most).map(write), gap] : items.map(write))

/** An array of any number of axes by slices: `name = …` for each matrix, vector or number in it. */
export function boxes(name: string, value: unknown): readonly (readonly string[])[] {
  if (!Array.isArray(value)) return [[`${name} = ${entry(value)}`]]
  if (!value.some(Array.isArray)) return [[`${name} = (${shortened(value, MOST, entry, '…').join(', ')})`]]
  if (value.some(row => Array.isArray(row) && row.some(Array.isArray)))
    return value.slice(0, MOST).flatMap((slice, i) => boxes(`${name}[${i + 1}]`, slice))
  const rows = shortened(value, MOST, row => shortened([row].flat(), MOST, entry, '…'), ['⋮'])
  const width = Math.max(...rows.map(row => row.length))
  const columns = Array.from({ length: width }, (_, c) => aligned(rows.map(row => row[c] ?? '')))
  const lead = `${name} = `
  return [
    rows.map(
      (_, r) =>
        `${r === 0 ? lead : ' '.repeat(lengthOf(lead))}[${columns.map(column => column[r]).join('  ')}]`,
    ),
  ]
}

/** Boxes side by side, as many as fit, each from its top line. */
export function sideBySide(items: readonly (readonly string[])[], width: number): readonly string[] {
  const lines: string[] = []
  let row: (readonly string[])[] = []
  const sizeOf = (box: readonly string[]) => Math.max(0, ...box.map(lengthOf))
  const flush = () => {
    const height = Math.max(0, ...row.map(box => box.length))
    for (let i = 0; i < height; i++) lines.push(row.map(box => padded(box[i] ?? '', sizeOf(box))).join('   '))
    row = []
  }
  for (const box of items) {
    if (row.length > 0 && [...row, box].reduce((sum, b) => sum + sizeOf(b) + 3, -3) > width) flush()
    row.push(box)
  }
  flush()
  return lines.map(line => line.trimEnd())
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - lengthOf(text)))

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu

/** How many columns a text takes in a terminal: marks on letters take none, wide characters two. */
export const lengthOf = (text: string): number =>
  [...text.replace(/\p{M}/gu, '')].length + (text.match(WIDE)?.length ?? 0)
