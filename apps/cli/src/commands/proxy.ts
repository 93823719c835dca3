import { serverEnvironment } from '@kvlar/clients'
import { createEngine, createMemoryCounters, type Policy } from '@kvlar/core'
import { createFloor, type Floor } from '@kvlar/gate'
import { createMcpGate } from '@kvlar/proxy'
import { processSignal, runStdioProxy } from '@kvlar/proxy/stdio'
import type { Input } from '../command-spec.ts'
import { loadPolicies, type PolicyTexts } from '../load-policies.ts'
import { parseUrl } from '../parse-url.ts'
import { printWarnings } from '../print-warnings.ts'
import { pinFolders, serverHomes } from '../own-folders.ts'
import { proxyAsking } from '../approvals/proxy-asking.ts'
import { processRecord } from '../record/process-record.ts'
import { protectedPaths } from '../protected-paths.ts'
import { resolveLinks } from '../resolve-links.ts'
import { serverRoots } from '../server-roots.ts'
import { readProxySettings } from '../proxy-settings.ts'
import type { proxySpec } from '../specs/proxy.ts'
import type { Terminal } from '../terminal.ts'

/** Stands between a client and a server until one of them ends. */
export async function run(input: Input<typeof proxySpec>, { err }: Terminal): Promise<number> {
  const signal = processSignal()
  const env = serverEnvironment(process.env)
  pinFolders(input.flags)
  const settings = await readProxySettings(input)
  const { 'max-message-mib': maxMib } = input.flags
  const { agentId, principal, server, config, audit, asking } = settings
  const texts = new Map<Policy, PolicyTexts>()
  const policies = loadPolicies(settings.policies, (policy, read) => texts.set(policy, read))
  printWarnings([...policies, ...(config === undefined ? [] : [config])], err)
  const engine = createEngine(policies, { parseUrl })
  const inForce = { digest: engine.digest, policies: texts }
  const own = processRecord({ ...(audit && { audit }), inForce, err })
  const people = asking && proxyAsking({ settings: asking, auditDir: audit?.dir, engine, ...own, err })
  const guarded = protectedPaths(policies, {
    config: config?.file,
    state: [audit?.dir, asking?.queue.kind === 'file' ? asking.queue.file : undefined, asking?.approvers],
  })
  const record = people?.record ?? own.record
  const gate = createMcpGate({
    engine,
    counters: createMemoryCounters(),
    record,
    ...(people && { ask: people.ask }),
    floor: everyFloor(
      serverHomes(env).map((home) =>
        createFloor({
          ...guarded,
          cwd: process.cwd(),
          home,
          roots: serverRoots(settings.args, process.cwd()),
          resolveLinks,
        }),
      ),
    ),
  })
  try {
    return await runStdioProxy({
      command: settings.command,
      args: settings.args,
      env,
      engine,
      gate,
      identity: { agentId, principal, ...(server === undefined ? {} : { server }) },
      record,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      signal,
      ...(maxMib !== undefined && { lineBytesMax: maxMib * 1024 * 1024 }),
    })
  } finally {
    await people?.close()
    await own.close()
  }
}

/** What one of them denies is denied. */
function everyFloor(floors: readonly Floor[]): Floor {
  return (action) => {
    for (const floor of floors) {
      const denial = floor(action)
      if (denial !== undefined) return denial
    }
    return undefined
  }
}
