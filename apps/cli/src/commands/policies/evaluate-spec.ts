import { ACTION_TYPES } from '@kvlar/core'
import type { CommandSpec } from '../../command-line/command-spec.ts'
import { CONFIG_FLAG } from '../../flags/config/config-flag.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { POLICIES_FLAG } from '../../flags/policies-flag.ts'
import { PRINCIPAL_FLAGS } from '../../flags/principal-flags.ts'

export const evaluateSpec = {
  examples: [
    { line: 'kvlar evaluate -p policy.yaml --resource read_file', does: 'may the agent call read_file?' },
    {
      line: `kvlar evaluate -p policy.yaml --resource query --parameters '{"sql": "DROP TABLE users"}' --explain`,
      does: 'with arguments, and why: every rule, matched or the first part that did not hold',
    },
    {
      line: 'kvlar evaluate -p policy.yaml --resource query --parameters @call.json --json',
      does: 'arguments from a file, the answer as JSON',
    },
  ],
  flags: [
    POLICIES_FLAG,
    CONFIG_FLAG,
    {
      kind: 'value',
      name: 'resource',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'tool name, resource URI or prompt name (required)',
    },
    {
      kind: 'choice',
      name: 'action-type',
      choices: ACTION_TYPES,
      default: 'tool_call',
      summary: 'what sort of action it is',
    },
    {
      kind: 'value',
      name: 'parameters',
      placeholder: 'JSON|@FILE|-',
      completes: 'file',
      summary: 'arguments: JSON, a file after @, or - for standard input (default {})',
    },
    {
      kind: 'value',
      name: 'agent-id',
      placeholder: 'ID',
      completes: 'nothing',
      summary: 'agent that acts (default cli-test)',
    },
    ...PRINCIPAL_FLAGS,
    {
      kind: 'value',
      name: 'target',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'what the action is done to',
    },
    {
      kind: 'value',
      name: 'server',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'configured name of the MCP server',
    },
    {
      kind: 'value',
      name: 'now',
      placeholder: 'TIME',
      completes: 'nothing',
      summary: 'time of the action, as in 2026-11-21T09:00:00Z (default: now)',
    },
    {
      kind: 'value',
      name: 'state',
      placeholder: 'JSON|@FILE|-',
      completes: 'file',
      summary: 'state that rules read, as in tests: {"calls": {"1h": 3}, "session_age": "10m"}',
    },
    { kind: 'switch', name: 'explain', summary: 'show every rule and why it did or did not match' },
    JSON_FLAG,
  ],
  notes: [
    'Of a configuration it takes policies, names and the principal: what a proxy would decide that is started with it.',
  ],
  exits: ['allow', 'policyInvalid', 'deny', 'requireApproval'],
} as const satisfies CommandSpec
