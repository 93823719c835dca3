/**
 * Curated policies for popular MCP servers, each with its tests and a page for people.
 *
 * For `kvlar init`, for `extends: [github]`, and for whoever wants a start that has been thought through.
 * The texts are part of the module: nothing here reads a file, and nothing here decides.
 */
export { CURATED, type CuratedPolicy } from './curated.ts'
export { BUILTIN_NAMES, builtinPolicy } from './builtin-policy.ts'
export { fillTemplate, type FilledTemplate, type Template } from './settings/fill-template.ts'
export { readSettings } from './settings/read-settings.ts'
export { ITEM_RULES, type ItemRule } from './settings/item-types.ts'
export type { ItemType, Setting, SettingItem, SettingProblem } from './settings/setting.ts'
export { policyForCommand } from './servers/policy-for-command.ts'
export { POLICY_SERVERS, type PolicyServers, type ServerKind } from './servers/servers.ts'
