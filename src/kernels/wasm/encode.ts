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

/** Bytes one behind the other, as many as come: what is written byte by byte, before engines have made that fast. */
export class Sink {
  bytes: Bytes = new Uint8Array(1024)
  length = 0

  /** All that was written so far. */
  get written(): Bytes {
    return this.bytes.subarray(0, this.length)
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.#grow(1)
    this.bytes[this.length++] = value
  }

  /** Bytes that were written elsewhere. */
  stretch(bytes: Bytes): void {
    if (this.length + bytes.length > this.bytes.length) this.#grow(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  #grow(by: number): void {
    const more = new Uint8Array(2 * (this.length + by))
    more.set(this.bytes)
    this.bytes = more
  }

  all(values: readonly number[]): void {
    for (let i = 0; i < values.length; i++) this.byte(values[i]!)
  }

  /** An integer ≥ 0, as `unsigned` has it. */
  unsigned(n: number): void {
    check(n, n >= 0)
    let rest = n
    for (; rest > 127; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128)
    this.byte(rest)
  }
}
