"""An issue at each of its stages, as text: what `briefing show` prints, for those who look for a fault or a room.

selection      which lines of the sources are asked about, and the values of the stages, made when they are wanted
tree           the model and the Sheet, a node a line
type_rows      letters with what lies between them
line_reasons   lines, the candidates for each end, and the rule that decided
page_places    where blocks stand
written        what each output says of it
views          the stages by name
"""
