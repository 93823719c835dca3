import { percentForms } from '../percent-forms.ts'
import { resolvedPath, resolveText } from './resolved-text.ts'

/** Percent-encoding undone, before `..` is resolved and, as some servers do, after. */
export function formsOf(text: string): readonly string[] | undefined {
  const forms = percentForms(text)
  if (forms === undefined || forms.length === 1 || !text.includes('..')) return forms
  const after = percentForms(resolvedPath(resolveText(text, 'posix')))
  return after === undefined ? undefined : [...new Set([...forms, ...after])]
}

/** A text, and what of it stands before a NUL, where many systems end it. */
export function withoutNul(form: string): readonly string[] {
  const end = form.indexOf('\0')
  return end === -1 ? [form] : [form, form.slice(0, end)]
}

/** What a reader that normalises makes of letters that only look like the usual ones. */
export function lookAlike(text: string): readonly string[] {
  if (/^[\0-\x7f]*$/.test(text)) return []
  const plain = text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC')
  return plain === text ? [] : [plain]
}
