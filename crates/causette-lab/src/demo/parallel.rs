//! VII.1 to VII.3: at the same time, without a lock, and what else a messenger needs.

use super::Seen;
use super::stage::Stage;
use crate::conversation::Conversation;
use crate::parts;
use crate::trace::{Event, What};
use crate::trouble::Trouble;
use causette_texts::{Lab, Lang};
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// VII.1: A is connected and silent; B is answered all the same.
pub(super) fn two_at_once(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let (second, who, first) = stage.with_server(None, parts::parallel::serve, |address| {
        let mut silent = stage.client("A", address)?;
        let mut busy = stage.client("B", address)?;
        let second = stage.ask(&mut busy, "salut");
        let who = stage.ask(&mut busy, "/who");
        let first = stage.ask(&mut silent, "me voici");
        busy.close();
        silent.close();
        Ok((second, who, first))
    })?;
    let holds = second.contains("salut") && who.starts_with('2') && first.contains("me voici");
    Ok(Seen::new().fact("second", second).fact("who", who).fact("first", first).claim(holds))
}

/// VII.2: the list of part VIII with no lock at all: one thread owns it, the others ask.
pub(super) fn one_owner(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let mut numbers = stage.with_server(None, parts::owner::serve, |address| {
        let mut clients = Vec::new();
        for letter in ["A", "B", "C"] {
            clients.push(stage.client(letter, address)?);
        }
        for client in &clients {
            client.send(b"salut");
            std::thread::sleep(Duration::from_millis(20)); // A first, so that the story is the same every time
        }
        let numbers: Vec<String> = clients.iter_mut().map(|client| client.recv().unwrap_or_default()).collect();
        clients.into_iter().for_each(Conversation::close);
        Ok(numbers)
    })?;
    numbers.sort();
    numbers.dedup();
    let locks = stage.events().iter().filter(|Event { what, .. }| matches!(what, What::LockTaken)).count();
    let holds = numbers.len() == 3 && numbers.iter().all(|answer| !answer.is_empty()) && locks == 0;
    Ok(Seen::new().fact("asked", 3).fact("numbers", numbers.len()).fact("locks", locks).claim(holds))
}

/// VII.3: the whole of causette, started for the occasion, and two of its guests.
pub(super) fn real_messenger(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let program = stage.program().ok_or_else(|| io::Error::new(ErrorKind::NotFound, "the program causette"))?;
    let (mut server, output, address) = start(program, stage.lang())?;
    let result = guests(stage, address);
    drop(output); // kept until now: a server whose output nobody holds cannot say anything
    let _ = server.kill();
    let _ = server.wait();
    result
}

fn start(program: &Path, lang: Lang) -> Result<(Child, impl BufRead, SocketAddr), Trouble> {
    let mut command = Command::new(program);
    command.args([
        "serve",
        "--ephemeral",
        "--line",
        "127.0.0.1:0",
        "--irc",
        "off",
        "--web",
        "off",
        "--lang",
        lang.code(),
    ]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (mut ready, mut output) = (String::new(), child.stdout.take().map(BufReader::new));
    if let Some(output) = &mut output {
        output.read_line(&mut ready)?;
    }
    match (output, ready.split_whitespace().find_map(|word| word.strip_prefix("line=")?.parse().ok())) {
        (Some(output), Some(address)) => Ok((child, output, address)),
        _ => {
            let _ = child.kill();
            let _ = child.wait();
            Err(io::Error::other("causette serve did not start").into())
        }
    }
}

fn guests(stage: &Stage<'_>, address: SocketAddr) -> Result<Seen, Trouble> {
    stage.trace().note(Lab::NoteServeStarted);
    let mut alice = stage.client("A", address)?;
    let mut bob = stage.client("B", address)?;
    let mut seen = Seen::new();
    for (name, speaker, line, wanted) in [
        ("nickname", 0, "/nick alice", "alice"),
        ("taken", 1, "/nick alice", "alice"),
        ("room", 0, "/join #amis", "#amis"),
        ("saved", 0, "salut les amis", "ok "),
        ("history", 1, "/join #amis", "salut les amis"),
        ("private", 1, "/msg alice un secret", "ok "),
    ] {
        let client = if speaker == 0 { &mut alice } else { &mut bob };
        let heard = hear(stage, client, line, wanted);
        seen = seen.claim(heard.is_some()).fact(name, heard.unwrap_or_default());
    }
    let heard = listen(&mut alice, "un secret").unwrap_or_default();
    seen = seen.claim(!heard.is_empty()).fact("heard", heard);
    bob.close();
    alice.close();
    Ok(seen)
}

/// Says a line and returns the line of the answer that has `wanted` in it.
fn hear(stage: &Stage<'_>, client: &mut Conversation, line: &str, wanted: &str) -> Option<String> {
    while client.recv_within(Duration::from_millis(150)).is_some() {}
    client.send(format!("{line}\n").as_bytes());
    let heard = listen(client, wanted);
    stage.calm();
    heard
}

fn listen(client: &mut Conversation, wanted: &str) -> Option<String> {
    loop {
        let line = client.recv_within(Duration::from_secs(3))?;
        if line.contains(wanted) {
            return Some(line);
        }
    }
}
