/** What stands in place of a hidden value. */
export const REDACTED = '[REDACTED]'
