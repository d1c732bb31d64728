// `compile`: a function that is traced once for each signature of its arguments, and from then on runs as one program.
import { scalar } from '../create.js'
import { ArgumentError, checkFunction, checkOptions } from '../errors.js'
import { isComputing, watcher } from '../graph/index.js'
import { isTracked, type Tensor } from '../tensor.js'
import type { BuildOptions } from './build.js'
import { running } from './running.js'
import { fits, type Signature, signatureOf } from './signature.js'
import { MOST, WorkerError } from './threads/index.js'

/** What `compile` takes. */
export interface CompileOptions extends BuildOptions {
  /**
   * How long results last. `'always'`, unless given: what was not read yet is copied before the next call with the same
   * signature. `'nextCall'`: it is not, and reading it later is an error; for loops that leave most results unread.
   */
  readonly results?: 'always' | 'nextCall'
  /** How many signatures are kept, 16 unless given; the one that was not used for longest goes first. */
  readonly signatures?: number
}

/**
 * The same function, compiled: at the first call with a signature (the nesting of the arguments, and each tensor's shape
 * and dtype) f runs once on tensors without values, and what it did becomes one WebAssembly function, which later calls
 * run. Where that cannot be, by the host or for an op, the same program is interpreted: same results, only slower.
 *
 * f : tensors, numbers, and plain objects and arrays of them → the same. Each tensor and number among the arguments is an
 * input; all else that f finds is a constant of the program, numbers and tensors around it included. A number that is an
 * input takes a float tensor's dtype, and makes float64 of integers and masks, for it need not be whole at the next call.
 *
 * Throws an `ArgumentError`, at the first call, where f reads values (choose with `where` instead), draws random numbers,
 * or depends on a variable that is no argument.
 *
 * @example
 * const step = compile((params, x, y) => {
 *   const { value, gradient } = valueAndGrad(loss)(params, x, y)
 *   return { loss: value, theta: sub(params.theta, mul(0.1, gradient.theta)) }
 * })
 */
export function compile<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  options: CompileOptions = {},
): (...args: A) => R {
  checkFunction('compile', f, [])
  const {
    results = 'always',
    signatures = 16,
    ...machine
  } = checkOptions('compile', options, ['results', 'signatures', 'fma', 'host', 'threads'])
  if (results !== 'always' && results !== 'nextCall')
    throw new ArgumentError('compile', `results must be 'always' or 'nextCall', got ${String(results)}`)
  if (!Number.isSafeInteger(signatures) || signatures < 1)
    throw new ArgumentError(
      'compile',
      `signatures must be a whole number from 1 on, got ${String(signatures)}`,
    )
  const { threads = 1 } = machine
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > MOST + 1)
    throw new ArgumentError(
      'compile',
      `threads must be a whole number from 1 to ${MOST + 1}, got ${String(threads)}`,
    )
  const kept: { readonly signature: Signature; readonly run: (inputs: readonly Tensor[]) => unknown }[] = []
  return (...args) => {
    const leaves: (Tensor | number)[] = []
    let at = 0
    while (at < kept.length && !fits(kept[at]!.signature, args, leaves)) {
      leaves.length = 0
      at++
    }
    let found = kept[at]
    if (!isComputing() || watcher !== undefined || leaves.some(isTrackedLeaf)) return f(...args)
    if (found === undefined) {
      const signature = signatureOf(args)
      fits(signature, args, leaves)
      if (leaves.some(isTrackedLeaf)) return f(...args)
      found = { signature, run: running(f, args, results === 'nextCall', machine) }
      kept.unshift(found)
      kept.length = Math.min(kept.length, signatures)
    } else if (at > 0) {
      kept.splice(at, 1)
      kept.unshift(found)
    }
    try {
      return found.run(leaves.map(leaf => (typeof leaf === 'number' ? scalar(leaf, 'float64') : leaf))) as R
    } catch (error) {
      // A worker that is lost may still write to this program's memory.
      if (error instanceof WorkerError) kept.shift()
      throw error
    }
  }
}

/** Whether a derivative is to flow through the call: then f itself runs, op by op. */
const isTrackedLeaf = (leaf: Tensor | number): boolean => typeof leaf !== 'number' && isTracked(leaf)
