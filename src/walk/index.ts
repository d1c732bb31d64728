// The walk's face: a part of a graph, and the ways along it.
export * from './path.js'
