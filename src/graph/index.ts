// The graph's face: what an op is, and how its result comes about and is recorded.
export * from './record.js'
