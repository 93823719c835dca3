/** The configuration file of a proxy: what it may say, how it is read, and its schema for editors. */
export { loadConfig, loadConfigFile } from './load-config.ts'
export { readConfig, type ReadConfig } from './read-config.ts'
export type { ProxyConfig } from './proxy-config.ts'
export { configSchema } from './config-schema.ts'
export { driftOf } from './drift-config.ts'
