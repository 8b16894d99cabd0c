"""`python -m briefing`."""

import sys

# `python -m` puts the current folder before everything else: a `yaml.py` among somebody's reports would be taken for the library.
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]

try:
    from briefing.cli import main
except KeyboardInterrupt:  # Ctrl-C before there is a command line to answer it
    sys.exit(130)
except ImportError as error:  # nor is there one without its library
    print(f"运行环境里缺少程序库 {error.name}。请在本项目的文件夹里运行 make doctor，会自动补上。", file=sys.stderr)
    sys.exit(4)

sys.exit(main())
