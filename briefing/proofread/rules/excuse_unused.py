"""写了“不查”，却没有可查的

“校对：不查 某代码”管的地方没有这条意见：文字已经改好了，或代码写错了。留着它，以后真的错了也看不见。

错：各地抓好落实。<!-- 校对：不查 word-wrong -->
对：各地抓好落实。
改法：删去这条注释，或核对代码。
"""

from __future__ import annotations

from briefing.core.errors import Severity
from briefing.proofread.rule import Rule

#: The engine reports it, when all the others have been heard.
RULE = Rule(Severity.WARNING, whole=lambda galley: ())
