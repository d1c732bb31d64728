// The machine underneath: whether the host has it, the memory that kernels share, and their modules, compiled when wanted.
import { Assembler } from './assembler.js'
import type { Bytes } from './encode.js'
import type { V128 } from './expression.js'
import { f32x4 } from './instructions.js'
import { float32, float64, type Lanes } from './lanes.js'
import { LEAST, type Thresholds } from './thresholds.js'
import * as v128 from './v128.js'

type HostModule = new (bytes: Bytes) => object
type HostInstance = new (module: object, imports: object) => { readonly exports: unknown }
type HostMemory = new (pages: {
  initial: number
  maximum: number
  shared?: boolean
}) => {
  readonly buffer: ArrayBuffer
}

/** The part of a host's `WebAssembly` that we use. */
export interface Host {
  /** Whether the host would take a module. */
  readonly validate: (bytes: Bytes) => boolean
  /** Compiles a module; throws where that is not allowed. */
  readonly Module: HostModule
  /** Makes a module's functions callable. */
  readonly Instance: HostInstance
  /** Memory of a fixed size; throws where there is none. */
  readonly Memory: HostMemory
}

/** How an engine is started. */
export interface EngineOptions {
  /** Compute a·b + c in one instruction where the host can, rounded once. On unless `false`: results differ in last bits. */
  readonly fma?: boolean
  /** Other sizes than the measured ones to be fast from; 0 for all in tests. */
  readonly least?: Thresholds
  /** Another host than the global `WebAssembly`; `undefined` for none. */
  readonly host?: Host | undefined
}

/** Writes the module of one kernel. */
export type Write<C> = (assembler: Assembler, lanes: Lanes, variant: string, fma: boolean, code: C) => void

/**
 * A kernel for a dtype and a variant, such as an op, with what is written into it; throws `Declined` where the host refuses to
 * compile it.
 */
export type Family<K, C = undefined> = (lanes: Lanes, variant?: string, code?: C) => K

/** A started engine. */
export interface Engine {
  /** Scratch memory as float32 and as float64: made once and never grown, so that no view on it is ever detached. */
  readonly float32: Float32Array
  readonly float64: Float64Array
  /** The same as bytes. */
  readonly bytes: Uint8Array
  readonly fma: boolean
  readonly least: Thresholds
  /** The kernels that a function writes, each compiled once. */
  family<K, C = undefined>(write: Write<C>): Family<K, C>
}

/** Bytes of scratch memory: tensors are copied in block by block, computed on, and copied out. */
export const SCRATCH_BYTES = 2 ** 24
const PAGE_BYTES = 2 ** 16

/**
 * Where a kernel's nth region of scratch memory starts: at a multiple of a mebibyte and a little more, for reading and
 * writing at addresses that are equal in their lowest twelve bits is several times slower.
 */
export const region = (n: number, mebibytes: number): number => mebibytes * 2 ** 20 + n * (1024 + 64)

/** A host that runs what we assemble, and whether it multiplies and adds in one instruction. */
export interface Machinery {
  readonly host: Host
  readonly fma: boolean
}

/** The host, if it has vectors and lets us compile. */
export function machineryOf(options: Pick<EngineOptions, 'fma' | 'host'>): Machinery | undefined {
  const host = 'host' in options ? options.host : (globalThis as { WebAssembly?: Host }).WebAssembly
  try {
    if (host === undefined) return undefined
    new host.Module(probe(f32x4.neg))
    return { host, fma: options.fma !== false && host.validate(probe(x => f32x4.relaxedMadd(x, x, x))) }
  } catch {
    return undefined
  }
}

/** Starts the machine; `undefined` where there is no WebAssembly SIMD, no permission to compile, or no memory. */
export function startEngine(options: EngineOptions = {}): Engine | undefined {
  const found = machineryOf(options)
  if (found === undefined) return undefined
  const { host, fma } = found
  try {
    const pages = SCRATCH_BYTES / PAGE_BYTES
    const memory = new host.Memory({ initial: pages, maximum: pages })
    const compile = (module: Bytes): unknown =>
      new host.Instance(new host.Module(module), { host: { memory } }).exports
    const families = new Map<unknown, Family<never, never>>()
    return {
      float32: new Float32Array(memory.buffer),
      float64: new Float64Array(memory.buffer),
      bytes: new Uint8Array(memory.buffer),
      fma,
      least: options.least ?? LEAST,
      family<K, C>(write: Write<C>) {
        const found = families.get(write) ?? familyOf(write, fma, bytes => compile(bytes) as K)
        families.set(write, found as Family<never, never>)
        return found as Family<K, C>
      },
    }
  } catch {
    return undefined
  }
}

/** A module with one instruction, which a host accepts if it knows it. */
function probe(instruction: (x: V128) => V128): Bytes {
  const assembler = new Assembler()
  const zero = v128.of(new Array<number>(16).fill(0))
  assembler.define('probe', f => f.run(v128.store(0, instruction(zero))))
  return assembler.bytes()
}

/** Thrown where a host refuses to compile a kernel for want of memory: go on without. */
export class Declined extends Error {}

function familyOf<K, C>(write: Write<C>, fma: boolean, compile: (bytes: Bytes) => K): Family<K, C> {
  const kept = { float32: new Map<string, K>(), float64: new Map<string, K>() }
  return (lanes, variant = '', code) => {
    const kernels = kept[lanes.dtype]
    let kernel = kernels.get(variant)
    if (kernel === undefined) {
      const assembler = new Assembler()
      write(assembler, lanes, variant, fma, code as C)
      const bytes = assembler.bytes()
      try {
        kernel = compile(bytes)
      } catch (error) {
        // A module that is wrong is our mistake, and must not hide.
        throw error instanceof RangeError ? new Declined() : error
      }
      kernels.set(variant, kernel)
    }
    return kernel
  }
}

/** The vectors for arrays that all hold the same float type. */
export function lanesOf(x: ArrayBufferView, y: ArrayBufferView, z: ArrayBufferView = y): Lanes | undefined {
  if (x instanceof Float64Array)
    return y instanceof Float64Array && z instanceof Float64Array ? float64 : undefined
  if (x instanceof Float32Array)
    return y instanceof Float32Array && z instanceof Float32Array ? float32 : undefined
  return undefined
}
