"""Characters that look like others and are not: radicals that PDF viewers copy for Han, compatibility ideographs, marks for
vertical lines, small marks, half-width marks of Japanese. Each has one character that is meant in Chinese text. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache

#: Of the radicals' supplement, which Unicode does not decompose: see its EquivalentUnifiedIdeograph.txt.
_SUPPLEMENT = (
    "⺁厂⺆冂⺇几⺈刀⺋㔾⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺙攵⺛旡⺝月⺞歺⺟母⺠民⺢氺⺤爫⺥爫⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺲罒⺳网⺶羊⺹耂⺺肀⺼月⻁虎⻂衤⻃覀⻄西⻅见⻆角"
    "⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
#: Radicals whose usual form today is another than Unicode's old one.
_TODAY = {"⼾": "户", "⾭": "青", "⿈": "黄"}
#: Marks that stand half-width or in a form of their own, as marks of a line of Han.
_MARKS = {
    **dict(zip("︐︑︒︓︔︕︖︗︘︙", "，、。：；！？〖〗…", strict=True)),
    **dict(zip("︰︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈", "：—（）｛｝〔〕【】《》〈〉「」『』［］", strict=True)),
    **dict(zip("﹐﹑﹒﹔﹕﹖﹗﹘﹙﹚﹛﹜﹝﹞", "，、。；：？！—（）｛｝〔〕", strict=True)),
    **dict(zip("﹟﹠﹡﹢﹣﹤﹥﹦﹨﹩﹪﹫", "#&*+-<>=\\$%@", strict=True)),
    **dict(zip("｡｢｣､･", "。「」、·", strict=True)),
}
_HAN_RANGES = ((0x2F00, 0x2FD6), (0xF900, 0xFB00))


@cache
def usual() -> dict[str, str]:
    """Character → the one that is meant."""
    found = {chr(code): meant for first, last in _HAN_RANGES for code in range(first, last) if (meant := _plain(chr(code)))}
    return found | dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)) | _TODAY | _MARKS


def _plain(char: str) -> str:
    """ "" for what is itself: also what GBK has, which people write their names with."""
    meant = unicodedata.normalize("NFKC", char)
    if meant == char or len(meant) != 1:
        return ""
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return meant
    return ""
