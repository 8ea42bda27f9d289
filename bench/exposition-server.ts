import { createServer } from 'node:http'
import { exposition } from './exposition.ts'

// A program of its own: writing half a megabyte a second must not be in the figure of the process that reads it.
let step = 0
const server = createServer((_, response) => response.end(exposition(step++, 0.2)))
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('disconnect', () => process.exit())
