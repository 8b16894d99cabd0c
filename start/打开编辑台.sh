#!/bin/sh
# Linux：双击，选“在终端中运行”。也可以运行 briefing desktop，在桌面上放一个图标。
cd -- "$(dirname -- "$0")/.." && exec make desk ARGS=--until-closed
