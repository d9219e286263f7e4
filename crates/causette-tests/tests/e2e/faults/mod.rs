//! What causette must survive: one test per fault, named after its number, and a table that no number of the list that
//! this release promises can be missing from.
//!
//! While a fault is tried, two bystanders keep talking and check each other's every word; afterwards the connections are
//! given back, nothing panicked, and the server ends cleanly when asked.

mod arena;
mod framing;
mod raw;

/// Numbers of the list that must be covered.
const PROMISED: &[u16] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 17, 18, 20, 22, 23, 24, 25, 28, 29, 33, 34, 37, 38, 39, 42, 43, 45, 49, 52, 54,
    55, 56, 58, 60, 61, 62, 63, 64, 65, 66,
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
}
