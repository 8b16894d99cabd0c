"""Notes at the foot of their page: where they stand, in every output, and back from a DOCX."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import noted_issues
import pikepdf
import pytest
from noted_issues import NOTE, TEXT, report
from painted_release import write_release
from slices import share

from briefing.building import office_pages, stages
from briefing.files.world import World
from briefing.model.walk import texts
from briefing.output.docx.word_file import write_docx
from briefing.preflight.accessible_rules import accessible_problems
from briefing.prove.areas import type_area
from briefing.prove.note_places import measure
from briefing.prove.page_lines import compare
from briefing.prove.pdf_pages import read_pdf
from briefing.prove.proof import prepare, prove
from briefing.typeset.composed import Composed
