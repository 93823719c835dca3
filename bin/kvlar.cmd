@echo off
node "%~dp0..\tools\kvlar.cjs" %*
