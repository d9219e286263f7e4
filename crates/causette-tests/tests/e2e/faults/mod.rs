//! What causette must survive: tests named after the number of their row in `docs/faults.md`, which names all of them.
//!
//! While a fault is tried, two bystanders keep talking and check each other's every word; afterwards the connections are
//! given back, nothing panicked, and the server ends cleanly when asked.

mod arena;
mod clock;
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
mod table;
mod web;
mod web_frames;
mod web_people;

macro_rules! rows {
    ($($module:ident { $($row:ident)+ })+) => {
        $($(#[test] fn $row() { $module::$row(); })+)+
    };
}

rows! {
    clock {
        fault_45_a_clock_ten_years_ahead_destroys_nothing
    }
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
        fault_41_connecting_and_closing
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
