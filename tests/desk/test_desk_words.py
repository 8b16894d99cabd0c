"""What is said at the desk tells nobody to type a command, or to look into a file that they see as a form."""

from __future__ import annotations

import re

import pytest

from briefing.core.errors import Diagnostic
from briefing.desk.desk_words import for_desk
from briefing.desk.plain_values import finding
from briefing.diagnostics.codes import codes

SAID = {
    "请写本期的编号，如 苏简字1005号（issue.yaml 的 serial）。": "请写本期的编号，如 苏简字1005号（本期设置的“编号”）。",
    "在 issue.yaml 的 attachments 里列上，或改去文中的说法。": "在本期设置的“附件”列上，或改去文中的说法。",
    "件号写在 issue.yaml 的 archive: {item: …}；保管期限写在 house.yaml 的 archive 里。": (
        "件号写在本期设置的“归档”；保管期限写在版式的 archive 里。"
    ),
    "请改写“# ”后面的标题，或用 --title 写明。": "请改写标题。",
    "默认全部接受；要恢复原样，请加 --refuse-changes。": "默认全部接受。",
    "请删去这个字符，多半是粘贴时带进来的；briefing check --fix 会删。": "请删去这个字符，多半是粘贴时带进来的。",
    "照提示改。前后确是两头词界的，--fix 会改。": "照提示改。",
    "改成半角。--fix 会改；逗号要自己改。": "改成半角。逗号要自己改。",
    "要每份都有份号，请用 --numbers 1-400。": "",
    "请用骑马订：--binding saddle，或在 house.yaml 里把 print 的 red 改去。": "可以在版式里把 print 的 red 改去。",
    "请运行 briefing import 南京.docx -i issues/2022-17，由它变成稿件。": "请点“放入 Word 文件”放进来。",
    "请先运行 briefing build 17。": "请先做“成品”。",
    "重新制作（briefing press 17 --for archive --force），不要用别的程序另存。": "重新制作，不要用别的程序另存。",
    "请在 Word 或 WPS 里另存为 .docx；或安装 LibreOffice（briefing doctor 会说怎样装）。": (
        "请在 Word 或 WPS 里另存为 .docx；或请管电脑的人装上 LibreOffice。"
    ),
    "number：“十七”不是整数": "期号：“十七”不是整数",
    "南京市：文明创建": "南京市：文明创建",
    "不能用 YAML 的锚点 &甲": "不能用锚点 &甲",
    "报送“make sense”一稿，写法照旧。": "报送“make sense”一稿，写法照旧。",
    "破折号占两个字的位置：——，不是 --。": "破折号占两个字的位置：——，不是 --。",
}
JARGON = re.compile(r"--(?:fix|force|title|[a-z]+-)|\bbriefing [a-z]|\bmake [a-z]+ |issue\.yaml|house\.yaml|YAML|Markdown")


@pytest.mark.parametrize("text", SAID)
def test_sentences_in_the_words_of_the_desk(text: str) -> None:
    assert for_desk(text) == SAID[text]


def test_the_manual_of_codes_in_the_words_of_the_desk() -> None:
    """Whatever `说明` may show, in whole sentences."""
    for code, entry in codes().items():
        for text in (entry.title, entry.why, entry.remedy):
            said = for_desk(text)
            assert not JARGON.search(said), (code, said)
            assert not re.search(r"^[，；。]|[，；]$|[，；。]\s*[，；]", said), (code, said)


def test_a_finding_is_never_without_a_message() -> None:
    assert finding(Diagnostic("import-changes", "已照 --refuse-changes 全部恢复原样。"))["message"]
