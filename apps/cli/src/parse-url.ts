import type { UrlParser } from '@kvlar/core'

/** Node's WHATWG URL parser, in the form the engine takes. */
export const parseUrl: UrlParser = (text) => URL.parse(text) ?? undefined
