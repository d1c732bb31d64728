// Where the user's code is: the innermost place on the stack that is not this library's.

/** This library's folder, so that its own frames can be told from the user's. */
const HOME = new URL('..', import.meta.url).href

/** The innermost frame of the stack that is not this library's, as the host writes it: `file:line:column`. */
export function callSite(): string | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 200
  const stack = new Error().stack ?? ''
  Error.stackTraceLimit = limit
  const frames = stack.split('\n').filter(line => /:\d+:\d+\)?$/.test(line))
  const path = HOME.replace(/^file:\/\//, '')
  const outside = frames.find(line => !line.includes(HOME) && !line.includes(path))
  return outside?.match(/((?:[a-z]+:\/\/)?[^\s()]+:\d+:\d+)\)?$/)?.[1]?.replace(/^file:\/\//, '')
}
