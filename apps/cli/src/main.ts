#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { compiledFolder, thisMachine } from '@kvlar/runtime/places'

const folder = compiledFolder(thisMachine(), import.meta.filename)
if (folder !== undefined) enableCompileCache(folder)
// Loaded only now, so that it is taken from what was kept; where nothing is, it is compiled anew.
const { runProcess } = await import('./run-process.ts')
await runProcess()
