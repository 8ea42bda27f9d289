import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const answersWithinMs = 1000
const pauseMs = 50

/** Whether something still accepts connections at the URL after `patienceMs`, which a port needs that is just being left. */
export async function isOccupied(url: string, patienceMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + patienceMs
  while (await accepts(url)) {
    if (performance.now() >= deadlineMs) return true
    await delay(pauseMs)
  }
  return false
}

function accepts(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = url.startsWith('unix:') ? connect(url.slice('unix:'.length)) : connect(hostAndPort(url))
    const end = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(answersWithinMs, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

function hostAndPort(url: string): { host: string; port: number } {
  const { protocol, hostname, port } = new URL(url)
  const usual = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? usual : Number(port) }
}
