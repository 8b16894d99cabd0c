"""Who had to do with an issue and what each did (机构人员实体, 业务实体 of DA/T 46-2009), as far as it is said: 供稿, 编辑, the
steps of `archive: {steps: …}`, 签发, 印发. A day that nobody has named is left out."""

from __future__ import annotations

from typing import Any

from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue
from briefing.model.issue_parts import FilingStep

Entity = dict[str, Any]


class _Agents:
    """Each by name and kind once, numbered as they come."""

    def __init__(self, house: HouseStyle, offices: tuple[str, ...]) -> None:
        self.known: dict[tuple[str, str], Entity] = {}
        self._creator, self._code = house.archive.creator or "、".join(offices), house.archive.organization_code

    def identifier(self, name: str, kind: str, post: str = "") -> str:
        entity = self.known.setdefault(
            (name, kind),
            {
                "机构人员标识符": f"机构人员{len(self.known) + 1}",
                "机构人员类型": kind,
                "机构人员名称": name,
                "组织机构代码": self._code if kind == "单位" and name == self._creator else "",
            },
        )
        if post:
            entity["个人职位"] = post
        return str(entity["机构人员标识符"])


def agents_and_business(issue: Issue, house: HouseStyle, record: str) -> tuple[list[Entity], list[Entity]]:
    """`record`: the 电子文件号 that the business is about. Empty values are the caller's to drop."""
    agents, business = _Agents(house, issue.masthead.offices), list[Entity]()
    if house.archive.creator:
        agents.identifier(house.archive.creator, "单位")
    for office in issue.masthead.offices:
        agents.identifier(office, "单位")
    for step in _steps(issue):
        business.append(
            {
                "业务标识符": f"业务{len(business) + 1}",
                "机构人员标识符": agents.identifier(step.who, step.kind, step.post),
                "文件标识符": record,
                "业务状态": "历史行为",
                "业务行为": step.action,
                "行为时间": step.date.isoformat() if step.date else "",
                "行为依据": step.basis,
                "行为描述": step.note,
            }
        )
    return list(agents.known.values()), business


def _steps(issue: Issue) -> list[FilingStep]:
    """In the order in which an issue goes through them; what the issue itself lists stands for what its pages would tell."""
    own = issue.filing.steps
    told = {step.action for step in own}
    contributors = dict.fromkeys(article.contributor for article in issue.all_articles if article.contributor)
    before = [FilingStep("供稿", name, "单位") for name in contributors if "供稿" not in told]
    before += [FilingStep("编辑", name) for name in issue.colophon.editors if "编辑" not in told]
    after = []
    if issue.masthead.signer and "签发" not in told:
        after.append(FilingStep("签发", issue.masthead.signer))
    if issue.date and "印发" not in told:
        after += [FilingStep("印发", office, "单位", date=issue.date) for office in issue.masthead.offices]
    return [*before, *own, *after]
