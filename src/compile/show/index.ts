// The face of the showing room: a program as text, as DOT and as Mermaid.
export { programToDot, programToMermaid } from './drawing.js'
export { printProgram } from './text.js'
