/** Short ways to find elements, and texts of callers made safe to look at. */
export const DOM_SCRIPT = String.raw`
export const $ = (selector, root = document) => root?.querySelector(selector)
export const all = (selector, root = document) => [...(root?.querySelectorAll(selector) ?? [])]

/** What a page would hide or obey is written out, except line ends. */
export const escaped = (text) =>
  text.replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/gu, (c) => '\\u{' + c.codePointAt(0).toString(16) + '}')
`
