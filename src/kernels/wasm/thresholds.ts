// From which size on the fast kernels pay: below, copying in and out costs more than it saves.

/** Values, or products for `matmul`. Measured by `npm run bench -- --thresholds`. */
export const LEAST = { map: 64, zip: 256, reduce: 256, rows: 64, matmul: 2000 } as const
