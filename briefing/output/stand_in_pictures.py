"""What outputs without vectors, and pages without drawings, show in the place of a picture."""

from __future__ import annotations

from briefing.files.world import World
from briefing.paint.marks import Form, Image, Painted
from briefing.pictures import SoundPicture


def shown(mark: Image | Form, painted: Painted, world: World) -> SoundPicture:
    """Raises InputError for a picture that cannot be used."""
    return painted.drawings[mark.path].picture if isinstance(mark, Form) else world.issue.picture(mark.path, mark.span)
