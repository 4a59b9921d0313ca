"""What each event of the audit trail is called, and in which group it is looked for. A test finds what is missing."""

GROUPS = {
    "records": "Records written", "reading": "Reading", "signing_in": "Signing in", "people": "People and roles",
    "caseloads": "Caseloads", "files": "Imports and exports", "school": "Lists, dates, groups, to-dos",
}  # fmt: skip
# What an admin sees: who came in, who may do what, what was taken out. No pupil, no record.
SECURITY = ("signing_in", "people", "files")
# {of} is what it was done to; {said} the event's own detail, where that holds no content.
WORDS: dict[str, tuple[str, str]] = {
    "record.log": ("records", "recorded {of}"),
    "record.amend": ("records", "amended {of}"),
    "record.withdraw": ("records", "withdrew {of}"),
    "record.move": ("records", "moved {of} to another pupil"),
    "record.restrict": ("records", "restricted {of} to named readers"),
    "record.unrestrict": ("records", "opened {of} again to all who support its pupils"),
    "record.view": ("reading", "read {of}"),
    "pupil.view": ("reading", "opened {of}’s page"),
    "pupil.open": ("reading", "opened the records of {of} in an emergency"),
    "pupil.close": ("reading", "ended reading the records of {of}"),
    "alert.many_pupils": ("reading", "opened very many pupils’ pages: {said}"),
    "login.start": ("signing_in", "signed in"),
    "login.end": ("signing_in", "signed out, or ended a sign-in"),
    "login.refused": ("signing_in", "A sign-in was refused: {of}"),
    "login.school": ("signing_in", "went on in this school"),
    "user.create": ("people", "added {of}"),
    "user.change": ("people", "changed the account of {of}"),
    "user.leave": ("people", "ended the account of {of}"),
    "user.return": ("people", "brought {of} back"),
    "user.password": ("people", "set a new password for {of}"),
    "user.confirm": ("people", "confirmed that {of} is {role}"),
    "user.refuse": ("people", "refused that {of} is {role}"),
    "role.grant": ("people", "gave {of} the role {role}"),
    "role.end": ("people", "took the role {role} from {of}"),
    "user.classes": ("people", "said which classes {of} works with"),
    "relationship.declare": ("caseloads", "declared a relationship of a member of staff to a pupil"),
    "relationship.end": ("caseloads", "ended a relationship of a member of staff to a pupil"),
    "caseload.start": ("caseloads", "put {of} on {whose}"),
    "caseload.end": ("caseloads", "took {of} off {whose}"),
    "import": ("files", "imported pupils: {said}"),
    "import.upload": ("files", "uploaded a file to import"),
    "import.mapping": ("files", "said what a file’s columns hold"),
    "import.bad_rows": ("files", "downloaded the rows that could not be imported"),
    "audit.export": ("files", "downloaded the audit trail: {said}"),
    "audit.begin": ("files", "The audit trail was sealed from here on"),
    "demo.fill": ("school", "filled the school with the demo"),
    "school.change": ("school", "changed the school’s name or bell times"),
    "option.add": ("school", "added a choice to a list"),
    "option.retire": ("school", "retired a choice of a list"),
    "option.restore": ("school", "restored a choice of a list"),
    "option.rename": ("school", "renamed a choice of a list"),
    "option.move": ("school", "moved a choice in a list"),
    "term_date.add": ("school", "added a term date"),
    "term_date.change": ("school", "changed a term date"),
    "term_date.remove": ("school", "removed a term date"),
    "slot.add": ("school", "added to their timetable"),
    "slot.change": ("school", "changed their timetable"),
    "slot.end": ("school", "took something out of their timetable"),
    "programme.start": ("school", "started a programme"),
    "programme.change": ("school", "changed a programme"),
    "todo.make": ("school", "made a to-do"),
    "todo.done": ("school", "did a to-do"),
    "todo.undo": ("school", "put a to-do back"),
    "todo.hand_over": ("school", "handed a to-do over"),
}


def actions(groups: tuple[str, ...]) -> list[str]:
    """The actions of the groups."""
    return [action for action, (group, _) in WORDS.items() if group in groups]
