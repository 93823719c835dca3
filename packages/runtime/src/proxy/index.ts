/** A running Kvlar between a client and a server. */
export { proxyParts, type ProxiedServer } from './proxy-parts.ts'
export { hearTools, type HearToolsOptions } from '../tools/hear-tools.ts'
