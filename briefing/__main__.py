"""`python -m briefing`, and the command `briefing` of an installed package."""

import gc
import sys


def run() -> int:
    """The command line's exit code, also where there is no command line yet."""
    try:
        from briefing.cli import main
    except KeyboardInterrupt:  # Ctrl-C before there is anything to answer it
        return 130
    except ImportError as error:  # nor is there one without its library
        from briefing.core.home import complete

        print(f"运行环境里缺少程序库 {error.name}。{complete()}。", file=sys.stderr)
        return 4
    code = main()
    gc.freeze()  # what is left ends with the process, which would look it all over three times before: a tenth of a build
    return code


if __name__ == "__main__":
    # `python -m` puts the current folder before everything else: a `yaml.py` among somebody's reports would be taken for the
    # library.
    if not sys.flags.safe_path:
        del sys.path[0]
    sys.exit(run())
