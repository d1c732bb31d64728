// A loss with what is true of it.

/** A loss: what is given, and claims that hold. */
export interface Loss {
  readonly name: string
  readonly given: string
  readonly claims: readonly string[]
}
