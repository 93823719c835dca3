import { processSignals } from '@kvlar/core/node'
import { refuseClient } from '@kvlar/proxy/stdio'
import { explain } from '../../failures/failure.ts'

/** Tells the client of a proxy that could not start why; nobody where a person sits at a terminal. */
export async function tellClient(error: unknown): Promise<void> {
  const { stdin, stdout } = process
  if (stdin.isTTY) return
  await refuseClient({ stdin, stdout, error: explain(error), signal: processSignals().stop })
}
