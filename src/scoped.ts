// A setting that holds while a function runs: the one way there is to change what the library works with.

/**
 * Runs a function with a setting changed, and puts the former one back, also after an error. The function must be
 * synchronous: what it awaits runs after the setting is back.
 */
export function scoped<S, T>(former: S, set: (setting: S) => void, setting: S, run: () => T): T {
  set(setting)
  try {
    return run()
  } finally {
    set(former)
  }
}
