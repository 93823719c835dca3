/** The keys of a file of invariants, each with the line that editors show. */
export const INVARIANTS_KEYS = { invariants: 'What holds whatever the policy says.' } as const

export const INVARIANT_HEAD_KEYS = {
  name: 'Names the invariant in verdicts; unique.',
  description: 'What the invariant is for.',
  actions: 'Globs over the names of the actions that it is for; there a missing argument violates.',
} as const

export const DEMAND_KEYS = {
  param_max: 'The argument `field` is a number of at most `max`.',
  param_min: 'The argument `field` is a number of at least `min`.',
  max_actions_per_session: 'A session acts at most so often.',
  max_session_age: 'A session is not older than this duration.',
  allowed_actions: 'Globs over names: no other action runs.',
  blocked_actions: 'Globs over names: no such action runs.',
} as const

export const MAX_KEYS = {
  field: 'Name of the argument, or a path to it.',
  max: 'The largest number.',
} as const

export const MIN_KEYS = {
  field: 'Name of the argument, or a path to it.',
  min: 'The smallest number.',
} as const
