import { serverEnvironment } from '@kvlar/clients'
import { processSignals } from '@kvlar/core/node'
import { openKvlar } from '@kvlar/runtime'
import { pinFolders } from '@kvlar/runtime/places'
import { hearTools, proxyParts } from '@kvlar/runtime/proxy'
import { runStdioProxy } from '@kvlar/proxy/stdio'
import type { Input } from '../../command-line/command-spec.ts'
import { printWarnings } from '../../terminal/print-warnings.ts'
import { proxyChecks } from '../../health/proxy-checks.ts'
import { serveHealthAt } from '../../health/serve-at.ts'
import { readProxySettings } from './proxy-settings.ts'
import type { proxySpec } from './proxy-spec.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Stands between a client and a server until one of them ends. */
export async function run(input: Input<typeof proxySpec>, { err }: Terminal): Promise<number> {
  const env = serverEnvironment(process.env)
  const settings = readProxySettings(input)
  const { command, args, agentId, principal, server, config, whereDecided, lineBytesMax, drainMs } = settings
  pinFolders(settings.folders)
  const tell = tellOn(err)
  const identity = { agentId, principal, ...(server === undefined ? {} : { server }) }
  const protect = config === undefined ? [] : [config.file]
  const { watch } = settings.kvlar
  const { stop, hurry } = processSignals({ hangupStops: watch !== true })
  const kvlar = await openKvlar({ ...settings.kvlar, protect, tell })
  stop.addEventListener('abort', () => kvlar.drain())
  if (stop.aborted) kvlar.drain()
  if (watch === true) process.on('SIGHUP', () => void kvlar.reload?.())
  if (server !== undefined) kvlar.nameServer(server)
  const { checks, onServer } = proxyChecks()
  const stopHealth = await serveHealthAt(settings.health, { health: kvlar.health, checks, tell })
  try {
    printWarnings([...kvlar.policies, ...(config === undefined ? [] : [config])], err)
    return await runStdioProxy({
      command,
      args,
      env,
      ...proxyParts(kvlar, { args, env, cwd: process.cwd() }),
      ...(whereDecided !== undefined && { whereDecided }),
      heardTools: hearTools(kvlar, { command, args, identity, tell }),
      identity,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      signal: stop,
      hurry,
      drainMs,
      onServer,
      ...(lineBytesMax !== undefined && { lineBytesMax }),
    })
  } finally {
    await kvlar.close()
    await stopHealth()
  }
}
