"""The proofreader (校对): what a careful reader would say about an issue's words, marks, numbers and dates.

passages   every text of an issue once, as a string that knows the place of each character
words      the house's lists (templates/<house>/words.yaml), inherited like house.yaml
rules/     one rule a module; its docstring is its manual page
proofreader  runs the rules, sets levels, takes out what is excused
fixing     the safe fixes, as edits of the source files
baseline   old findings, kept quiet
"""
