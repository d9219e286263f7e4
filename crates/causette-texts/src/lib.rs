//! Every sentence a person reads, in English and French: refusals, news, help.
//!
//! The words are in `texts/*.ftl`; this crate finds them and fills them in. Which sentence to say, and how to mark it, is
//! the doors' to know. What others wrote (names, words of a command) comes in as it is and goes out as it is: a door
//! makes the whole line safe for its reader.

mod admin;
mod bundle;
mod calc;
mod doctor;
mod fault;
mod guide;
mod help;
mod lab;
mod lab_check;
mod lab_question;
mod lang;
mod limits;
mod program;
mod refusal;
mod say;
mod sentences;

pub use admin::{Admin, AdminError, admin, admin_error};
pub use calc::{CalcFault, calc_fault};
pub use doctor::{Finding, Sound, finding, sound};
pub use fault::{Fault, fault};
pub use guide::{Guide, guide};
pub use help::{Topic, help, help_on, usage};
pub use lab::{Lab, lab};
pub use lab_check::{Expect, expectation, hint};
pub use lab_question::{Question, lab_answer, lab_question};
pub use lang::Lang;
pub use program::{Program, ProgramError, program, program_error};
pub use refusal::refusal;
pub use say::{Say, goodbye, say};

#[cfg(test)]
mod tests;
