"""Which pupil and which family contact a row is about: matched, changed, left, ended."""

from datetime import date

from mentoring import clock
from models import FamilyContact, Pupil, SchoolClass
from tests import makers
from tests.import_files import CONTACTS, UPN, agree, counts, only_pupil, preview, reasons, sheet, take_in

# Matching


def test_matched_by_upn_then_admission_number_then_name_and_birth(as_admin, school):
    by_upn = makers.pupil(school, "Leo Park", upn=UPN(1))
    by_number = makers.pupil(school, "Ann Xu", admission_number="001042")
    by_name = makers.pupil(school, "Seán O'Brien", born_on=date(2016, 3, 14))
    content = sheet(
        f"{UPN(1)},,Parks,Leo,",
        f",1042,Xu,Anna,{''}",
        f"{UPN(3)},,OBrien,Sean,14/03/2016",
        top="UPN,Adno,Surname,Forename,DOB",
    )
    page, where = preview(as_admin, content)
    assert "<del>Park</del>" in page.text and "<b>Parks</b>" in page.text
    agree(as_admin, page, where)
    assert counts(where) == {"changed": 3} and Pupil.select().count() == 3
    assert Pupil.get_by_id(by_upn.id).search_name == "leo parks"
    ann = Pupil.get_by_id(by_number.id)
    assert (ann.forename, ann.known_as, ann.admission_number) == ("Anna", "Anna", "001042")
    sean = Pupil.get_by_id(by_name.id)
    assert (sean.upn, sean.name) == (UPN(3), "Sean OBrien")


def test_two_children_of_one_name_and_birthday_stay_two(as_admin, school):
    rows = [f"{UPN(1)},Ali,Mo,14/03/2016,5,K", f"{UPN(2)},Ali,Mo,14/03/2016,5,K"]
    assert take_in(as_admin, sheet(*rows)) == {"added": 2}
    assert take_in(as_admin, sheet(*reversed(rows))) == {"unchanged": 2}
    assert "Several pupils here have this name" in reasons(school, ",Ali,Mo,14/03/2016,5,K")[2]
    assert "Row 2 has this name and date of birth" in reasons(school, rows[0], ",Ali,Mo,14/03/2016,5,K")[3]


def test_a_blank_cell_never_takes_away_what_a_pupil_is_known_by(as_admin, school):
    makers.pupil(
        school, "Leo Park", upn=UPN(1), admission_number="7", born_on=date(2016, 3, 14), sen_status="SEN Support"
    )
    top = "UPN,Adno,Surname,Forename,DOB,SEN status"
    assert take_in(as_admin, sheet(",7,Park,Leo,,No SEN", top=top)) == {"changed": 1}
    leo = only_pupil()
    assert (leo.upn, leo.born_on, leo.sen_status) == (UPN(1), date(2016, 3, 14), "")


def test_a_column_that_is_not_there_changes_nothing(as_admin, school):
    makers.pupil(school, "Mohammed Ali", upn=UPN(1), known_as="Mo", eal=True, ethnicity="WBRI")
    assert take_in(as_admin, sheet(f"{UPN(1)},Ali,Mohammed", top="UPN,Surname,Forename")) == {"unchanged": 1}
    assert take_in(as_admin, sheet(f"{UPN(1)},Ali,Muhammad", top="UPN,Surname,Forename")) == {"changed": 1}
    assert (only_pupil().known_as, only_pupil().eal) == ("Mo", True)


def test_another_schools_pupils_are_neither_matched_nor_missing(as_admin, school):
    other = makers.pupil(makers.school("Elsewhere"), "Leo Park", upn=UPN(1))
    page, where = preview(as_admin, sheet(f"{UPN(1)},Parks,Leo,14/03/2016,5,kestrel"), full_export="y")
    agree(as_admin, page, where, all_leavers="y")
    assert counts(where) == {"added": 1}
    assert Pupil.get_by_id(other.id).surname == "Park" and Pupil.get_by_id(other.id).left_on is None


def test_a_class_is_spelt_as_the_school_has_it(as_admin, school):
    makers.pupil(school, "Leo Park", upn=UPN(1), class_name="Kestrel")
    take_in(
        as_admin, sheet(f"{UPN(1)},Park,Leo,,5,KESTREL", f"{UPN(2)},Xu,Ann,,5,Merlin", f"{UPN(3)},Roe,Jo,,5,merlin")
    )
    assert {row.name for row in SchoolClass.select()} == {"Kestrel", "Merlin"}


# Leavers


def test_a_missing_pupil_is_offered_as_a_leaver_and_comes_back(as_admin, school):
    leo, ann, jo = (makers.pupil(school, name, upn=UPN(at)) for at, name in enumerate(["Leo Park", "Ann Xu", "Jo Roe"]))
    here = f"{UPN(0)},Park,Leo,,5,Kestrel"
    assert "Missing from the file" not in preview(as_admin, sheet(here))[0].text
    page, where = preview(as_admin, sheet(here), full_export="y")
    assert "Missing from the file" in page.text and "Ann Xu" in page.text and "Jo Roe" in page.text
    agree(as_admin, page, where, leavers=[str(ann.id), str(leo.id), "999999"])
    assert counts(where) == {"unchanged": 1, "left": 1}
    assert Pupil.get_by_id(ann.id).left_on == clock.today(school.zone)
    assert Pupil.get_by_id(leo.id).left_on is None and Pupil.get_by_id(jo.id).left_on is None
    page, where = preview(as_admin, sheet(here, f"{UPN(1)},Xu,Ann,,5,Kestrel"), full_export="y")
    assert "Left on: <del>" in page.text
    agree(as_admin, page, where, all_leavers="y")
    assert Pupil.get_by_id(ann.id).left_on is None and Pupil.get_by_id(jo.id).left_on is not None
    assert Pupil.select().count() == 3


def test_many_leavers_are_one_tick(as_admin, school):
    for number in range(103):
        makers.pupil(school, f"Leo P{number:03d}", upn=UPN(number))
    page, where = preview(as_admin, sheet(f"{UPN(500)},Xu,Ann,,5,K"), full_export="y")
    assert page.text.count('name="leavers"') == 100 and "3 more pupils missing." in page.text
    agree(as_admin, page, where, all_leavers="y")
    assert counts(where) == {"added": 1, "left": 103}


# Family contacts


def test_a_contacts_file_adds_changes_and_ends(as_admin, school):
    leo, ann = makers.pupil(school, "Leo Park", upn=UPN(1)), makers.pupil(school, "Ann Xu", upn=UPN(2))
    old = makers.family(leo, "Chioma Park", phone="07700 900001")
    gone, others = makers.family(leo, "Former Carer"), makers.family(ann, "Li Xu")
    content = sheet(
        f'{UPN(1)},"Park, Leo",Mrs,CHÍOMA,Park,Mother,Yes,1,+44 7700 900002,c@example.org,"No contact\nafter 6 pm"',
        f'{UPN(1)},"Park, Leo",Mr,Ade,Park,Father,No,2,,,',
        f'{UPN(9)},"Nobody, Here",Mr,Ed,Roe,Father,Yes,1,,,',
        f'{UPN(1)},"Park, Leo",Mr,Áde,Park,Father,No,3,,,',
        top=CONTACTS,
    )
    page, where = preview(as_admin, content)
    assert "one family contact a row" in page.text and "Former Carer" in page.text
    assert f"No pupil here has “{UPN(9)}”" in page.text and "Row 3 has this contact of Leo Park already" in page.text
    assert FamilyContact.select().count() == 3
    agree(as_admin, page, where)
    assert counts(where) == {"contacts_added": 1, "contacts_changed": 1, "contacts_ended": 1, "bad": 2}
    old = FamilyContact.get_by_id(old.id)
    assert (old.title, old.forename, old.phone, old.restriction) == (
        "Mrs",
        "CHÍOMA",
        "+44 7700 900002",
        "No contact after 6 pm",
    )
    assert FamilyContact.get_by_id(gone.id).ended_at is not None
    assert FamilyContact.get_by_id(others.id).ended_at is None
    ade = FamilyContact.get(FamilyContact.forename == "Ade")
    assert (ade.pupil, ade.priority, ade.parental_responsibility, ade.school) == (leo, 2, False, school)
    back = sheet(f'{UPN(1)},"Park, Leo",,Former,Carer,Mother,Yes,1,07700 900123,,', top=CONTACTS)
    take_in(as_admin, back)
    assert FamilyContact.get_by_id(gone.id).ended_at is None and FamilyContact.select().count() == 4


def test_contacts_on_the_pupils_own_row(as_admin, school):
    top = "UPN,Surname,Forename,Guardian 1,Guardian 1 relationship,Guardian 1 phone,Guardian 2,Guardian 3 name,"
    top += "Guardian 3 email"
    row = f'{UPN(1)},Park,Leo,Mrs Chioma van Park,Mother,07700 900001,"Park, Ade",-,'
    assert take_in(as_admin, sheet(row, top=top)) == {"added": 1, "contacts_added": 2}
    mum, dad = FamilyContact.select().order_by(FamilyContact.priority)
    assert (mum.title, mum.forename, mum.surname, mum.priority, mum.phone) == (
        "Mrs",
        "Chioma",
        "van Park",
        1,
        "07700 900001",
    )
    assert (dad.name, dad.priority, dad.pupil) == ("Ade Park", 2, only_pupil())
    fewer = row.replace('"Park, Ade"', "").replace("900001", "900009")
    assert take_in(as_admin, sheet(fewer, top=top)) == {"unchanged": 1, "contacts_changed": 1}
    assert FamilyContact.select().where(FamilyContact.ended_at.is_null()).count() == 2
    assert "There is no name for the contact" in reasons(school, f"{UPN(2)},Xu,Ann,,Mother,,,,", top=top)[2]
