"""Which column holds what: the fields a file may carry, the headings systems give them, and the heading row itself."""

import re
from collections.abc import Iterable, Mapping

from mentoring.importing.sheets import Row

SEARCHED_ROWS = 30
LONGEST_HEADING = 200
CONTACTS_A_ROW = 3
WEEKLY, EVENTS = "A file of weekly attendance", "A file of behaviour events"

PUPIL_FIELDS = {
    "upn": "UPN",
    "admission_number": "Admission number",
    "surname": "Surname",
    "forename": "Forename",
    "name": "Surname, Forename in one column",
    "known_as": "Preferred forename",
    "born_on": "Date of birth",
    "sex": "Sex",
    "year_group": "Year group",
    "school_class": "Class",
    "sen_status": "SEN status",
    "sen_need": "SEN need",
    "pupil_premium": "Pupil premium",
    "eal": "EAL",
    "looked_after": "Looked after",
    "ethnicity": "Ethnicity",
}
ATTENDANCE_FIELDS = {
    "week": "Week beginning",
    "possible": "Sessions possible",
    "attended": "Sessions attended",
    "authorised": "Authorised absences",
    "unauthorised": "Unauthorised absences",
    "lates": "Lates",
    "marks": "The register’s marks of the week",
}
EVENT_FIELDS = {"event_on": "Day of the event", "event_type": "Type of event", "points": "Points of the event"}
CONTACT_PARTS = {
    "name": "whole name",
    "title": "title",
    "forename": "forename",
    "surname": "surname",
    "relationship": "relationship",
    "parental_responsibility": "parental responsibility",
    "priority": "priority",
    "phone": "phone",
    "email": "email",
    "restriction": "restriction or court order",
}
PUPILS, CONTACTS, ATTENDANCE, BEHAVIOUR = (
    "pupils",
    "contacts",
    "attendance",
    "behaviour",
)  # what a file's rows are about
# Narrative about pupils, and who wrote it: shown nowhere, not even to whoever brings the file in.
UNSHOWN = {
    "comment", "comments", "description", "notes", "note", "narrative", "details",
    "teacher", "staff", "staffname", "staffmember", "recordedby", "reportedby", "addedby", "loggedby", "author",
}  # fmt: skip
CONTACT_NAMES = ("contact_name", "contact_forename", "contact_surname")
LABELS = (
    PUPIL_FIELDS
    | ATTENDANCE_FIELDS
    | EVENT_FIELDS
    | {f"contact_{part}": f"Contact: {label}" for part, label in CONTACT_PARTS.items()}
    | {
        f"contact{number}_{part}": f"Contact {number}: {label}"
        for number in range(1, CONTACTS_A_ROW + 1)
        for part, label in CONTACT_PARTS.items()
    }
)

# Headings folded to letters and figures, likeliest first, of SIMS, Arbor, Bromcom and Go4Schools and their kin.
ALIASES = {
    "upn": "upn pupilupn studentupn uniquepupilnumber",
    "admission_number": "adno admno admissionno admissionnumber admissionnum pupiladmissionnumber "
    "studentadmissionnumber",
    "surname": "legalsurname legallastname surname lastname familyname pupilsurname studentsurname pupillastname "
    "studentlastname",
    "forename": "legalforename legalfirstname forename firstname givenname pupilforename studentforename "
    "pupilfirstname studentfirstname",
    "name": "surnameforename lastnamefirstname legalname pupilname studentname name fullname pupil student learner",
    "known_as": "preferredforename preferredfirstname knownas chosenforename chosenname preferredname",
    "born_on": "dob dateofbirth birthdate pupildob pupildateofbirth studentdateofbirth",
    "sex": "legalsex sex gender",
    "year_group": "year yeargroup yeartaughtin ncyear ncyearactual curriculumyear nationalcurriculumyear yr",
    "school_class": "reg reggroup registrationgroup registrationform form formgroup tutorgroup class classname",
    "sen_status": "senstatus sendstatus senprovision sencode senprovisioncode sen send",
    "sen_need": "senneed senneedprimary primarysenneed senprimaryneed primaryneed sentype sentypeprimary mainneed",
    "pupil_premium": "pupilpremiumindicator pupilpremium pupilpremiumrecipient pupilpremiumeligible ppindicator pp",
    "eal": "eal englishasadditionallanguage englishasanadditionallanguage ealstatus",
    "looked_after": "incare lookedafter lookedafterchild childlookedafter incarestatus inlacare lac cla",
    "ethnicity": "ethnicity ethnicgroup ethniccode ethnicitycode",
    "week": "weekbeginning weekcommencing weekstarting weekstart",
    "possible": "possible possiblesessions sessionspossible possibleattendances possiblemarks",
    "attended": "present attended presentmarks presents attendances sessionsattended sessionspresent",
    "authorised": "authorisedabsences authorisedabsence authorised authabsences authabs",
    "unauthorised": "unauthorisedabsences unauthorisedabsence unauthorised unauthabsences unauthabs",
    "lates": "lates late latemarks timeslate",
    "marks": "marks attendancemarks registermarks attendancecodes codes",
    "event_on": "date eventdate dateofevent behaviourdate incidentdate",
    "event_type": "eventtype behaviourtype type",
    "points": "points behaviourpoints pointsawarded",
    "contact_name": "contactname contactfullname",
    "contact_title": "contacttitle",
    "contact_forename": "contactforename contactfirstname",
    "contact_surname": "contactsurname contactlastname",
    "contact_relationship": "relationship contactrelationship relationshiptopupil relationshiptostudent",
    "contact_parental_responsibility": "parentalresponsibility contactparentalresponsibility hasparentalresponsibility",
    "contact_priority": "priority contactpriority",
    "contact_phone": "mobile contactmobile contactphone phone telephone mobilephone mobilenumber phonenumber "
    "contacttelephone",
    "contact_email": "email contactemail emailaddress contactemailaddress",
    "contact_restriction": "courtorder courtorders contactcourtorder contactrestriction "
    "contactrestrictions restriction",
}
_FIELD_OF = {alias: field for field, aliases in ALIASES.items() for alias in aliases.split()}
_LIKELIHOOD = {alias: place for aliases in ALIASES.values() for place, alias in enumerate(aliases.split())}
_PART_OF = {
    "": "name", "fullname": "name", "firstname": "forename", "lastname": "surname", "mobile": "phone",
    "telephone": "phone", "phonenumber": "phone", "mobilenumber": "phone", "emailaddress": "email",
    "courtorder": "restriction",
} | {part.replace("_", ""): part for part in CONTACT_PARTS}  # fmt: skip
_NUMBERED = re.compile(rf"(?:guardian|parent|contact|carer|parentcarer)([1-{CONTACTS_A_ROW}])([a-z]*)")


def folded(heading: str) -> str:
    """A heading's letters and figures in lower case: what two systems' spellings are compared by."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def names(row: Row, width: int) -> list[str]:
    """The headings of `width` columns, each different: a second `Name` is `Name (2)`, a blank one `Column 7`."""
    found: list[str] = []
    for place in range(width):
        cell = row.cells[place] if place < len(row.cells) else ""
        name = " ".join(str(cell).split())[: LONGEST_HEADING - 8] or f"Column {place + 1}"
        twins, plain = 1, name
        while name in found:
            twins += 1
            name = f"{plain} ({twins})"
        found.append(name)
    return found


def heading_row(rows: list[Row], remembered: Mapping[str, str]) -> int:
    """The place in `rows` of the headings: the row near the top that holds most known ones, else most cells."""
    known = {folded(heading) for heading, field in remembered.items() if field}

    def score(row: Row) -> tuple[int, int]:
        texts = [folded(cell) for cell in row.cells if isinstance(cell, str)]
        return sum(bool(text in known or _alias(text)) for text in texts), sum(bool(text) for text in texts)

    return max(range(min(len(rows), SEARCHED_ROWS)), key=lambda place: (*score(rows[place]), -place))


def recognise(headings: Iterable[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Heading → field for each heading; empty for one to leave out.

    What the school has said before (`remembered`, heading → field) wins over the aliases. Where two headings could
    hold one field, the likelier keeps it.
    """
    said = {folded(heading): field for heading, field in remembered.items()}
    mapping = dict.fromkeys(headings, "")
    taken = set()
    for heading in sorted(mapping, key=lambda one: (folded(one) not in said, _LIKELIHOOD.get(folded(one), 99))):
        field = said.get(folded(heading), _alias(folded(heading)))
        if field in LABELS and field not in taken:
            mapping[heading] = field
            taken.add(field)
    return _of_its_subject(mapping)


def _alias(text: str) -> str:
    if match := _NUMBERED.fullmatch(text):
        part = _PART_OF.get(match[2], "")
        return f"contact{match[1]}_{part}" if part else ""
    return _FIELD_OF.get(text, "")


def _of_its_subject(mapping: dict[str, str]) -> dict[str, str]:
    """Without what belongs to a file of another sort: a pupil list's own `Email` is no family contact's, nor its
    `Marks` a register's."""
    about = subject(mapping)
    others = set() if about == CONTACTS else {field for field in mapping.values() if field.startswith("contact_")}
    others |= set() if about == ATTENDANCE else set(ATTENDANCE_FIELDS)
    others |= set() if about == BEHAVIOUR else set(EVENT_FIELDS)
    return {heading: "" if field in others else field for heading, field in mapping.items()}


def subject(mapping: Mapping[str, str]) -> str:
    """What a row of the file is about: a pupil's week at school, an event with points, a family contact, a pupil."""
    if "week" in mapping.values():
        return ATTENDANCE
    if {"event_on", "points"} <= set(mapping.values()):
        return BEHAVIOUR
    return CONTACTS if is_contacts(mapping) else PUPILS


def is_contacts(mapping: Mapping[str, str]) -> bool:
    """Whether the file has one family contact a row, rather than one pupil a row."""
    return any(field in CONTACT_NAMES for field in mapping.values())


def choices() -> list[tuple[str, str, str]]:
    """Every field as (field, label, group), in the order of a form."""
    groups = {"": "A file with one family contact a row"} | {
        str(number): f"Family contact {number} on the pupil’s row" for number in range(1, CONTACTS_A_ROW + 1)
    }
    return [
        (name, label, _group(name) or groups[name.partition("_")[0].removeprefix("contact")])
        for name, label in LABELS.items()
    ]


def _group(name: str) -> str:
    own = (("The pupil", PUPIL_FIELDS), (WEEKLY, ATTENDANCE_FIELDS), (EVENTS, EVENT_FIELDS))
    return next((group for group, fields in own if name in fields), "")


def faults(mapping: Mapping[str, str]) -> list[str]:
    """Why no preview can be made with this mapping, each with its cure; empty when one can."""
    fields = [field for field in mapping.values() if field]
    found = [
        f"Two columns are said to hold “{LABELS[field]}”. Choose one, and leave the other out."
        for field in dict.fromkeys(fields)
        if fields.count(field) > 1
    ]
    have, about = set(fields), subject(mapping)
    if about in (ATTENDANCE, BEHAVIOUR):
        return found + _faults_of_figures(have, about)
    if not is_contacts(mapping) and not ("name" in have or {"surname", "forename"} <= have):
        found.append("Say which columns hold the surname and the forename.")
    if not have & ({"upn", "admission_number"} if is_contacts(mapping) else {"upn", "admission_number", "born_on"}):
        by_birth = "" if is_contacts(mapping) else ", or the date of birth"
        found.append(f"Say which column holds the UPN or the admission number{by_birth}.")
    return found


def _faults_of_figures(have: set[str], about: str) -> list[str]:
    found = []
    if not have & {"upn", "admission_number"}:
        found.append("Say which column holds the UPN or the admission number.")
    if about == ATTENDANCE and not ({"possible", "attended"} <= have or "marks" in have):
        found.append("Say which columns hold the sessions possible and attended, or which the register’s marks.")
    return found
