/** Every bound of the engine, in one place. Sizes are in the unit their name ends with. */
export const LIMITS = {
  /** Policy source text. */
  policyBytesMax: 8 * 1024 * 1024,
  /** Rules of one policy, inherited ones included. */
  rulesMax: 50_000,
  /** Files reached through `extends`. */
  extendsMax: 64,
  /** Items of one list in `match_on`. */
  patternsMax: 10_000,
  /** One glob. */
  patternCharsMax: 1024,
  /** One regular expression. */
  regexCharsMax: 4096,
  /** Nesting of `all`, `any`, `not`. */
  conditionDepthMax: 32,
  /** Conditions of one rule, nested ones included. */
  conditionsMax: 1000,
  /** Segments of one field path. */
  pathSegmentsMax: 32,
  /** Elements one wildcard may visit before the condition is an error. */
  wildcardElementsMax: 10_000,
  /** Characters of one argument that a regular expression searches; a longer one is an error. */
  regexSubjectCharsMax: 1024 * 1024,
  /** Nesting of a JSON message (RFC 8259 section 9 lets an implementation set it). */
  jsonDepthMax: 64,
  /** Nesting of a value that is serialised; a cyclic one ends here. */
  canonicalDepthMax: 10_000,
} as const
