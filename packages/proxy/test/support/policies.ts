/** Allows every kind of action, each by its name. */
export const PERMISSIVE = `
name: permissive
rules:
  - id: everything
    match_on:
      action_types: [tool_call, resource_read, prompt_get, resource_subscribe, completion, sampling, elicitation,
        roots_list, unknown_method]
    effect: { type: allow }
`

/** For the recording server: one tool is always denied, one asks, one depends on its arguments. */
export const MIXED = `
name: mixed
rules:
  - id: no-deleting
    match_on: { resources: [delete_file] }
    effect: { type: deny, reason: Deleting is not for agents }
  - id: ask-before-slow
    match_on: { resources: [slow] }
    effect: { type: require_approval, reason: Slow work needs a nod }
  - id: no-secrets
    match_on: { resources: [echo], parameters: { text: secret } }
    effect: { type: deny, reason: That is a secret }
  - id: tools
    match_on: { action_types: [tool_call] }
    effect: { type: allow }
`
