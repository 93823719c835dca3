import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The service downstream, as the gate's side knows it: an address. */
export interface Service {
  /** Asks it to pay. @returns the status of its answer */
  pay(parameters: object, permit?: string): Promise<number>
  stop(): Promise<void>
}

export async function startService(directory: string, root: string, redisUrl?: string): Promise<Service> {
  const args = [join(import.meta.dirname, 'payments.ts'), directory, root]
  const child = spawn(process.execPath, redisUrl === undefined ? args : [...args, redisUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const lines = createInterface({ input: child.stdout })
  const address = await Promise.race([once(lines, 'line'), ended]).then(([line]: unknown[]) => String(line))
  if (!address.startsWith('http')) throw new Error('the service has not started')
  return {
    pay: async (parameters, permit) => {
      const headers = { 'content-type': 'application/json', ...(permit && { 'kvlar-permit': permit }) }
      const { status } = await fetch(address, { method: 'POST', headers, body: JSON.stringify(parameters) })
      return status
    },
    stop: async () => {
      child.kill()
      await ended
    },
  }
}
