// Tables in files, for Node.
export { csvFile } from './csvFile.js'
