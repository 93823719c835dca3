#!/usr/bin/env node
import { keepCompiled } from './keep-compiled.ts'

keepCompiled()
// Loaded only now, so that it is taken from what was kept.
const { runProcess } = await import('./run-process.ts')
await runProcess()
