// From which size on the fast kernels pay: below, copying in and out costs more than it saves.

/** Sizes from which each kind of kernel is fast: values, or m·k·n for `matmul`. */
export interface Thresholds {
  /** Functions of single values. */
  readonly map: number
  /** Functions of pairs. */
  readonly zip: number
  /** Sums and extrema. */
  readonly reduce: number
  /** Log-sum-exp, softmax and cross-entropy. */
  readonly rows: number
  /** Matrix products. */
  readonly matmul: number
}

/** Measured by `npm run bench -- --thresholds`. */
export const LEAST: Thresholds = { map: 48, zip: 128, reduce: 256, rows: 16, matmul: 1000 }
