import type { HttpConnection } from './http-connection.ts'

/** Connections that carry nothing, the latest used first: it is the one least likely to have been closed by the server. */
export interface ConnectionPool {
  readonly isEmpty: boolean
  take(): HttpConnection | undefined
  give(connection: HttpConnection): void
  drop(connection: HttpConnection): void
  closeAll(): void
}

export function createConnectionPool(): ConnectionPool {
  const idle: HttpConnection[] = []
  return {
    get isEmpty() {
      return idle.length === 0
    },
    take: () => idle.pop(),
    give: (connection) => {
      idle.push(connection)
    },
    drop: (connection) => {
      const at = idle.lastIndexOf(connection)
      if (at >= 0) idle.splice(at, 1)
    },
    closeAll: () => {
      for (const connection of idle.splice(0)) connection.close()
    },
  }
}
