import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { CallToolResultSchema, ResultSchema } from '@modelcontextprotocol/sdk/types.js'

/** One thing a client asks; what comes back, or the error, is compared with and without Kvlar in between. */
export type Question = readonly [label: string, ask: (client: Client) => Promise<unknown>]

/** Puts every question, and keeps answers and errors side by side. */
export async function survey(
  client: Client,
  questions: readonly Question[],
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {
    server: client.getServerVersion(),
    capabilities: client.getServerCapabilities(),
    instructions: client.getInstructions(),
  }
  for (const [label, ask] of questions) {
    answers[label] = await ask(client).catch((error: unknown) => errorOf(error))
  }
  return answers
}

/** A call of one tool; a label is made of its name and its place in the list. */
export function call(name: string, args: Record<string, unknown> = {}): Question {
  const label = `${name} ${JSON.stringify(args).slice(0, 60)}`
  return [
    label,
    (client) => client.callTool({ name, arguments: args }, CallToolResultSchema, { timeout: 20_000 }),
  ]
}

/** Everything that can be listed. */
export const LISTINGS: readonly Question[] = [
  ['tools', (client) => client.listTools()],
  ['resources', (client) => client.listResources()],
  ['templates', (client) => client.listResourceTemplates()],
  ['prompts', (client) => client.listPrompts()],
]

/** What no server understands, and what every server refuses. */
export const ERRORS: readonly Question[] = [
  ['unknown method', (client) => client.request({ method: 'vendor/nothing' }, ResultSchema)],
  ['no such tool', (client) => client.callTool({ name: 'no-such-tool', arguments: {} })],
  ['no such resource', (client) => client.readResource({ uri: 'none://at/all' })],
  ['no such prompt', (client) => client.getPrompt({ name: 'no-such-prompt' })],
  [
    'wrong params',
    (client) => client.request({ method: 'logging/setLevel', params: { level: 'loud' } }, ResultSchema),
  ],
]

function errorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: String(error) }
  return {
    message: error.message,
    ...('code' in error && { code: error.code }),
    ...('data' in error && { data: error.data }),
  }
}
