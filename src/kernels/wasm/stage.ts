// Copies between tensors and scratch memory. Addresses are in bytes, places, counts and strides in values.
import type { TypedArray } from '../../dtype.js'

/** Scratch memory as values of one dtype, or as bytes. */
export type View = Float32Array | Float64Array | Uint8Array

/** A row-major matrix inside an array: where it starts and how far its rows lie apart. */
export interface Matrix {
  readonly data: TypedArray
  readonly start: number
  readonly stride: number
}

type Two = readonly [rows: number, columns: number]

/** Copies `count` values, from place `start` on, to an address. */
export function put(view: View, x: TypedArray, start: number, count: number, to: number): void {
  const whole = start === 0 && count === x.length
  view.set(whole ? x : x.subarray(start, start + count), to / view.BYTES_PER_ELEMENT)
}

/** Copies `count` values from an address to place `start` of an array. */
export function get(view: View, from: number, out: TypedArray, start: number, count: number): void {
  const at = from / view.BYTES_PER_ELEMENT
  out.set(view.subarray(at, at + count), start)
}

/** Copies part of a matrix to an address, its rows close together or `apart` values apart. */
export function putBlock(
  view: View,
  { data, start, stride }: Matrix,
  [row, column]: Two,
  [rows, columns]: Two,
  to: number,
  apart = columns,
): void {
  const at = start + row * stride + column
  if (columns === stride && columns === apart) put(view, data, at, rows * columns, to)
  else
    for (let i = 0; i < rows; i++)
      put(view, data, at + i * stride, columns, to + i * apart * view.BYTES_PER_ELEMENT)
}

/** Copies rows that lie `apart` values apart at an address to part of a matrix, or adds them to what is there. */
export function getBlock(
  view: View,
  from: number,
  apart: number,
  { data, start, stride }: Matrix,
  [row, column]: Two,
  [rows, columns]: Two,
  add: boolean,
): void {
  const at = start + row * stride + column
  if (!add && columns === stride && columns === apart) get(view, from, data, at, rows * columns)
  else if (!add)
    for (let i = 0; i < rows; i++)
      get(view, from + i * apart * view.BYTES_PER_ELEMENT, data, at + i * stride, columns)
  else
    for (let i = 0; i < rows; i++)
      for (let j = 0, own = from / view.BYTES_PER_ELEMENT + i * apart; j < columns; j++)
        data[at + i * stride + j]! += view[own + j]!
}
