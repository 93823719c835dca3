import type { UrlParser } from '../engine.ts'

/** Node's WHATWG URL parser, in the form the engine takes. */
export const parseUrl: UrlParser = (text) => URL.parse(text) ?? undefined
