// Memories of programs. Hosts reserve gigabytes of addresses for each memory, however small, so small programs share some.
import type { Host } from '../kernels/wasm/engine.js'
import { Arena } from './arena.js'
import { Unsupported } from './schedule.js'

/** What hosts make memory of. */
export type Memory = InstanceType<Host['Memory']>

/** Room for a program: a memory, and where in it the program may begin. */
export interface Room {
  readonly memory: Memory
  readonly base: number
}

/** Bytes of a page, in which hosts count. */
export const PAGE = 2 ** 16
/** Bytes of a memory that is shared, and of programs that are small. */
const BLOCK = 2 ** 24
const SMALL = 2 ** 20

interface Block {
  readonly memory: Memory
  readonly arena: Arena
}

/** The memories that programs of a host share. */
const blocks = new WeakMap<Host, Block[]>()

/** Takes room back when its program is gone. */
const leavers = /* @__PURE__ */ new FinalizationRegistry<() => void>(leave => leave())

/** A memory for one program alone; throws a `RangeError` where there is none. */
export function ownMemory(host: Host, bytes: number, shared = false): Memory {
  const pages = Math.ceil(bytes / PAGE)
  return new host.Memory({ initial: pages, maximum: pages, shared })
}

/** Room for a program, until `owner` is collected. */
export function roomFor(host: Host, bytes: number, owner: object): Room {
  if (bytes > SMALL) return { memory: ownMemory(host, bytes), base: 0 }
  const own = blocks.get(host) ?? []
  blocks.set(host, own)
  for (const { memory, arena } of own) {
    const piece = arena.takeBelow(BLOCK, bytes)
    if (piece === undefined) continue
    leavers.register(owner, () => arena.give(piece))
    return { memory, base: piece.address }
  }
  own.push({ memory: ownMemory(host, BLOCK), arena: new Arena(0) })
  return roomFor(host, bytes, owner)
}

/** Refuses a program that needs more memory than there can be. */
export function checkBytes(bytes: number): void {
  if (bytes > 2 ** 31 - PAGE) throw new Unsupported(`${bytes} bytes of memory`)
}
