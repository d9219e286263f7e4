//! `causette say`: each message is sent with a key of its own until its number is known, so that none is lost or doubled.

use super::input::{self, Message};
use super::link::{Broken, Link, Who, kind, number, text, write};
use super::{Say, pause};
use crate::logging::last_word;
use causette_texts::{Lang, ProgramError, program_error};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

/// How often a message is sent before it is given up.
const ATTEMPTS: u32 = 8;
/// How long a server may take to confirm one.
const CONFIRM: Duration = Duration::from_secs(60);
/// Answers on their way from the thread that reads: one at a time is asked for.
const ANSWERS: usize = 16;

/// Says it all; an error is one sentence on standard error each.
pub(crate) fn say(args: &Say, lang: Lang) -> ExitCode {
    let mut good = true;
    let mut tell = |sentence: &str| {
        good = false;
        last_word(sentence);
    };
    match run(args, lang, &mut tell) {
        Ok(()) if good => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(sentence) => {
            last_word(&sentence);
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Say, lang: Lang, refused: &mut impl FnMut(&str)) -> Result<(), String> {
    let who = args.server.who(lang)?;
    let mut mouth = Mouth { who, room: args.room.clone(), open: None };
    mouth.connect().map_err(|broken| mouth.sentence(broken))?;
    let unread = |error: io::Error| program_error(lang, ProgramError::CannotRead { error: &error.to_string() });
    let mut one = |message: Message| -> Result<(), String> {
        let answer = match message {
            Ok(text) => mouth.deliver(&text)?,
            Err(sentence) => Err(sentence),
        };
        match answer {
            Ok(seq) if args.verbose => drop(writeln!(io::stdout(), "ok {seq}")),
            Ok(_) => {}
            Err(sentence) => refused(&sentence),
        }
        Ok(())
    };
    let mut stdin = io::stdin().lock();
    if args.whole {
        return one(input::whole(&mut stdin, lang).map_err(unread)?);
    }
    if !args.text.is_empty() && args.text != ["-"] {
        return one(input::checked(&args.text.join(" "), lang));
    }
    while let Some(message) = input::line(&mut stdin, lang).map_err(unread)? {
        one(message)?;
    }
    Ok(())
}

/// Where words go out.
struct Mouth {
    who: Who,
    room: String,
    open: Option<Open>,
}

/// A connection, and what another thread hears on it: answers only, so that a room that talks while nothing is said fills no
/// queue.
struct Open {
    stream: TcpStream,
    answers: Receiver<Value>,
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

impl Mouth {
    fn connect(&mut self) -> Result<(), Broken> {
        let mut link = Link::open(&mut self.who)?;
        if !self.room.starts_with('@') {
            link.must(json!({"type": "join", "room": self.room}))?;
        }
        let stream = link.writer()?;
        let (tell, answers) = sync_channel(ANSWERS);
        std::thread::Builder::new().spawn(move || {
            // The end of the connection is the end of the answers.
            while let Ok(heard) = link.next(CONFIRM) {
                let answer = heard.filter(|value| text(value, "ref").is_some());
                if answer.is_some_and(|answer| tell.send(answer).is_err()) {
                    return;
                }
            }
        })?;
        self.open = Some(Open { stream, answers });
        Ok(())
    }

    /// Its number, or why not; an error is the end.
    fn deliver(&mut self, words: &str) -> Result<Result<u64, String>, String> {
        let key = key()?;
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                pause(attempt - 1);
            }
            if self.open.is_none() {
                match self.connect() {
                    Ok(()) => {}
                    Err(Broken::Lost(_)) => continue,
                    Err(refused) => return Err(self.sentence(refused)),
                }
            }
            match self.send(words, &key) {
                Some(answer) if kind(&answer) == "ok" => return Ok(Ok(number(&answer, "seq").unwrap_or_default())),
                Some(answer) if kind(&answer) == "refused" => {
                    return Ok(Err(text(&answer, "text").unwrap_or_default().to_owned()));
                }
                // No answer, or nobody knows: with the same key it may be sent again.
                _ => self.open = None,
            }
        }
        let server = self.who.address.to_string();
        Err(program_error(self.who.lang, ProgramError::NotConfirmed { server: &server }))
    }

    /// Sends it once and waits for the answer.
    fn send(&mut self, words: &str, key: &str) -> Option<Value> {
        let open = self.open.as_mut()?;
        let request = json!({"type": "say", "room": self.room, "text": words, "ref": key, "key": key});
        write(&mut open.stream, &request).ok()?;
        let deadline = Instant::now() + CONFIRM;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let answer = open.answers.recv_timeout(left).ok()?;
            if text(&answer, "ref") == Some(key) {
                return Some(answer);
            }
        }
    }

    fn sentence(&self, broken: Broken) -> String {
        broken.sentence(&self.who)
    }
}

fn key() -> Result<String, String> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| error.to_string())?;
    Ok(format!("{:032x}", u128::from_be_bytes(bits)))
}
