/** The keys of Kavach's format, each with the line that editors show. */
export const KAVACH_SET_KEYS = {
  policy: 'The policies of the set.',
  policies: 'The policies of the set.',
} as const

export const KAVACH_POLICY_KEYS = {
  name: 'Names the policy in decisions; unique.',
  description: 'What the policy is for.',
  effect: 'What happens when all conditions hold.',
  priority: 'Among the policies of this set, lower is asked first; 100 when absent.',
  conditions: 'Conditions that must all hold; an empty list matches everything.',
} as const

export const KAVACH_CONDITION_KEYS = {
  identity_kind: 'The kind of principal.',
  identity_role: 'A role the principal has; repeat the condition to ask for several.',
  identity_id: 'The id of the principal.',
  action: 'The action (tool) name, or a prefix of it with `*` or `.*` at the end.',
  resource: 'The target of the action, or a prefix of it with `*` or `.*` at the end.',
  param_max: 'The argument `field` is a number of at most `max`.',
  param_min: 'The argument `field` is a number of at least `min`.',
  param_in: 'The argument `field` is one of the texts in `values`.',
  rate_limit: 'At most `max` calls by this principal to this action within `window`, this one included.',
  session_age_max: 'The session is not older than this duration.',
  time_window: 'Wall-clock window, such as `09:00-18:00 Europe/Berlin`; without a zone it is UTC.',
} as const

export const PARAM_MAX_KEYS = {
  field: 'Name of the argument, or a path to it.',
  max: 'The largest number that holds.',
} as const

export const PARAM_MIN_KEYS = {
  field: 'Name of the argument, or a path to it.',
  min: 'The smallest number that holds.',
} as const

export const PARAM_IN_KEYS = {
  field: 'Name of the argument, or a path to it.',
  values: 'The texts of which one must be equal.',
} as const
