@echo off
rem Windows: WSL
chcp 65001 >nul
pushd "%~dp0.."
wsl.exe make desk ARGS=--until-closed
popd
pause
