#!/bin/sh
# macOS：双击。第一次要按住 Control 点它，选“打开”。
cd -- "$(dirname -- "$0")/.." && exec make desk ARGS=--until-closed
