// Numbers as WebAssembly writes them: LEB128 integers, and floats as their bytes.

/** `Uint8Array<ArrayBuffer>`, which hosts ask for, under a name that compilers before TypeScript 5.7 know too. */
export type Bytes = ReturnType<typeof Uint8Array.of>

/** Refuses what is no such integer: a mistake of ours, which would make code that does something else. */
function check(n: number, fits: boolean): void {
  if (!fits || !Number.isSafeInteger(n)) throw new RangeError(`assembler: got ${n}`)
}

/** An integer ≥ 0, seven bits a byte, the lowest first; the top bit says that more follow. */
export function unsigned(n: number): number[] {
  check(n, n >= 0)
  const bytes: number[] = []
  let rest = n
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
  return bytes
}

/** An int32 likewise; the last byte's second bit is the sign. */
export function signed(n: number): number[] {
  check(n, (n | 0) === n)
  const bytes: number[] = []
  let rest = n | 0
  for (; rest > 63 || rest < -64; rest >>= 7) bytes.push((rest & 127) | 128)
  bytes.push(rest & 127)
  return bytes
}

/** The bytes of a typed array's values; little-endian, as are WebAssembly and every host of today. */
export const bytesOf = ({ buffer }: { readonly buffer: ArrayBuffer }): number[] =>
  Array.from(new Uint8Array(buffer))

// concat copies at once; spreading goes byte by byte, which counts while engines are cold.

/** A list: how many items, then the items. */
export const list = (items: readonly (readonly number[])[]): number[] =>
  unsigned(items.length).concat(...items)

/** Bytes that say their own length. */
export const sized = (bytes: readonly number[]): number[] => unsigned(bytes.length).concat(bytes)

/** A name in UTF-8. */
export const text = (name: string): number[] => sized([...new TextEncoder().encode(name)])
