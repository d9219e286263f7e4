//! The line door: what `nc` and telnet meet, and, after `/format json`, what programs meet.
//!
//! `inbound` turns lines into commands, `own` and `calc` see to the commands that need more than that, `outbound` turns events
//! into lines for people; JSON has its own grammar in `causette-wire`. No rule lives here, and no other door is known.

mod calc;
mod inbound;
mod outbound;
mod own;
mod paste;
mod speaker;
mod view;
mod words;

use crate::gate::{Begins, Speaker};
use causette_core::RoomName;
use causette_core::ports::Clock;
use causette_texts::Lang;
use jiff::tz::TimeZone;
use speaker::LineSpeaker;
use std::sync::Arc;

pub use inbound::span;

/// The door: makes a speaker for each connection.
#[derive(Clone)]
pub struct LineDoor(Arc<Shared>);

/// What all speakers of the door share.
struct Shared {
    lang: Lang,
    home: RoomName,
    zone: TimeZone,
    clock: Arc<dyn Clock>,
    /// Where the page is, if people can be sent there: `http://127.0.0.1:63080`.
    web: Option<String>,
}

impl LineDoor {
    /// A door that speaks `lang` to people who have not chosen, and shows times in the machine's zone.
    pub fn new(lang: Lang, clock: Arc<dyn Clock>) -> LineDoor {
        LineDoor(Arc::new(Shared { lang, home: RoomName::home(), zone: TimeZone::system(), clock, web: None }))
    }

    /// The same door, which tells whoever asks for a one-time word how to use it in a browser: at this address of the page.
    pub fn with_web(self, web: Option<String>) -> LineDoor {
        let Shared { lang, home, zone, clock, .. } = &*self.0;
        LineDoor(Arc::new(Shared { lang: *lang, home: home.clone(), zone: zone.clone(), clock: clock.clone(), web }))
    }

    /// A speaker for a new connection.
    pub fn speaker(&self) -> Box<dyn Speaker> {
        Box::new(LineSpeaker::new(self.0.clone()))
    }

    /// A speaker for the operator's console: a program that speaks JSON from its first line on, and enters no room.
    pub fn console(&self) -> Box<dyn Speaker> {
        Box::new(LineSpeaker::console(self.0.clone()))
    }

    /// A speaker for a program's session behind an HTTP request: as the console's, with its own beginning.
    pub fn program(&self, begins: Begins) -> Box<dyn Speaker> {
        Box::new(LineSpeaker::program(self.0.clone(), begins))
    }

    /// What a newcomer is told when the server is full.
    pub fn full(&self) -> Vec<u8> {
        outbound::full(self.0.lang)
    }
}
