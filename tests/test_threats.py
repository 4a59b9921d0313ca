"""The threats of security.md §3, each with the tests that hold it; a test below says when one names none."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
THREATS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("A tablet left open", (
        "tests/browser/test_locks.py::test_after_two_minutes_and_a_second_no_name_is_left",
        "tests/browser/test_locks.py::test_without_signal_it_locks_at_once_and_the_pin_gives_the_words_back",
        "tests/test_locks.py::test_a_login_that_nobody_used_for_two_minutes_answers_with_the_lock",
        "tests/test_lock_pins.py::test_five_wrong_pins_end_the_sign_in")),
    2: ("The next user presses Back", (
        "tests/browser/test_leaving_nothing.py::test_ten_times_back_and_on_disk_there_is_no_name",)),
    3: ("A stolen tablet", (
        "tests/browser/test_leaving_nothing.py::test_what_the_tablet_holds_is_nowhere_in_plain_unlocked_locked_or_signed_out",
        "tests/browser/test_leaving_nothing.py::test_the_scan_finds_what_stands_in_plain",
        "tests/browser/test_service_worker.py::test_no_page_of_a_member_is_kept_and_no_name",
        "tests/test_tickets.py::test_ended_by_its_person_from_elsewhere_it_is_revoked",
        "tests/test_more.py::test_ending_another_sign_in_shuts_that_device_out_at_once")),
    4: ("The list of pupils that a tablet keeps", (
        "tests/browser/test_offline_drafts.py::test_locked_it_is_nobodys_and_the_pin_gives_it_back_without_signal",
        "tests/browser/test_offline_drafts.py::test_five_wrong_pins_take_the_list_and_the_words_but_not_what_waits",
        "tests/browser/test_shells.py::test_a_name_that_is_not_on_the_list_is_typed_and_matched_when_it_arrives",
        "tests/browser/test_leaving_nothing.py::test_what_the_tablet_holds_is_nowhere_in_plain_unlocked_locked_or_signed_out",
        "tests/test_rosters.py::test_whole_names_are_in_it_nowhere",
        "tests/test_rosters.py::test_who_reads_the_whole_school_holds_their_own_only",
        "tests/test_rosters.py::test_it_is_to_be_gone_with_the_login",
        "tests/test_rosters.py::test_signed_out_or_locked_there_is_none")),
    5: ("IDOR: every route, query and body with a colleague's and another school's numbers", (
        "tests/threats/test_reach.py::test_another_schools_numbers_in_a_path_do_not_exist",
        "tests/threats/test_reach.py::test_another_schools_numbers_in_a_query_are_not_answered",
        "tests/threats/test_reach.py::test_another_schools_numbers_in_a_body_do_nothing",
        "tests/threats/test_reach.py::test_another_schools_numbers_in_each_field_do_nothing",
        "tests/threats/test_reach.py::test_a_colleagues_numbers_in_a_path_do_not_exist",
        "tests/threats/test_reach.py::test_a_colleagues_numbers_in_a_query_are_not_answered",
        "tests/threats/test_reach.py::test_a_colleagues_numbers_in_a_body_do_nothing",
        "tests/threats/test_reach.py::test_a_colleagues_numbers_in_each_field_choose_what_the_school_shares",
        "tests/test_house.py::test_every_role_is_kept_out_of_what_is_not_its_own")),
    6: ("An unguarded new route", (
        "tests/threats/test_reach.py::test_a_route_without_a_mark_is_refused_and_named",
        "tests/test_house.py::test_every_route_carries_a_mark",
        "tests/test_house.py::test_permissions_are_as_written_down")),
    7: ("Mass assignment", ("tests/threats/test_assignment.py::test_fields_that_no_page_has_change_nothing",)),
    8: ("Stored scripts, htmx injection", (
        "tests/threats/test_scripts.py::test_no_stored_text_is_more_than_text_on_any_page",
        "tests/threats/test_scripts.py::test_no_refused_text_is_more_than_text_where_it_is_given_back",
        "tests/threats/test_scripts.py::test_none_of_the_texts_is",
        "tests/threats/test_scripts.py::test_no_parameter_is_more_than_text_on_its_page",
        "tests/browser/test_threats.py::test_no_text_runs_in_a_browser")),
    9: ("Forged requests", (
        "tests/threats/test_forgery.py::test_no_form_of_another_site_is_carried_out",
        "tests/threats/test_forgery.py::test_nor_is_one_that_anybody_may_send",
        "tests/threats/test_forgery.py::test_looking_changes_nothing")),
    10: ("Password guessing, and locking somebody out by it", (
        "tests/test_throttling.py::test_a_guesser_is_stopped_after_ten_and_let_on_once_a_minute",
        "tests/test_throttling.py::test_the_person_comes_in_from_their_own_browser_whatever_a_guesser_does",
        "tests/test_throttling.py::test_a_school_at_one_address_signs_in_at_once",
        "tests/test_throttling.py::test_unknown_addresses_are_answered_and_throttled_like_known_ones")),
    11: ("A stolen login, somebody who left", (
        "tests/test_signing_in.py::test_an_ended_account_is_out_at_once",
        "tests/test_signing_in.py::test_a_lost_role_is_lost_at_once",
        "tests/threats/test_cookies.py::test_signing_in_never_takes_on_a_cookie_that_was_there_before",
        "tests/threats/test_cookies.py::test_a_cookie_that_a_neighbour_plants_does_not_count_over_tls")),
    12: ("A curious insider", (
        "tests/test_viewing.py::test_thirty_pupils_in_five_minutes_are_one_notice_for_the_dsls",
        "tests/test_viewing.py::test_a_restricted_record_is_read_once_in_ten_minutes_as_the_trail_has_it",
        "tests/threats/test_restricted.py::test_every_page_is_as_if_there_were_none",
        "tests/test_relationships.py::test_the_pupils_records_close_at_once_whatever_the_role")),
    13: ("An admin gives themselves a role that reads", (
        "tests/test_roles.py::test_no_admin_gives_themselves_a_role",
        "tests/test_roles.py::test_a_head_confirms_no_role_of_their_own",
        "tests/test_roles.py::test_a_role_that_reads_waits_for_a_head_and_counts_from_then")),
    14: ("Another child's name in what is shown of one, on every screen (of reports and exports there are none yet)", (
        "tests/threats/test_third_parties.py::test_no_other_pupil_is_named_in_two_hundred_shared_records",
        "tests/test_privacy.py::test_a_linked_name_reads_another_pupil_for_who_may_not_see_that_pupil",
        "tests/test_privacy.py::test_who_is_in_the_record_is_hidden_in_its_texts_too",
        "tests/test_timeline.py::test_others_are_another_pupil_unless_the_reader_may_see_them")),
    15: ("CSV bombs and formulas", (
        "tests/threats/test_files.py::test_a_zip_that_swells_is_refused",
        "tests/threats/test_files.py::test_many_columns_are_refused_in_words",
        "tests/threats/test_files.py::test_entities_of_a_workbook_are_not_opened",
        "tests/threats/test_files.py::test_the_rows_to_put_right_run_in_no_spreadsheet")),
    16: ("A forged or backdated record from without signal", (
        "tests/test_outbox_tickets.py::test_a_ticket_opens_no_page_and_no_other_route",
        "tests/test_outbox_tickets.py::test_where_it_is_good_nothing_can_be_looked_at",
        "tests/test_outbox_tickets.py::test_a_forged_ticket_delivers_nothing",
        "tests/test_outbox_tickets.py::test_nobody_delivers_what_another_sealed",
        "tests/test_outbox_tickets.py::test_backdated_it_says_when_it_came",
        "tests/test_outbox_unopened.py::test_a_relabelled_envelope_is_not_believed",
        "tests/test_tickets.py::test_none_is_believed_that_we_did_not_sign")),
    17: ("Ransomware, a stolen server: the restore drill (disk and copies are the school's to encrypt)", (
        "tests/test_backups.py::test_a_backup_holds_all_and_says_up_to_when",
        "tests/test_backups.py::test_a_copy_that_is_not_as_it_was_written_is_none",
        "tests/test_backups.py::test_no_backup_is_overwritten_and_no_folder_made_up",
        "tests/test_backups.py::test_after_an_older_copy_is_brought_back_tablets_send_again_what_is_missing")),
    18: ("Supply chain", (
        "tests/threats/test_supply.py::test_every_python_package_is_pinned_with_hashes_and_names_no_host",
        "tests/threats/test_supply.py::test_every_front_end_package_has_its_hash_and_names_no_host",
        "tests/threats/test_supply.py::test_a_python_package_whose_hash_differs_is_not_installed",
        "tests/threats/test_supply.py::test_a_front_end_package_whose_hash_differs_is_not_installed",
        "tests/threats/test_supply.py::test_the_audit_of_python_passes_only_what_was_asked_about",
        "tests/browser/test_threats.py::test_pages_ask_nothing_of_anybody_else")),
    19: ("Host and proxy spoofing", (
        "tests/threats/test_hosts.py::test_a_strange_host_is_refused_before_anything_is_said",
        "tests/threats/test_hosts.py::test_what_a_browser_says_of_a_proxy_is_ignored_where_there_is_none",
        "tests/threats/test_hosts.py::test_exactly_so_many_proxies_are_believed")),
    20: ("Names in logs, addresses, faults", (
        "tests/threats/test_leaks.py::test_what_is_typed_stands_in_no_log_address_or_header",
        "tests/threats/test_leaks.py::test_no_box_is_sent_in_an_address",
        "tests/threats/test_leaks.py::test_no_link_carries_words",
        "tests/threats/test_leaks.py::test_no_page_of_a_fault_says_what_was_typed",
        "tests/test_logs.py::test_a_request_is_one_line_of_ids",
        "tests/browser/test_threats.py::test_what_a_running_server_logs_names_nobody")),
}  # fmt: skip


def functions(path: str) -> set[str]:
    """Names of the test functions of a file."""
    tree = ast.parse((HERE / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_threat_has_a_test():
    assert set(THREATS) == set(range(1, 21))


@pytest.mark.parametrize("number", THREATS)
def test_the_tests_that_are_named_are_there(number):
    _, named = THREATS[number]
    assert named
    for one in named:
        path, _, name = one.partition("::")
        assert name in functions(path), one


def test_no_file_of_threats_stands_outside_the_table():
    """A test of a threat that the table does not name would be missed when somebody asks what holds it."""
    named = {one.partition("::")[0] for _, tests in THREATS.values() for one in tests}
    there = {f"tests/threats/{path.name}" for path in (HERE / "tests" / "threats").glob("test_*.py")}
    assert there - named == {
        "tests/threats/test_no_fault.py",
        "tests/threats/test_walk.py",
        "tests/threats/test_headers.py",
        "tests/threats/test_trail.py",
    }
