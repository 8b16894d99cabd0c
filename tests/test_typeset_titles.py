"""Titles: forty of them, no word parted, in a trapezium."""

from __future__ import annotations

import pytest
from briefing.composed import SetParagraph
from briefing.house import HouseStyle
from briefing.sheet import LINE_BREAK
from briefing.typeset import typeset
from typeset_support import ROOT, fonts, house, paragraph, sheet

TITLES = [t for t in (ROOT / "tests" / "typeset_data" / "titles.txt").read_text("utf-8").split("\n") if t]
#: Two-character words in which the forty titles must not part, found by reading them.
WORDS = (
    "文明 城市 典范 创建 精神 建设 志愿 服务 实践 中心 提质 增效 农村 重点 工作 情况 通报 社会 主义 核心 价值 引领 思想 道德 "
    "会议 部署 阶段 任务 基层 治理 活力 家门 需求 推进 背街 小巷 环境 综合 整治 弘扬 时代 新风 移风 易俗 物业 管理 全面 提升 "
    "机制 深化 单位 结对 帮扶 交通 专项 行动 成效 项目 大赛 苏州 举行 国庆 期间 旅游 宣传 引导 指导 委员 关于 表彰 村镇 决定 "
    "精细 绘就 全域 幸福 底色 水平 全国 培育 发展 探索 模式 联合 开展 节日 主题 活动 群众 满意 标准 全力 攻坚 运用 信息 手段 "
    "常态 人居 纪实 守正 创新 强化 系统 思维 质量 身边 故事 市民 崇德 向善 老旧 小区 改造 居民 全程 参与 年度 测评 分析 报告 "
    "学习 贯彻 书记 重要 论述 南京 红色 资源 优势 爱国 教育 公共 空间 走出 善治 典型 选树 启动 发动 赋能 阵地 信用 撬动"
).split()


def lines(text: str, look: HouseStyle | None = None) -> list[str]:
    (block,) = typeset(sheet(paragraph(text, "title")), look or house(), fonts()).blocks
    assert isinstance(block, SetParagraph)
    return [block.text[line.start : line.end].strip("\u3000") for line in block.lines]


@pytest.mark.parametrize("title", TITLES)
def test_no_word_is_parted(title: str) -> None:
    set_lines = lines(title)
    for before, after in zip(set_lines, set_lines[1:], strict=False):
        assert before[-1] + after[0] not in WORDS
        assert after[0] not in "的了，。：、”》"
        assert len(before) >= 5 and len(after) >= 5


def test_forty_titles() -> None:
    assert len(TITLES) == 40
    broken = [lines(title) for title in TITLES]
    assert sum(len(title) > 1 for title in broken) >= 30
    assert all(len(title) <= 2 for title in broken)


def test_phrases_stay_whole() -> None:
    assert lines("苏州市：为民惠民　共建共享　努力向全国文明典范城市目标奋进") == [
        "苏州市：为民惠民　共建共享",
        "努力向全国文明典范城市目标奋进",
    ]


def test_forced_break_is_honoured() -> None:
    assert lines(f"苏州市{LINE_BREAK}共建共享") == ["苏州市", "共建共享"]


def test_house_words_are_never_parted() -> None:
    title = "张家港市坚持三十年如一日建设更高水平的全国文明城市"
    assert lines(title)[0] == "张家港市坚持三十年如一日"
    kept = house(words=("如一日建设更高",))
    assert any("如一日建设更高" in line for line in lines(title, kept))


def test_three_lines_are_no_hourglass() -> None:
    title = "江苏省精神文明建设指导委员会关于表彰2021年度全省文明村镇文明单位文明家庭文明校园和未成年人思想道德建设工作先进集体先进个人的决定"
    widths = [len(line) for line in lines(title)]
    assert len(widths) >= 3
    assert min(widths[1:-1]) >= min(widths[0], widths[-1])


def test_endless_word_is_still_set() -> None:
    assert "".join(lines("x" * 90)) == "x" * 90
