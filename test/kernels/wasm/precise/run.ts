// Runs what the assembler writes: small modules over one page of memory.
import { Assembler, type Body, type Local } from '../../../../src/kernels/wasm/assembler.js'
import type { Host } from '../../../../src/kernels/wasm/engine.js'

export const host = (globalThis as unknown as { WebAssembly: Host }).WebAssembly

/** The functions of a module, and the memory that it works on. */
export function start(assembler: Assembler) {
  const memory = new host.Memory({ initial: 1, maximum: 1 })
  const { exports } = new host.Instance(new host.Module(assembler.bytes()), { host: { memory } })
  return { exports: exports as { [name: string]: (...args: number[]) => unknown }, buffer: memory.buffer }
}

/** One function, compiled. `run` gives the memory that it has run on. */
export function program(write: (f: Body, ...parameters: Local<'i32'>[]) => void) {
  const assembler = new Assembler()
  assembler.define('run', write)
  const { exports, buffer } = start(assembler)
  const run = (...args: number[]): ArrayBuffer => {
    exports['run']!(...args)
    return buffer
  }
  return { buffer, run }
}
