// Lengths of axes as unknowns that become equal (union-find), with a way back from what was only tried.

/** The length of an axis, by number. */
export type Extent = number

/** Rows and columns of a value; a number has one of each. */
export interface Shape {
  readonly rows: Extent
  readonly cols: Extent
}

/** All lengths of a document. A length is 1, or has a name, or is known to be no 1, or nothing is known of it. */
export class Extents {
  readonly #parent: number[] = []
  readonly #value: (string | undefined)[] = []
  readonly #big: boolean[] = []
  /** Lengths that no claim may make one: what is claimed may be wrong. */
  readonly #apart: boolean[] = []
  #undo: (() => void)[] = []
  /** The length of what has a single row. */
  readonly one = this.fresh('1')

  fresh(value?: string): Extent {
    this.#parent.push(this.#parent.length)
    this.#value.push(value)
    this.#big.push(value !== undefined && value !== '1')
    this.#apart.push(false)
    return this.#parent.length - 1
  }

  root(extent: Extent): Extent {
    let root = extent
    while (this.#parent[root] !== root) root = this.#parent[root]!
    return root
  }

  value = (extent: Extent): string | undefined => this.#value[this.root(extent)]
  isOne = (extent: Extent): boolean => this.value(extent) === '1'
  isBig = (extent: Extent): boolean => this.#big[this.root(extent)]!
  isScalar = ({ rows, cols }: Shape): boolean => this.isOne(rows) && this.isOne(cols)
  isNonscalar = ({ rows, cols }: Shape): boolean => this.isBig(rows) || this.isBig(cols)
  isOpen = (shape: Shape): boolean => !this.isScalar(shape) && !this.isNonscalar(shape)

  /** A shape of nothing that is known. */
  shape = (): Shape => ({ rows: this.fresh(), cols: this.fresh() })
  scalar = (): Shape => ({ rows: this.one, cols: this.one })

  /** Gives a length its name; whether it can have it. */
  name(extent: Extent, value: string): boolean {
    const root = this.root(extent)
    const before = this.#value[root]
    if (before !== undefined) return before === value
    if (value === '1' && this.#big[root]) return false
    const big = this.#big[root]!
    this.#value[root] = value
    this.#big[root] = value !== '1'
    this.#undo.push(() => {
      this.#value[root] = undefined
      this.#big[root] = big
    })
    return true
  }

  /** Says that a length is no 1. */
  enlarge(extent: Extent): boolean {
    const root = this.root(extent)
    if (this.#value[root] === '1') return false
    if (!this.#big[root]) {
      this.#big[root] = true
      this.#undo.push(() => {
        this.#big[root] = false
      })
    }
    return true
  }

  /** Makes two lengths one; whether they can be. */
  unify(a: Extent, b: Extent): boolean {
    const [from, to] = [this.root(a), this.root(b)]
    if (from === to) return true
    const [one, other] = [this.#value[from], this.#value[to]]
    if (one !== undefined && other !== undefined && one !== other) return false
    const value = one ?? other
    const big = this.#big[from]! || this.#big[to]!
    if (value === '1' && big) return false
    if (this.#apart[from]! && this.#apart[to]!) return false
    const before = this.#big[to]!
    const apart = this.#apart[to]!
    this.#parent[from] = to
    this.#value[to] = value
    this.#big[to] = big
    this.#apart[to] = apart || this.#apart[from]!
    this.#undo.push(() => {
      this.#parent[from] = from
      this.#value[to] = other
      this.#big[to] = before
      this.#apart[to] = apart
    })
    return true
  }

  /** Keeps lengths that are no 1 apart from now on, but for those that are one already. */
  keepApart(extents: readonly Extent[]): void {
    for (const extent of extents) if (this.isBig(extent)) this.#apart[this.root(extent)] = true
  }

  /** Makes two shapes one. */
  same = (a: Shape, b: Shape): boolean => this.unify(a.rows, b.rows) && this.unify(a.cols, b.cols)

  /** Does all of something, or nothing. */
  all(run: () => boolean): boolean {
    const mark = this.#undo.length
    if (run()) return true
    this.#back(mark)
    return false
  }

  /** Whether something could be done; nothing is. */
  could<T>(run: () => T): T {
    const mark = this.#undo.length
    const could = run()
    this.#back(mark)
    return could
  }

  #back(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()!()
  }
}
