// From which size on the fast kernels pay: below, copying in and out costs more than it saves.

/** Sizes from which each kind of kernel is fast: values, or m·k·n for `matmul`. */
export interface Thresholds {
  readonly map: number
  readonly zip: number
  readonly reduce: number
  readonly rows: number
  readonly matmul: number
}

/** Measured by `npm run bench -- --thresholds`. */
export const LEAST: Thresholds = { map: 64, zip: 256, reduce: 256, rows: 64, matmul: 2000 }
