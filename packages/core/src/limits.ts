/** Every bound of the engine, in one place. Sizes are in the unit their name ends with. */
export const LIMITS = {
  /** Policy source text. */
  policyBytesMax: 8 * 1024 * 1024,
  /** Priorities are 32-bit, as in Kavach's format. */
  priorityMax: 4_294_967_295,
  /** Calls of a rate limit are counted up to this. */
  rateMax: 4_294_967_295,
  /** People who must approve one call; more is a mistake. */
  quorumMax: 100,
  /** Items of one list of an `approval` block. */
  approvalListMax: 100,
  /** Rules of one policy, inherited ones included. */
  rulesMax: 50_000,
  /** Values of one document, aliases expanded. */
  documentNodesMax: 2_000_000,
  /** Nesting of a policy, configuration or test file. */
  documentDepthMax: 128,
  /** YAML aliases of one document. */
  aliasesMax: 1000,
  /** Problems listed of one set of files. */
  diagnosticsMax: 200,
  /** Names, ids, tool names, roles. */
  nameCharsMax: 512,
  /** Reasons and descriptions. */
  textCharsMax: 16_384,
  /** Longest duration of a policy: 366 days. */
  durationMsMax: 366 * 86_400_000,
  /** Cases of one test file, rows of parameter tables included. */
  testCasesMax: 100_000,
  /** Earlier calls of one case. */
  testEarlierMax: 10_000,
  /** Files reached through `extends`. */
  extendsMax: 64,
  /** Items of one list in `match_on`. */
  patternsMax: 10_000,
  /** Pairs of pattern positions compared when looking for rules that stand in each other's way. */
  meetingStepsMax: 4_000_000,
  /** The name of a tool that a pattern of an allow rule may cover (MCP recommends at most 128). */
  plainNameCharsMax: 128,
  /** One glob. */
  patternCharsMax: 1024,
  /** One regular expression. */
  regexCharsMax: 4096,
  /** Regular expressions, and grants of programs, that are kept compiled. */
  parsedRegexesMax: 256,
  compiledGrantsMax: 64,
  /** Instructions of one compiled regular expression. */
  regexProgramMax: 20_000,
  /** The name of what an action is about; a longer one is denied. */
  resourceCharsMax: 16_384,
  /** Characters of a path that `path_within` reads (Windows allows 32,767); a longer one is an error. */
  pathCharsMax: 32_767,
  /** Rounds in which percent-encoding is undone; a text that still changes is an error. */
  percentRoundsMax: 8,
  /** Paths that one text may hold (lines, items of a list, values of options); with more it is an error. */
  pathPartsMax: 512,
  /** Files that one text may list; more are an error. */
  listedFilesMax: 10_000,
  /** Texts that the braces of one path stand for, and their characters together; more are an error. */
  braceFormsMax: 32,
  braceCharsMax: 8192,
  /** Names that the wildcards of one path are tried with; more are an error. */
  wildcardNamesMax: 64,
  /** The same times the names in the path. */
  wildcardWorkMax: 1024,
  /** Names and patterns of a list that the wildcards of one call are held against; more are an error. */
  wildcardTestsMax: 262_144,
  /** Pairs of a folder and a name of one call that are judged as one path; more are an error. */
  pathJoinsMax: 32_768,
  /** Characters of a text whose words are looked up in the folders that a call names. */
  joinedTextCharsMax: 4096,
  /** Characters of a URL that the host operators read; a longer one is an error. */
  urlCharsMax: 65_536,
  /** Characters in which one call names mail addresses, and 16 for each text; more are an error. */
  addressTextCharsMax: 65_536,
  /** Mail addresses of one call; more are an error. */
  addressesMax: 1000,
  /** Characters of one amount of money. */
  amountCharsMax: 64,
  /** URLs of one text that is a list of them; more are an error. */
  urlListMax: 1000,
  /** Characters of a text of SQL that is read; a longer one is an error. */
  sqlCharsMax: 128 * 1024,
  /** Nesting of parentheses, CASE and subqueries that is read. */
  sqlDepthMax: 100,
  /** Characters to which a statement of SQL may pad a text without the permit `large_value`. */
  sqlValueCharsMax: 10_000,
  /** The highest power to which it may raise a number of any length without that. */
  sqlExponentMax: 1000,
  /** Doubts about one text of SQL that are told apart; the first is enough to refuse it. */
  sqlDoubtsMax: 16,
  /** Characters of a command line that are read, all words of a list together; a longer one is in doubt. */
  shellCharsMax: 131_072,
  /** Words of a command given as a list; more are in doubt. */
  shellWordsMax: 32_768,
  /** Commands of one command line that are read; more are in doubt. */
  shellCommandsMax: 1024,
  /** Doubts of one command line that are told apart. */
  shellDoubtsMax: 32,
  /** Programs that run a program that runs a program; deeper is in doubt. */
  shellWrapsMax: 8,
  /** Subcommands inside subcommands of one grant. */
  shellLevelsMax: 4,
  /** Look-alikes of one text that are told apart. */
  lookAlikesMax: 8,
  /** Subjects whose candidate rules the engine remembers. */
  memoEntriesMax: 4096,
  /** Characters of one name that the engine remembers; longer ones are looked up each time. */
  memoNameCharsMax: 256,
  /** Candidate rules that the engine remembers for one subject. */
  memoRulesMax: 256,
  /** Characters of one value shown in a trace. */
  traceValueCharsMax: 120,
  /** Characters of a text shown around what a rule met in it. */
  matchCharsMax: 80,
  /** Characters of the sentence on what a rule met, as the record and the reviewer's card have it. */
  matchedCharsMax: 400,
  /** Parts of a rule of which a trace says what they met. */
  matchesMax: 16,
  /** Characters in which the place of a regular expression is looked for at a time, and how much two such pieces share. */
  matchPieceChars: 32_768,
  matchOverlapChars: 4096,
  /** Places after the point of what is summed: no currency of ISO 4217 has more. */
  sumPlaces: 4,
  /** Counters that the in-memory store keeps; the count of one more is unknown, which denies. */
  countersMax: 100_000,
  /** Calls that the in-memory store keeps over all counters; with more, every count is unknown until some lapse. */
  counterEventsMax: 1_000_000,
  /** Nesting of `all`, `any`, `not`. */
  conditionDepthMax: 32,
  /** Conditions of one rule, nested ones included. */
  conditionsMax: 1000,
  /** Paths of one condition on several arguments. */
  fieldsMax: 32,
  /** Segments of one field path. */
  pathSegmentsMax: 32,
  /** Names of secrets that one text may hold in all its codings; one with more counts as holding one. */
  secretNamesMax: 20_000,
  /** Elements one wildcard may visit before the condition is an error. */
  wildcardElementsMax: 10_000,
  /** Lists of path globs that are kept compiled. */
  compiledGlobListsMax: 64,
  /** Names of files and folders, and their length, for which such a list keeps the globs that may match. */
  pathNamesMax: 1024,
  pathNameCharsMax: 64,
  /** Texts of one call that `anywhere` looks at; more are an error. */
  textsMax: 100_000,
  /** Values inside of one argument that a comparison looks through before it is an error. */
  lenientVisitsMax: 10_000,
  /** Characters of one argument that a regular expression searches; a longer one is an error. */
  regexSubjectCharsMax: 1024 * 1024,
  /** Nesting of a JSON message (RFC 8259 section 9 lets an implementation set it). */
  jsonDepthMax: 64,
  /** One key of a JSON object. */
  jsonKeyCharsMax: 65_536,
  /** Objects and arrays of one JSON text. */
  jsonContainersMax: 1_000_000,
  /** Findings about one JSON text that are told apart. */
  jsonFindingsMax: 64,
  /** Nesting of a value that is serialised; a cyclic one ends here. */
  canonicalDepthMax: 10_000,
} as const
