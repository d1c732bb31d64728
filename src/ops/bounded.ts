// What is made once for each key and kept for the last few of them.

/**
 * A function of keys that keeps what it made for the last `limit` keys: the one that was made longest ago goes first. For what
 * depends on the key alone and is never written to.
 */
export function bounded<K, V>(limit: number, make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return key => {
    let value = made.get(key)
    if (value === undefined) {
      if (made.size >= limit) made.delete(made.keys().next().value as K)
      value = make(key)
      made.set(key, value)
    }
    return value
  }
}
