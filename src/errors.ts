// Every way in which chainrule refuses: one class for each kind, carrying its data.

/** The base of every error that chainrule throws on purpose. */
export class ChainruleError extends Error {
  /** The kind of error: the name of its class. */
  override readonly name: string = 'ChainruleError'
}

/** Shapes that do not fit together, or nested arrays that are not rectangular. */
export class ShapeError extends ChainruleError {
  override readonly name = 'ShapeError'
  constructor(
    /** The function that refused. */
    readonly op: string,
    message: string,
    /** The shapes that do not fit, where there are such. */
    readonly shapes: readonly (readonly number[])[] = [],
  ) {
    super(`${op}: ${message}`)
  }
}

/** A dtype that an operation does not take, or a value that a dtype cannot hold. */
export class DTypeError extends ChainruleError {
  override readonly name = 'DTypeError'
  constructor(
    /** The function that refused. */
    readonly op: string,
    message: string,
  ) {
    super(`${op}: ${message}`)
  }
}

/** An index outside its axis. */
export class IndexError extends ChainruleError {
  override readonly name = 'IndexError'
  constructor(
    /** The function that refused. */
    readonly op: string,
    /** The index that was given. */
    readonly index: number,
    /** The axis that it was meant for. */
    readonly axis: number,
    /** The extent of that axis. */
    readonly size: number,
    lowest = -size,
  ) {
    super(
      `${op}: index ${index} is out of range for axis ${axis} of size ${size}` +
        (size === 0 ? '; the axis is empty' : `; use ${lowest} to ${size - 1}`),
    )
  }
}

/** An argument that is not what the function takes. */
export class ArgumentError extends ChainruleError {
  override readonly name = 'ArgumentError'
  constructor(
    /** The function that refused. */
    readonly op: string,
    message: string,
  ) {
    super(`${op}: ${message}`)
  }
}

/** A derivative that is not defined as asked for. */
export class DifferentiationError extends ChainruleError {
  override readonly name = 'DifferentiationError'
  constructor(
    /** The function that refused. */
    readonly op: string,
    message: string,
  ) {
    super(`${op}: ${message}`)
  }
}

/** A NaN or an infinity made out of finite inputs inside `detectAnomalies`. */
export class AnomalyError extends ChainruleError {
  override readonly name = 'AnomalyError'
  constructor(
    /** The op that made it. */
    readonly op: string,
    /** Whether the op ran ahead or within the derivative rule of another. */
    readonly direction: 'forward' | 'backward',
    message: string,
    /** Where the user's code called the op, as `file:line:column`, when the host tells. */
    readonly site: string | undefined,
  ) {
    super(message)
  }
}

/** Data in a file that cannot be used, with its place. Lines and columns count from 1. */
export class DataError extends ChainruleError {
  override readonly name = 'DataError'
  constructor(
    /** The name of the file, or of what stands for one. */
    readonly source: string,
    message: string,
    /** The line, counted from 1. */
    readonly line?: number,
    /** The character within the line, counted from 1. */
    readonly column?: number,
  ) {
    super(`${[source, line, column].filter(part => part !== undefined).join(':')}: ${message}`)
  }
}

/**
 * The options, where they are an object of names that the function knows: a misspelt one must not be ignored. All others
 * are refused.
 */
export function checkOptions<T>(op: string, options: T, known: readonly string[]): T {
  if (options === undefined) return options
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ArgumentError(
      op,
      `options come as an object with ${known.join(', ')}, got ${describe(options)}`,
    )
  }
  for (const name in options) {
    if (!known.includes(name))
      throw new ArgumentError(op, `has no option '${name}'; it has ${known.join(', ')}`)
  }
  return options
}

/** An option that is true or false, and false unless given. */
export function isSet<Name extends string>(
  op: string,
  options: { readonly [K in Name]?: boolean | undefined },
  name: Name,
): boolean {
  const value: unknown = options[name]
  if (value === undefined || typeof value === 'boolean') return value === true
  throw new ArgumentError(op, `${name} must be true or false, got ${describe(value)}`)
}

/** Refuses what is no function, and whatever else a function of functions was given. */
export function checkFunction(op: string, f: unknown, more: readonly unknown[]): void {
  if (typeof f !== 'function') throw new ArgumentError(op, `wants a function of tensors, got ${describe(f)}`)
  if (more.length > 0) {
    throw new ArgumentError(
      op,
      `takes a function alone, got ${describe(more[0])} beside it; write ${op}(f)(x), where x is the first argument of f`,
    )
  }
}

/** A method of tensors that gives the `describe` of their copy of this library: by it those of another copy are known. */
export const BRAND: unique symbol = /* @__PURE__ */ Symbol.for('chainrule.tensor')

interface Branded {
  [BRAND](): unknown
}

/** How a value looks in an error message: short, and never the whole of it. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (Array.isArray(value)) return `an array of length ${value.length}`
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null) {
    return BRAND in value && (value as Branded)[BRAND]() !== describe
      ? 'a tensor of another copy of chainrule: two are loaded, see `npm ls chainrule`'
      : `a ${value.constructor?.name ?? 'plain object'}`
  }
  return String(value)
}
