"""What pip and venv wrote when .venv could not be made → what it means for an editor, in Chinese. For script/environment.py."""

from __future__ import annotations

import re
import sys

#: What pip or venv wrote → what it means. The first that is found in the log counts.
_CAUSES = (
    (r"No space left on device|Disk quota exceeded", "磁盘满了，或者超过了给您的限额。请清理后再运行一次。"),
    (
        r"DO NOT MATCH THE HASHES|Expected sha256",
        (
            "下载到的程序库与清单里的校验值不符，没有使用。多半是镜像或代理改动过文件，"
            "请换一个镜像（PIP_INDEX_URL）再运行一次；见 docs/ci.md。"
        ),
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError",
        "下载时证书核对不过，多半是单位的网关替换了证书。请向网管要根证书文件，设 PIP_CERT=文件 后再运行一次；见 docs/ci.md。",
    ),
    (r"ProxyError|Tunnel connection failed|407 Proxy", "代理服务器连不上或拒绝了。请核对 https_proxy 的写法；见 docs/ci.md。"),
    (
        r"subprocess-exited-with-error|Failed building wheel|Failed to build|not a supported wheel|requires a different Python",
        "这个版本的 Python（{python}）还没有现成的程序库。请装 Python 3.12，再运行：BRIEFING_PYTHON=python3.12 make doctor",
    ),
    (
        (
            r"Name or service not known|name resolution|NewConnectionError|ConnectTimeout|ReadTimeout"
            r"|Network is unreachable|Max retries exceeded|IncompleteRead|RemoteDisconnected|getaddrinfo|nodename nor servname"
            r"|timed out|ConnectionError|Connection (refused|broken|reset)"
        ),
        "连不上程序库的服务器。请检查网络后再运行一次；在内网或没有网络的电脑上怎样准备，见 docs/ci.md。",
    ),
    (
        r"No matching distribution found|Could not find a version|HTTP error 4|404 Client Error|Looking in links",
        "镜像或离线文件夹里缺少要用的程序库：{missing}。请换一个镜像，或重新下载离线文件夹；见 docs/ci.md。",
    ),
    (r"Permission denied|Read-only file system|Operation not permitted", "有文件不许写。请看文件夹的主人和权限，再运行一次。"),
    (r"ensurepip|No module named", "这个 Python 不完整。Debian、Ubuntu、统信、麒麟请运行：sudo apt-get install -y python3-venv"),
)


def explain(log: str, place: str) -> list[str]:
    """In Chinese, why `log`, which stands in `place`, ended in failure."""

    for pattern, meaning in _CAUSES:
        if re.search(pattern, log):
            missing = re.search(r"No matching distribution found for (\S+)|satisfies the requirement (\S+)", log)
            name = (missing[1] or missing[2]) if missing else "名称见记录"
            said = meaning.format(python=".".join(map(str, sys.version_info[:3])), missing=name)
            return ["运行环境没有准备好。" + said, f"原来的文件没有动；详细记录：{place}"]
    return ["运行环境没有准备好，原因没有认出来。", f"原来的文件没有动；请把 {place} 发给维护者。"]
