import type { ShownCall } from '@kvlar/approvals'
import { renderEmail } from './email.ts'
import type { Renderer, Rendering } from './facts.ts'
import { fileChangeRenderer, type ReadFile } from './file-change.ts'
import { renderHttp } from './http.ts'
import { renderMoney } from './money.ts'
import { renderShell } from './shell.ts'
import { renderSql } from './sql.ts'

/** Everything that our readers see in a call. Their facts stand beside the arguments and never replace them. */
export function renderCall({ args, resource }: ShownCall, readFile: ReadFile): readonly Rendering[] {
  const renderers: readonly Renderer[] = [
    renderSql,
    renderShell,
    fileChangeRenderer(readFile),
    renderHttp,
    renderMoney,
    renderEmail,
  ]
  return renderers.flatMap((render) => render(args, resource) ?? [])
}
