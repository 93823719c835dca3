import { homedir } from 'node:os'
import { createEngine, createMemoryCounters } from '@kvlar/core'
import { createFloor } from '@kvlar/proxy'
import { processSignal, runStdioProxy } from '@kvlar/proxy/stdio'
import type { Input } from '../command-spec.ts'
import { loadPolicies } from '../load-policies.ts'
import { parseUrl } from '../parse-url.ts'
import { printWarnings } from '../print-warnings.ts'
import { protectedPaths } from '../protected-paths.ts'
import { readProxySettings } from '../proxy-settings.ts'
import type { proxySpec } from '../specs/proxy.ts'
import type { Terminal } from '../terminal.ts'

/** Stands between a client and a server until one of them ends. */
export async function run(input: Input<typeof proxySpec>, { err }: Terminal): Promise<number> {
  const signal = processSignal()
  const { policies: files, command, args, agentId, principal, server, config } = readProxySettings(input)
  const policies = loadPolicies(files)
  printWarnings([...policies, ...(config === undefined ? [] : [config])], err)
  return runStdioProxy({
    command,
    args,
    engine: createEngine(policies, { parseUrl }),
    identity: { agentId, principal, ...(server === undefined ? {} : { server }) },
    counters: createMemoryCounters(),
    record: () => {},
    floor: createFloor({
      protectedPaths: protectedPaths(policies, config?.file),
      cwd: process.cwd(),
      home: homedir(),
    }),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal,
  })
}
