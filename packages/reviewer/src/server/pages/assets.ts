import { ASSET_TEXTS } from './asset-texts.ts'

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/**
 * Everything that the page loads besides itself. No script makes markup of a text: fragments come from our own pages,
 * and everything else is `textContent`.
 */
export const ASSETS: readonly (readonly [path: string, type: string, content: string])[] = [
  ...ASSET_TEXTS,
].map(([name, text]) => [`/assets/${name}`, TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain', text])
