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
  for (let rest = n; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) | 128)
  }
}

/** An int32 likewise; the last byte's second bit is the sign. */
export function signed(n: number): number[] {
  check(n, (n | 0) === n)
  const bytes: number[] = []
  for (let rest = n | 0; ; rest >>= 7) {
    const low = rest & 127
    if (rest >> 6 === 0 || rest >> 6 === -1) return [...bytes, low]
    bytes.push(low | 128)
  }
}

/** The bytes of a typed array's values; little-endian, as are WebAssembly and every host of today. */
export const bytesOf = ({ buffer }: { readonly buffer: ArrayBuffer }): number[] => [...new Uint8Array(buffer)]

/** A list: how many items, then the items. */
export const list = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
]

/** Bytes that say their own length. */
export const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes]

/** A name in UTF-8. */
export const text = (name: string): number[] => sized([...new TextEncoder().encode(name)])
