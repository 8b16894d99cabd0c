"""Fetch the source faces from their package registries, and refuse any that are not the ones we looked at."""

from __future__ import annotations

import bz2
import hashlib
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
LIBERATION = "usr/share/fonts/truetype/liberation2"
WENKAI = "usr/share/fonts/truetype/lxgw-wenkai"
CNS11643 = "usr/share/fonts/truetype/cns11643"
HANAZONO = "usr/share/fonts/truetype/hanazono"


@dataclass(frozen=True)
class Source:
    """One file of a registry package; `sha256` decides whether it is used, whatever the package's version."""

    registry: str  # "debian" or "npm"
    package: str
    path: str  # inside the package
    sha256: str


SOURCES = {
    "fandol-fang": Source(
        "debian",
        "texlive-lang-chinese",
        f"{FANDOL}/FandolFang-Regular.otf",
        "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    ),
    "fandol-kai": Source(
        "debian",
        "texlive-lang-chinese",
        f"{FANDOL}/FandolKai-Regular.otf",
        "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    ),
    "noto-serif-400": Source(
        "npm",
        "@expo-google-fonts/noto-serif-sc@0.4.3",
        "package/400Regular/NotoSerifSC_400Regular.ttf",
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    ),
    "noto-serif-700": Source(
        "npm",
        "@expo-google-fonts/noto-serif-sc@0.4.3",
        "package/700Bold/NotoSerifSC_700Bold.ttf",
        "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    ),
    "noto-sans-500": Source(
        "npm",
        "@expo-google-fonts/noto-sans-sc@0.4.3",
        "package/500Medium/NotoSansSC_500Medium.ttf",
        "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
    ),
    "wenkai-light": Source(
        "debian",
        "fonts-lxgw-wenkai",
        f"{WENKAI}/LXGWWenKai-Light.ttf",
        "e302f84a1967817f91fc4011de7c8c12489c41072a7f0605a1c7b1399352cb93",
    ),
    "wenkai-bold": Source(
        "debian",
        "fonts-lxgw-wenkai",
        f"{WENKAI}/LXGWWenKai-Bold.ttf",
        "2a24551c5c4fb42507aafa4773b08a5ea55d538a8d449032663ec9e3027a707e",
    ),
    "hanamin-b": Source(
        "debian",
        "fonts-hanazono",
        f"{HANAZONO}/HanaMinB.ttf",
        "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
    ),
    "hanamin-a": Source(
        "debian",
        "fonts-hanazono",
        f"{HANAZONO}/HanaMinA.ttf",
        "7ca87559414474848fc513a8d8eb42d5b0f8194c30c2abdfbfedff5398ec88d7",
    ),
    "tw-kai": Source(
        "debian",
        "fonts-cns11643-kai",
        f"{CNS11643}/TW-Kai-98_1.ttf",
        "6e7b756bf723845e1494db161f0944c04fa8494f8e0ca4647b6cf655cd67d03a",
    ),
    "tw-kai-b": Source(
        "debian",
        "fonts-cns11643-kai",
        f"{CNS11643}/TW-Kai-Ext-B-98_1.ttf",
        "b1c4c1c5f03a20b106c04e212fcf0d127d28af53b010d4df54de36af0eabf0f4",
    ),
    "liberation-serif": Source(
        "debian",
        "fonts-liberation2",
        f"{LIBERATION}/LiberationSerif-Regular.ttf",
        "29d12439831b7f59194efec85872f24f54eff05738933f9a860220d2abff88ba",
    ),
    "liberation-serif-bold": Source(
        "debian",
        "fonts-liberation2",
        f"{LIBERATION}/LiberationSerif-Bold.ttf",
        "446a4421f297698427170fd7db20e59169a4188baaaf940e9bea58af6341a723",
    ),
    # The field kXHC1983 lists what 现代汉语词典 explains.
    "unihan-readings": Source(
        "debian",
        "unicode-data",
        "usr/share/unicode/Unihan_Readings.txt.bz2",
        "216d9e19e44195522b84a05bf7308e385356615121258869faf919e96824ddd5",
    ),
    # Unihan's kTGH field lists the 通用规范汉字表 (2013).
    "unihan-mappings": Source(
        "debian",
        "unicode-data",
        "usr/share/unicode/Unihan_OtherMappings.txt.bz2",
        "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
    ),
}


def fetch(name: str, store: Path) -> Path:
    """The local path of a source, fetched into `store` on first use; ValueError if its digest differs."""
    source = SOURCES[name]
    file = store / source.registry / source.path
    if source.registry == "npm":
        file = store / "npm" / source.package.replace("/", "+") / source.path
    if not file.is_file():
        {"debian": _from_debian, "npm": _from_npm}[source.registry](source, store, file)
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != source.sha256:
        raise ValueError(f"{file}: sha256 {found}, not {source.sha256}: is {source.package} another version?")
    return file


def read_unihan(name: str, store: Path) -> str:
    return bz2.decompress(fetch(name, store).read_bytes()).decode("utf-8")


def _from_debian(source: Source, store: Path, file: Path) -> None:
    """Unpacks single files: installing TeX Live for two fonts would be 300 MB."""
    archives = store / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    found = sorted(archives.glob(f"{source.package}_*.deb"))
    if not found:
        subprocess.run(["apt-get", "download", source.package], cwd=archives, check=True)
        found = sorted(archives.glob(f"{source.package}_*.deb"))
    file.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(found[-1])], stdout=subprocess.PIPE) as packed:
        assert packed.stdout is not None
        with tarfile.open(fileobj=packed.stdout, mode="r|") as tar:
            for member in tar:
                if member.name.removeprefix("./") == source.path:
                    content = tar.extractfile(member)
                    assert content is not None
                    file.write_bytes(content.read())
    if not file.is_file():
        raise ValueError(f"{found[-1].name} holds no {source.path}")


def _from_npm(source: Source, store: Path, file: Path) -> None:
    archives = store / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    archive = archives / (source.package.removeprefix("@").replace("/", "-").replace("@", "-") + ".tgz")
    if not archive.is_file():
        subprocess.run(["npm", "pack", "--silent", source.package], cwd=archives, check=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        content = tar.extractfile(source.path)
        assert content is not None
        file.write_bytes(content.read())
