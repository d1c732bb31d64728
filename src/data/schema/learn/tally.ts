// What is remembered of a column while its rows go by: little, whatever their number.
import type { DataError } from '../../../errors.js'

/** More different texts of a feature than this are not remembered. */
export const MOST_TEXTS = 100_000

/** So many whole numbers that all differ are remembered, to tell an id; further ones are taken to differ as well. */
const MOST_DISTINCT = 10_000

/** A number of 64 bits that two columns have in common where their values are the same: FNV-1a over 32-bit words, twice. */
class Print {
  #a = 0x811c9dc5
  #b = 0x2f0b4c47

  add(word: number): void {
    this.#a = Math.imul(this.#a ^ word, 0x01000193)
    this.#b = Math.imul((this.#b ^ word) + 0x9e3779b9, 0x85ebca6b)
    this.#b ^= this.#b >>> 15
  }

  toString(): string {
    return `${this.#a >>> 0}/${this.#b >>> 0}`
  }
}

const value = new Float64Array(1)
const words = new Uint32Array(value.buffer)

/** What is known of a column of numbers. */
export class NumberTally {
  /** How many values there are, and how many are missing. */
  count = 0
  missing = 0
  least = Number.POSITIVE_INFINITY
  most = Number.NEGATIVE_INFINITY
  whole = true
  /** Whether each is the one before plus one. */
  running = true
  /** How often each value is there; empty where there are more of them than are counted. */
  readonly counts = new Map<number, number>()
  complete = true
  /** Whether they are whole numbers that all differ. */
  unique = true
  readonly #seen = new Set<number>()
  readonly print = new Print()
  #last = Number.NaN
  #sum = 0
  #lost = 0

  /** keep : how many different values are counted */
  constructor(readonly keep: number) {}

  add(x: number): void {
    // −0 is 0 here.
    value[0] = x + 0
    this.print.add(words[0]!)
    this.print.add(words[1]!)
    if (Number.isNaN(x)) {
      this.missing++
      return
    }
    this.count++
    if (x < this.least) this.least = x
    if (x > this.most) this.most = x
    if (this.whole && !Number.isInteger(x)) this.whole = false
    if (this.running && this.count > 1 && x !== this.#last + 1) this.running = false
    this.#last = x
    // Neumaier 1974: what is lost in each sum is summed apart.
    const sum = this.#sum + x
    this.#lost += Math.abs(this.#sum) >= Math.abs(x) ? this.#sum - sum + x : x - sum + this.#sum
    this.#sum = sum
    if (this.complete) this.#countIn(x + 0)
    if (this.unique) this.#compare(x)
  }

  get mean(): number {
    return (this.#sum + this.#lost) / this.count
  }

  #countIn(x: number): void {
    this.counts.set(x, (this.counts.get(x) ?? 0) + 1)
    if (this.counts.size <= this.keep) return
    this.complete = false
    this.counts.clear()
  }

  #compare(x: number): void {
    this.unique = this.whole && !this.#seen.has(x)
    if (!this.unique) this.#seen.clear()
    else if (this.#seen.size < MOST_DISTINCT) this.#seen.add(x)
  }
}

/** What is known of a column of texts. */
export class TextTally {
  count = 0
  missing = 0
  /** How often each text is there, in the order in which they came. */
  readonly texts = new Map<string, { readonly code: number; count: number }>()
  /** Whether there are more of them than are remembered. */
  overflow = false
  readonly print = new Print()
  #letters = 0

  /**
   * most : how many different texts are remembered
   * trouble : the error at the first cell that is no number, where the column has numbers as well
   */
  constructor(
    readonly most: number,
    readonly trouble?: DataError,
  ) {}

  add(text: string | undefined): void {
    if (text === undefined) {
      this.missing++
      this.print.add(-1)
      return
    }
    this.count++
    const known = this.texts.get(text)
    if (known !== undefined) {
      known.count++
      this.print.add(known.code)
    } else if (this.texts.size < this.most && this.#letters < MOST_LETTERS) {
      const code = this.texts.size
      this.#letters += text.length
      this.texts.set(text, { code, count: 1 })
      this.print.add(code)
    } else this.overflow = true
  }
}

/** And no more letters than these. */
const MOST_LETTERS = 2 ** 26
