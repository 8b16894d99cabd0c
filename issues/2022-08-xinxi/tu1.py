"""Draws tu1.png: run `python tu1.py` here after changing the numbers. Needs Pillow; uses the project's own
黑体."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
ROWS = (("云溪城区", 412), ("临江区", 365), ("清河县", 287), ("安平县", 243), ("石泉县", 198))
NAVY, GREY, BLACK = 85, 200, 0
DPI = 300
WIDTH, ROW, TOP = 1535, 118, 40  # 130 mm wide at 300 dpi


def main() -> None:
    font = ImageFont.truetype(HERE.parent.parent / "fonts" / "BriefingHei-Regular.ttf", 50)  # 四号 is 58 px here
    picture = Image.new("L", (WIDTH, 2 * TOP + ROW * len(ROWS)), 255)
    draw = ImageDraw.Draw(picture)
    left, scale = 300, (WIDTH - 300 - 180) / 450
    for step in range(0, 451, 150):
        x = left + step * scale
        draw.line((x, TOP - 20, x, TOP + ROW * len(ROWS)), fill=GREY, width=2)
    for index, (name, value) in enumerate(ROWS):
        y = TOP + index * ROW
        draw.text((left - 30, y + ROW / 2), name, BLACK, font, anchor="rm")
        draw.rectangle((left, y + 26, left + value * scale, y + ROW - 26), fill=NAVY)
        draw.text((left + value * scale + 20, y + ROW / 2), str(value), BLACK, font, anchor="lm")
    draw.line((left, TOP - 20, left, TOP + ROW * len(ROWS)), fill=BLACK, width=4)
    picture.save(HERE / "tu1.png", optimize=True, dpi=(DPI, DPI))


main()
