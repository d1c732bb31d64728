// The rows of a table to train on and to test on: in memory, or block by block from a binary file for a table that is too large.
import { fromData } from '../../create.js'
import { encode, type Samples, type Schema, type Source, split } from '../../data/index.js'
import { cacheRows } from '../../data/node/index.js'
import { ArgumentError, DataError } from '../../errors.js'
import type { Blocks, Rows } from '../../models/index.js'
import type { TrainFlags } from './options.js'

/** Rows to train on and to test on. */
export interface Parts {
  /** What is trained on, or, where that does not fit into memory, rows of it to judge the model by. */
  readonly train: Samples
  /** What is set aside; of a large table, so many rows as fit. */
  readonly test: Samples | undefined
  /** What is trained on of a large table: all rows that are not set aside. */
  readonly large?: {
    readonly blocks: Blocks
    readonly rows: number
    /** The file beside the table in which its rows lie as numbers, for this training and the next. */
    readonly kept: string
  }
}

/** Tables of more numbers than this are read block by block: 256 MB. */
const IN_MEMORY = 2 ** 25

/** So many rows of a large table are set aside at most, and as many of the others are what the model is judged by. */
const JUDGED = { rows: 20_000, numbers: 2 ** 22 }

/** A block of rows to learn from has about so many numbers. */
const BLOCK = 2 ** 17

/** The rows of a table, parted by a seed; each class has its share in both parts where the table is in memory. */
export function partsOf(path: string, source: Source, schema: Schema, flags: TrainFlags): Parts {
  if (schema.rows * schema.names.length > IN_MEMORY) return largeParts(path, source, schema, flags)
  const { testFraction, seed } = flags
  const { x, y } = encode(source, schema, { target: true })
  const whole = { features: x, labels: y! }
  if (testFraction === 0) return { train: whole, test: undefined }
  try {
    return split(whole, { test: testFraction, seed, stratify: schema.target?.kind === 'classes' })
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error
    const rows = `${y!.size} ${y!.size === 1 ? 'row' : 'rows'}`
    throw new DataError(
      path,
      `of ${rows} none can be set aside to test on; give --test-fraction 0 to train on all`,
    )
  }
}

/** The same for a table that is read block by block: what is set aside are rows drawn by the seed, whatever their classes. */
export function largeParts(
  path: string,
  source: Source,
  schema: Schema,
  { testFraction, seed }: Pick<TrainFlags, 'testFraction' | 'seed'>,
): Required<Parts> {
  const rows = cacheRows(path, source, schema)
  const { n, d } = rows
  const isClasses = schema.target?.kind === 'classes'
  const most = Math.min(1, Math.max(1, Math.min(JUDGED.rows, Math.floor(JUDGED.numbers / d))) / n)
  const aside = Math.min(testFraction, most)
  /** All rows, each with its draw. The arrays are those of the next block soon. */
  const drawn = function* () {
    let row = 0
    for (const { x, y, size } of rows.blocks())
      for (let i = 0; i < size; i++, row++)
        yield { features: x.subarray(i * d, (i + 1) * d), label: y![i]!, draw: chance(seed, row) }
  }
  const [train, test] = [gathered(d, isClasses, n), gathered(d, isClasses, n)]
  let kept = 0
  for (const { features, label, draw } of drawn()) {
    if (draw < aside) test.add(features, label)
    else {
      kept++
      if (draw < aside + most) train.add(features, label)
    }
  }
  // Blocks of one size but for the last: a program is compiled for each.
  const size = Math.max(1, Math.floor(BLOCK / (d + 1)))
  const blocks: Blocks = function* () {
    let block = gathered(d, isClasses, size)
    for (const { features, label, draw } of drawn()) {
      if (draw < aside) continue
      block.add(features, label)
      if (block.size() < size) continue
      yield block.rows()
      block = gathered(d, isClasses, size)
    }
    if (block.size() > 0) yield block.rows()
  }
  const samples = ({ x, y }: Rows) => ({ features: x, labels: y }) as Samples
  return {
    train: samples(train.rows()),
    test: test.size() === 0 ? undefined : samples(test.rows()),
    large: { blocks, rows: kept, kept: rows.path },
  }
}

/** A number from 0 to below 1 for a row, the same at each pass: two rounds of a multiplicative hash, mixed by shifts. */
function chance(seed: number, row: number): number {
  let h = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(seed | 0, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32
}

/** Rows that are put together one by one, at most so many. */
function gathered(d: number, isClasses: boolean, most: number) {
  let capacity = Math.min(most, 1024)
  let [x, y] = [new Float64Array(capacity * d), new Float64Array(capacity)]
  let size = 0
  return {
    size: () => size,
    add(features: Float64Array, label: number): void {
      if (size === capacity) {
        capacity = Math.min(most, 2 * capacity)
        const [small, labels] = [x, y]
        x = new Float64Array(capacity * d)
        x.set(small)
        y = new Float64Array(capacity)
        y.set(labels)
      }
      x.set(features, size * d)
      y[size++] = label
    },
    rows: (): Rows => {
      const labels = y.subarray(0, size)
      return {
        x: fromData(x.subarray(0, size * d), [size, d]),
        y: fromData(isClasses ? Int32Array.from(labels) : labels, [size]),
      }
    },
  }
}
