"""What an unknown key was meant to be: another spelling, its Chinese name, or a key that belongs elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.suggest import folded, nearest
from briefing.model import fields
from briefing.model.fields import Field

#: Where each group of fields is written.
_PLACES = (
    (fields.ISSUE, "issue.yaml 里"),
    (fields.HEAD, "稿件开头的两行 --- 之间"),
    (fields.SECTION, "sections 的各栏目里"),
    (fields.ATTACHMENT, "attachments 的各附件里"),
    (fields.CONTENTS, "contents 里"),
    (fields.FILING, "archive 里"),
)
#: Not fields anywhere: the words of a report stand in its text.
_IN_TEXT = {
    **dict.fromkeys(["title", "标题", "题目", "文章标题", "大标题"], "标题写在稿件里，正文之前的一行“# 标题”。"),
    **dict.fromkeys(["text", "content", "body", "正文", "内容"], "正文写在稿件（.md 文件）里。"),
}


def meant(key: str, known: Sequence[Field]) -> tuple[str, str]:
    """The key of `known` that is meant, "" for none, and what to do."""
    wanted = folded(key).strip("“”\"'《》【】[]：:*#-·")
    by_name = _names(known)
    if field := by_name.get(wanted):
        return field.key, _write(field, key)
    if wanted in _IN_TEXT:
        return "", _IN_TEXT[wanted]
    for group, place in _PLACES:
        if group is not known and (field := _names(group).get(wanted)):
            return "", f"{field.key}（{field.title}）要写在{place}。"
    if near := nearest(wanted, by_name):
        return by_name[near].key, f"是不是“{by_name[near].key}”（{by_name[near].title}）？"
    return "", f"可用的项目：{'、'.join(f'{field.key}（{field.title}）' for field in known)}。"


def _names(known: Sequence[Field]) -> dict[str, Field]:
    """Each field by its key and its Chinese names; a key wins over a name, the first field over the others."""
    found = {folded(field.key): field for field in known}
    for field in known:
        for name in (field.title, *field.names):
            found.setdefault(folded(name), field)
    return found


def _write(field: Field, key: str) -> str:
    example = f"，如 {field.key}: {field.example}" if field.example and field.kind not in ("sections", "recipients") else ""
    if folded(key) == field.key:
        return f"请写成“{field.key}”，用小写的英文字母，前后没有空格。"
    return f"“{key}”在这里写作 {field.key}{example}。"
