// The axes of rows and columns of a value, behind those of its labels.
import type { Type } from './type.js'

export const rowsOf = ({ labels }: Type): number => labels.length
export const colsOf = ({ labels }: Type): number => labels.length + 1
/** Rows and columns. */
export const both = (type: Type): readonly [number, number] => [rowsOf(type), colsOf(type)]
/** The axis of a vector, or of the rows' entries of a matrix. */
export const along = (type: Type): number => (type.cols === '1' ? rowsOf(type) : colsOf(type))
