"""`boxes:` and `columns:` of house.yaml → their settings."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.house.box_settings import BoxStyle, ColumnStyle
from briefing.house.setting_binder import SettingBinder
from briefing.source import yaml_tree

#: Per cent of black that a ground may have.
LIGHTEST = 25


def boxes(bind: SettingBinder, node: yaml_tree.Mapping, kinds: Sequence[str]) -> dict[str, BoxStyle]:
    """Each of `kinds`, as usual where the house says nothing."""
    bind.known(node, kinds)
    found = {}
    for kind in kinds:
        entry = bind.child(node, kind, optional=True)
        style = bind.settings(BoxStyle, entry)
        if style:
            _ground(bind, style.ground, entry)
            found[kind] = style
    return found


def columns(bind: SettingBinder, node: yaml_tree.Mapping) -> ColumnStyle | None:
    return bind.settings(ColumnStyle, node)


def _ground(bind: SettingBinder, name: str, entry: yaml_tree.Mapping) -> None:
    """A ground is printed in one ink, black, and so light that text on it can be read."""
    place = entry.get("ground")
    if name == "none" or place is None:
        return
    if name not in bind.color_names:
        hint = f"可用的值：none、{'、'.join(bind.color_names)}。"
        bind.findings.add("house-value", f"colors 里没有“{name}”这个颜色", place.span, hint)
    elif (color := bind.colors.get(name)) and (any(color.cmyk[:3]) or color.cmyk[3] > LIGHTEST):
        inks = "、".join(f"{amount:g}" for amount in color.cmyk)
        hint = f"请写成 [0, 0, 0, 10] 这样，黑不超过 {LIGHTEST}：文字要看得清，单色印刷也印得出。"
        bind.findings.add("house-value", f"底色要是黑的浅色，{name} 的 cmyk 是 {inks}", place.span, hint)
