// Fast code where an engine starts and takes the work, plain code for all else.
import { Declined, type Engine, type EngineOptions, startEngine } from './engine.js'

/** Makes a kernel on an engine; it says whether it took the work. */
export type Fast<A extends readonly unknown[]> = (engine: Engine) => (...args: A) => boolean

/** Starts an engine with the first work, if it can be. */
export function starter(options: EngineOptions): () => Engine | undefined {
  let started: { readonly engine: Engine | undefined } | undefined
  return () => {
    started ??= { engine: startEngine(options) }
    return started.engine
  }
}

/** The fast kernel of an engine, and the plain one for what that declines. */
export function preferring<A extends readonly unknown[]>(
  fast: Fast<A>,
  plain: (...args: A) => void,
  engineOf: () => Engine | undefined,
): (...args: A) => void {
  let own: ((...args: A) => boolean) | undefined
  return (...args) => {
    const engine = engineOf()
    try {
      if (engine !== undefined) {
        own ??= fast(engine)
        if (own(...args)) return
      }
    } catch (error) {
      if (!(error instanceof Declined)) throw error
    }
    plain(...args)
  }
}
