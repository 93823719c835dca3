/** The keys of a policy test file, each with the line that editors show. */
export const TEST_FILE_KEYS = {
  policy: 'The policy under test, relative to this file.',
  description: 'What the cases are about.',
  now: 'The time of every case that states none; 2026-01-01T12:00:00Z when absent.',
  values: 'Values by name that several cases need; `{{name}}` in any case stands for the value.',
  tests: 'The cases.',
} as const

export const TEST_CASE_KEYS = {
  id: 'Names the case; unique in the file.',
  description: 'What the case shows.',
  action: 'The call to decide on.',
  expect: 'What must be decided.',
  rule: 'The exact id of the rule that must decide; `_default_deny` when none may match.',
  reason_contains: 'A part of the reason.',
  now: 'The time of the decision, such as `2026-03-01T09:30:00Z`.',
  state: 'What the server-held state is; a rule that needs more cannot be evaluated.',
  params: 'Runs the case once for each row; `{{name}}` in the case stands for the value `name` of the row.',
} as const

export const TEST_ACTION_KEYS = {
  action_type: 'The action type; `tool_call` when absent.',
  resource: 'The tool name, resource URI or prompt name.',
  agent_id: 'The agent id; `test-agent` when absent.',
  parameters: 'The arguments; none when absent.',
  principal: 'On whose authority the call is made; the agent itself when absent.',
  server: 'The configured name of the MCP server.',
  target: 'What the action is done to.',
} as const

export const TEST_STATE_KEYS = {
  session_age: 'How old the session is, as a duration.',
  calls:
    'How many calls like this one there were, it included: one number for every window, or a map from windows to numbers.',
  earlier: 'The calls that were made before; what is not listed did not happen.',
} as const

export const TEST_EARLIER_KEYS = {
  ...TEST_ACTION_KEYS,
  at: 'When it was made, such as `2026-03-01T09:30:00Z`; or `ago`.',
  ago: 'How long before the time of the decision it was made, such as `10m`.',
  result:
    'What became of it: `ok` when absent, `failed`, `running`, or `not_run` for a call that was refused.',
  session: 'Its session, where it is another one than that of the judged call.',
} as const
