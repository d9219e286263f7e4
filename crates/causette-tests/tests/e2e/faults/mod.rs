//! What causette must survive: one test per fault, named after its number, and a table that no number of the list that
//! this release promises can be missing from.
//!
//! While a fault is tried, two bystanders keep talking and check each other's every word; afterwards the connections are
//! given back, nothing panicked, and the server ends cleanly when asked.

mod arena;
mod framing;
mod identity;
mod irc;
mod irc_people;
mod network;
mod order;
mod privacy;
mod protocol;
mod raw;
mod resources;
mod secrets;
mod slow;
mod speech;
mod storage;
mod web;
mod web_frames;
mod web_people;

/// Numbers of the list that must be covered.
const PROMISED: &[u16] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 42, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
    63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
];

macro_rules! rows {
    ($($module:ident { $($row:ident)+ })+) => {
        $($(#[test] fn $row() { $module::$row(); })+)+
        /// Every row here. The number is in its name.
        const ROWS: &[&str] = &[$($(stringify!($row)),+),+];
    };
}

rows! {
    framing {
        fault_01_no_newline_ever
        fault_02_a_line_of_100_megabytes
        fault_03_nul_after_cr_ends_a_line
        fault_03_any_other_nul_is_refused
        fault_04_a_bare_cr_reaches_nobody
        fault_04_answers_end_as_the_lines_do
        fault_05_telnet_is_stripped
        fault_05_a_timing_mark_is_answered
        fault_05_a_subnegotiation_without_end
        fault_07_utf8_cut_in_two
        fault_07_what_is_not_utf8_is_told
        fault_08_overlong_surrogate_and_beyond
        fault_09_a_bom_is_dropped_once
        fault_11_no_orders_to_a_terminal
        fault_17_nothing_is_cut_inside_a_character
        fault_18_a_tls_hello
        fault_18_a_web_browser
    }
    protocol {
        fault_10_a_million_empty_lines
        fault_10_an_empty_line_costs_what_a_line_costs
        fault_20_ten_thousand_commands_before_the_welcome
        fault_20_the_same_at_the_usual_rate
        fault_22_one_name_for_two
        fault_23_joining_leaving_and_quitting_at_once
        fault_24_a_thousand_quits_at_once
        fault_25_the_last_leaves_while_another_joins
        fault_28_rooms_that_cannot_be
        fault_29_ten_thousand_targets
    }
    privacy {
        fault_33_a_private_conversation_probed
        fault_34_numbers_out_of_range
        fault_34_another_rooms_history
    }
    order {
        fault_26_a_ban_evaded
        fault_27_messages_already_in_the_pipe
        fault_33_a_secret_room_probed
        fault_47_a_million_rooms
        fault_48_the_worst_searches
    }
    resources {
        fault_37_many_idle_connections
        fault_38_no_descriptors_left
        fault_39_readers_that_ask_and_never_read
        fault_39_in_a_room_of_many
        fault_44_memory_stays_under
        fault_46_the_log_pipe_is_blocked
        fault_46_it_ends_all_the_same
    }
    network {
        fault_61_keepalive_runs_on_every_connection
        fault_62_a_reset_inside_a_line
        fault_63_a_half_close_after_an_unfinished_line
        fault_63_a_long_answer_is_flushed
        fault_64_the_last_sentence_arrives
        fault_65_a_thousand_reconnect_at_once
        fault_65_the_same_over_several_shards
        fault_66_stopped_under_load
        fault_66_the_same_over_several_shards
        fault_66_stopped_as_soon_as_it_is_ready
    }
    identity {
        fault_40_hundreds_from_one_address
        fault_67_passwords_are_guessed
        fault_68_an_unknown_name_and_a_wrong_password
        fault_69_a_password_of_a_megabyte
        fault_69_a_thousand_sign_in_at_once
    }
    secrets {
        fault_72_words_that_sign_in
        fault_78_no_secret_in_the_log
        fault_79_what_operators_may
    }
    irc {
        fault_01_irc_no_newline_ever
        fault_02_irc_a_line_of_100_megabytes
        fault_03_irc_nul
        fault_04_irc_ends_of_lines
        fault_07_irc_utf8_cut_in_two
        fault_15_irc_ctcp_and_dcc
        fault_16_irc_colours_stay_on_irc
        fault_18_irc_other_languages
        fault_20_irc_ten_thousand_commands_before_registration
        fault_21_irc_a_flood_is_slowed
        fault_22_irc_one_name_for_many
        fault_23_irc_joining_leaving_and_quitting_at_once
        fault_24_irc_a_thousand_quits_at_once
        fault_25_irc_the_last_leaves_while_another_joins
    }
    irc_people {
        fault_26_irc_a_ban_evaded
        fault_27_irc_messages_already_in_the_pipe
        fault_28_irc_rooms_that_cannot_be
        fault_29_irc_ten_thousand_targets
        fault_30_irc_tags_that_only_servers_say
        fault_31_irc_a_forged_source
        fault_32_irc_sasl_out_of_order
        fault_33_irc_a_secret_room_probed
        fault_34_irc_numbers_out_of_range
        fault_35_irc_anothers_message
        fault_36_irc_a_batch_with_too_much
    }
    slow {
        fault_01_no_newline_for_long
        fault_06_one_byte_a_minute
        fault_06_a_line_has_its_own_time
        fault_06_a_tls_handshake_has_its_time
        fault_06_a_proxy_has_its_time
        fault_10_a_flood_from_one_who_is_gone
        fault_10_a_paste_is_only_slowed
        fault_21_a_flood_is_closed_in_the_end
        fault_36_irc_a_batch_that_never_ends
        fault_39_one_who_never_reads_is_let_go
    }
    speech {
        fault_12_nothing_turns_a_line_round
        fault_13_names_that_look_alike
        fault_14_ten_thousand_marks
        fault_15_ctcp_and_dcc_are_text
        fault_16_no_colours_here
        fault_21_a_flood_is_told_and_loses_nothing
        fault_31_nobody_speaks_as_another
        fault_35_anothers_message_stays_as_it_is
    }
    storage {
        fault_42_the_disk_is_full
        fault_43_a_directory_that_cannot_be_written
        fault_49_killed_and_back_in_a_moment
        fault_52_side_files_are_gone
        fault_54_another_program_holds_the_store
        fault_55_two_servers_on_one_directory
        fault_56_not_ours_or_from_the_future
        fault_58_a_flush_that_fails
        fault_60_files_are_private
    }
    web {
        fault_40_web_hundreds_from_one_address
        fault_73_web_a_foreign_origin
        fault_75_web_no_get_changes_anything
        fault_76_web_nothing_but_our_own_files
        fault_77_web_hosts_and_frames
    }
    web_frames {
        fault_19_web_broken_frames
        fault_19_web_nothing_is_kept_ready
        fault_19_web_endless_headers
        fault_70_web_nothing_slips_in_before_an_upgrade
        fault_77_web_refusals_are_in_two_languages
    }
    web_people {
        fault_67_web_passwords_are_guessed
        fault_68_web_an_unknown_name_and_a_wrong_password
        fault_69_web_a_password_of_a_megabyte
        fault_69_web_many_sign_in_at_once
        fault_72_web_cookies_and_a_new_password
        fault_78_web_no_secret_in_the_log
    }
}

/// Tests of other places: the number, the file, the test there. In the store's contract it is the library that is asked.
const ELSEWHERE: &[(u16, &str, &str)] = &[
    (26, "crates/causette-doors/src/gate/crowd.rs", "fn a_network_of_ipv6_is_one_place"),
    (18, "crates/causette-tests/tests/e2e/tls/entrance.rs", "fn clear_text_on_the_tls_port"),
    (40, "crates/causette-tests/tests/e2e/tls/entrance.rs", "fn an_address_has_so_many_connections"),
    (65, "crates/causette-tests/tests/e2e/tls/entrance.rs", "fn an_address_connects_so_fast"),
    (59, "crates/causette-tests/tests/e2e/admin/copies.rs", "fn a_copy_taken_while_people_talk_is_put_back_whole"),
    (67, "crates/causette-engine/src/sequencer/tests/server.rs", "fn who_tries_passwords_waits_and_the_owner_does_not"),
    (68, "crates/causette-wire/src/stored/password.rs", "fn the_right_one_and_no_other"),
    (78, "crates/causette-tests/tests/e2e/ops/log.rs", "fn fault_78_no_words_or_secrets_in_the_log"),
    (79, "crates/causette-core/src/server/tests.rs", "fn who_may_ask_for_what_by_which_door"),
    (79, "crates/causette-core/src/room/tests/matrix.rs", "fn who_may_do_what_where"),
    (70, "crates/causette-tests/tests/e2e/tls/entrance.rs", "fn tls_1_1_is_refused"),
    (71, "crates/causette-tests/tests/e2e/tls/certificates.rs", "fn a_bad_certificate_changes_nothing"),
    (26, "crates/causette-wire/src/stored/host.rs", "fn an_address_or_a_64_has_one_fingerprint"),
    (51, "crates/causette-tests/tests/contract/sqlite/opening.rs", "fn fault_51_a_truncated_log_tail"),
    (53, "crates/causette-tests/tests/contract/sqlite/flips.rs", "fn fault_53_bytes_that_change_anywhere"),
    (57, "crates/causette-tests/tests/contract/sqlite/older.rs", "fn fault_57_an_older_file_becomes_todays"),
    (80, "crates/causette-calc/src/tests/faults.rs", "__import__('os').system('id')"),
    (81, "crates/causette-calc/src/tests/faults.rs", "fn too_large"),
    (82, "crates/causette-calc/src/tests/hostile.rs", "fn depth_is_bounded_by_every_way_down"),
    (83, "crates/causette-calc/src/tests/faults.rs", "10/0"),
    (42, "crates/causette-tests/tests/contract/sqlite/full.rs", "fn fault_42_a_full_disk"),
    (43, "crates/causette-tests/tests/contract/sqlite/files.rs", "fn fault_43_a_directory_that_may_not_be_written"),
    (45, "crates/causette-core/src/room/tests/talk.rs", "fn numbers_are_contiguous_and_times_never_decrease"),
    (49, "crates/causette-tests/tests/contract/sqlite/kill.rs", "fn fault_49"),
    (58, "crates/causette-tests/tests/contract/sqlite/full.rs", "fn fault_58_a_commit_that_fails_ends_all_writing"),
    (75, "crates/causette-tests/tests/e2e/api/bad.rs", "fn cookies_need_the_page_s_token_and_bearers_do_not"),
    (75, "crates/causette-tests/tests/e2e/web/session.rs", "SameSite=Strict"),
    (61, "crates/causette-doors/src/gate/accept.rs", "fn a_dead_peer_is_noticed"),
    (19, "crates/causette-doors/src/gate/websocket/codec.rs", "fn what_is_wrong_is_named"),
    (19, "crates/causette-doors/src/gate/websocket/tests.rs", "fn broken_frames_are_named_and_closed"),
    (36, "crates/causette-doors/src/gate/websocket/tests.rs", "fn what_is_begun_is_finished_in_time"),
    (36, "crates/causette-tests/tests/e2e/api/bad.rs", "fn a_body_that_does_not_come_has_its_time"),
    (70, "crates/causette-tests/tests/e2e/tls/web.rs", "fn tls_1_1_is_refused_there_too"),
    (71, "crates/causette-tests/tests/e2e/tls/web.rs", "fn a_bad_certificate_changes_nothing_there_either"),
    (74, "crates/causette-tests/tests/e2e/browser/canaries.rs", "fn fault_74_nothing_that_others_write_runs"),
];

#[test]
fn every_promised_fault_has_its_row() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut covered: Vec<u16> = ROWS.iter().map(|row| row[6..8].parse().unwrap()).collect();
    for (number, file, test) in ELSEWHERE {
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(text.contains(test), "{file} has no `{test}`, which covers fault {number}");
        covered.push(*number);
    }
    let missing: Vec<&u16> = PROMISED.iter().filter(|number| !covered.contains(number)).collect();
    assert!(missing.is_empty(), "no test covers the faults {missing:?}");
}
