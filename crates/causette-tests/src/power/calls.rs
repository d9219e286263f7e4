//! From what a program asked of the kernel to what that does to the disk. A call that does something to a file here and is
//! not understood is an error, never left out.

use super::disk::{Change, Disk, Entry, Node};
use crate::random::Random;
use crate::trace::Call;
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::path::Path;

/// What the tracer is to write down: everything that changes files or says something to somebody.
pub(super) const CALLS: &str = "trace=open,openat,openat2,creat,close,dup,dup2,dup3,lseek,write,writev,pwrite64,pwritev,\
    pwritev2,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,\
    symlinkat,fsync,fdatasync,sync_file_range,sync,syncfs,mmap,sendto,sendmsg,sendfile,copy_file_range,splice";

/// What a descriptor stands for.
#[derive(Clone, Debug)]
enum Open {
    File { node: Node, at: usize },
    Folder(String),
}

/// One process and the disk it writes to.
pub(super) struct Process<'a> {
    disk: &'a mut Disk,
    /// The directory that the disk is, with a slash at its end.
    root: String,
    open: HashMap<i64, Open>,
    /// Flushes under way, by their line, and what they will make safe.
    flushes: HashMap<usize, u64>,
    /// Whether the disk got what a flush that failed was to write.
    luck: Random,
}

/// One moment of a trace: a call begins, or it has ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Moment {
    /// The line of the trace.
    pub(super) line: usize,
    /// Which call.
    pub(super) call: usize,
    /// It has ended.
    pub(super) end: bool,
}

/// All moments at which something may happen to the disk, in order.
pub(super) fn moments(calls: &[Call]) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (call, of) in calls.iter().enumerate().filter(|(_, call)| !call.target.starts_with("TCP")) {
        if matches!(of.name.as_str(), "fsync" | "fdatasync") {
            moments.push(Moment { line: of.begin, call, end: false });
        }
        if of.end != usize::MAX {
            moments.push(Moment { line: of.end, call, end: true });
        }
    }
    moments.sort_unstable();
    moments
}

impl<'a> Process<'a> {
    /// A process that has no file open yet, and the disk that is this directory.
    pub(super) fn new(disk: &'a mut Disk, root: &Path, luck: Random) -> Process<'a> {
        let (open, flushes) = Default::default();
        Process { disk, root: format!("{}/", root.display()), open, flushes, luck }
    }

    /// The disk as it is now.
    pub(super) fn disk(&self) -> &Disk {
        self.disk
    }

    /// Goes on to this moment.
    pub(super) fn take(&mut self, moment: Moment, calls: &[Call]) -> Result<()> {
        let call = calls.get(moment.call).context("a call")?;
        let taken = if moment.end { self.ended(call) } else { self.began(call) };
        let words =
            || call.words.iter().map(|word| String::from_utf8_lossy(word.get(..80).unwrap_or(word)).into_owned());
        taken.with_context(|| format!("{}({}) = {:?}", call.name, words().collect::<Vec<_>>().join(", "), call.result))
    }

    /// A call that never returned is said to have been done.
    pub(super) fn done(&mut self, call: &Call) -> Result<()> {
        if matches!(call.name.as_str(), "fsync" | "fdatasync") { Ok(()) } else { self.ended(call) }
    }

    /// The disk is this one again.
    pub(super) fn put_back(&mut self, disk: Disk) {
        *self.disk = disk;
    }

    fn began(&mut self, call: &Call) -> Result<()> {
        self.flushes.insert(call.begin, self.disk.now());
        Ok(())
    }

    fn ended(&mut self, call: &Call) -> Result<()> {
        let Some(result) = call.result else { return Ok(()) };
        if matches!(call.name.as_str(), "fsync" | "fdatasync") {
            return self.flush(call, result == 0);
        }
        if result < 0 {
            return Ok(());
        }
        match call.name.as_str() {
            "open" => self.opened(call, 0, result),
            "openat" => self.opened(call, 1, result),
            "close" => self.close(call),
            "lseek" => self.seek(call, result),
            "write" | "pwrite64" => self.write(call, result),
            "ftruncate" => self.resize(call, 1, false),
            "fallocate" => self.resize(call, 3, true),
            "rename" => self.rename(call, 0, 1),
            "renameat" | "renameat2" => self.rename(call, 1, 3),
            "unlink" | "rmdir" => self.unlink(call, 0),
            "unlinkat" => self.unlink(call, 1),
            "link" => self.link(call, 0, 1),
            "linkat" => self.link(call, 1, 3),
            "mkdir" => self.mkdir(call, 0),
            "mkdirat" => self.mkdir(call, 1),
            "mmap" => self.map(call),
            // They promise nothing.
            "sync" | "syncfs" | "sync_file_range" => Ok(()),
            _ if self.concerns(call) => bail!("this is not modelled"),
            _ => Ok(()),
        }
    }

    /// Whether anything it names is here.
    fn concerns(&self, call: &Call) -> bool {
        let here = |text: &str| text.starts_with(&self.root);
        here(&call.target) || call.words.iter().any(|word| std::str::from_utf8(word).is_ok_and(here))
    }

    fn path(&self, call: &Call, word: usize) -> Option<String> {
        let path = std::str::from_utf8(call.words.get(word)?).ok()?;
        // The directory itself has the empty name.
        let own = self.root.trim_end_matches('/');
        let name = path.strip_prefix(&self.root).or_else(|| (path == own).then_some(""))?;
        Some(name.trim_end_matches('/').to_owned())
    }

    fn opened(&mut self, call: &Call, word: usize, descriptor: i64) -> Result<()> {
        let Some(name) = self.path(call, word) else {
            self.open.remove(&descriptor);
            return Ok(());
        };
        let flags = call.words.get(word + 1).map(|flags| String::from_utf8_lossy(flags)).unwrap_or_default();
        let has = |flag: &str| flags.split('|').any(|is| is == flag);
        if ["O_APPEND", "O_SYNC", "O_DSYNC", "O_DIRECT", "O_TMPFILE"].into_iter().any(has) {
            bail!("a file opened so is not modelled");
        }
        let open = match self.disk.names.get(&name) {
            Some(Entry::File(node)) => Open::File { node: *node, at: 0 },
            Some(Entry::Folder) => Open::Folder(name),
            None if name.is_empty() => Open::Folder(name),
            None if has("O_CREAT") => Open::File { node: self.disk.create(&name), at: 0 },
            None => bail!("there is no {name} here"),
        };
        if let (Open::File { node, .. }, true) = (&open, has("O_TRUNC")) {
            self.disk.change(*node, Change::Size(0));
        }
        self.open.insert(descriptor, open);
        Ok(())
    }

    fn descriptor(call: &Call, word: usize) -> Option<i64> {
        let word = std::str::from_utf8(call.words.get(word)?).ok()?;
        word.split('<').next()?.parse().ok()
    }

    /// What its first word stands for, if that is here.
    fn file(&mut self, call: &Call) -> Result<Option<&mut Open>> {
        let open = Self::descriptor(call, 0).and_then(|descriptor| self.open.get_mut(&descriptor));
        if open.is_none() && call.target.starts_with(&self.root) {
            bail!("nobody knows how this file was opened");
        }
        Ok(open)
    }

    fn close(&mut self, call: &Call) -> Result<()> {
        self.file(call)?;
        Self::descriptor(call, 0).map(|descriptor| self.open.remove(&descriptor));
        Ok(())
    }

    fn seek(&mut self, call: &Call, result: i64) -> Result<()> {
        if let Some(Open::File { at, .. }) = self.file(call)? {
            *at = usize::try_from(result)?;
        }
        Ok(())
    }

    fn write(&mut self, call: &Call, result: i64) -> Result<()> {
        let place = call.words.get(3).and_then(|word| std::str::from_utf8(word).ok()?.parse::<usize>().ok());
        let Some(Open::File { node, at }) = self.file(call)? else { return Ok(()) };
        let done = usize::try_from(result)?;
        let bytes = call.bytes.get(..done).context("the tracer left out what was written")?;
        let (node, place) = match call.name.as_str() {
            "pwrite64" => (*node, place.context("a place")?),
            _ => {
                *at += done;
                (*node, *at - done)
            }
        };
        self.disk.change(node, Change::Write(place, bytes.into()));
        Ok(())
    }

    /// `grows`: the length is what is asked for from a place on, and never cuts.
    fn resize(&mut self, call: &Call, word: usize, grows: bool) -> Result<()> {
        let number = |word: usize| -> Result<usize> {
            let word = call.words.get(word).context("a number")?;
            Ok(std::str::from_utf8(word)?.parse()?)
        };
        let mut len = number(word)?;
        let Some(Open::File { node, .. }) = self.file(call)? else { return Ok(()) };
        let node = *node;
        if grows {
            if call.words.get(1).is_none_or(|mode| mode != b"0") {
                bail!("this way is not modelled");
            }
            let now = self.disk.files.get(node).map_or(0, |file| file.current.len());
            len = now.max(len + number(2)?);
        }
        self.disk.change(node, Change::Size(len));
        Ok(())
    }

    fn rename(&mut self, call: &Call, from: usize, to: usize) -> Result<()> {
        let (Some(from), Some(to)) = (self.path(call, from), self.path(call, to)) else {
            return if self.concerns(call) { bail!("from or to elsewhere") } else { Ok(()) };
        };
        let Some(entry @ Entry::File(_)) = self.disk.names.get(&from).copied() else { bail!("{from} is no file here") };
        self.disk.name(Some(from), Some((to, entry)));
        Ok(())
    }

    fn link(&mut self, call: &Call, from: usize, to: usize) -> Result<()> {
        let (Some(from), Some(to)) = (self.path(call, from), self.path(call, to)) else {
            return if self.concerns(call) { bail!("from or to elsewhere") } else { Ok(()) };
        };
        let entry = self.disk.names.get(&from).copied().context("it is not there")?;
        self.disk.name(None, Some((to, entry)));
        Ok(())
    }

    fn unlink(&mut self, call: &Call, word: usize) -> Result<()> {
        // A socket has a name that nobody saw being made.
        if let Some(name) = self.path(call, word).filter(|name| self.disk.names.contains_key(name)) {
            self.disk.name(Some(name), None);
        }
        Ok(())
    }

    fn mkdir(&mut self, call: &Call, word: usize) -> Result<()> {
        if let Some(name) = self.path(call, word) {
            self.disk.name(None, Some((name, Entry::Folder)));
        }
        Ok(())
    }

    fn flush(&mut self, call: &Call, well: bool) -> Result<()> {
        let Some(before) = self.flushes.remove(&call.begin) else { bail!("it never began") };
        let (node, folder) = match self.file(call)? {
            None => return Ok(()),
            Some(Open::File { node, .. }) => (*node, None),
            Some(Open::Folder(name)) => (0, Some(name.clone())),
        };
        match folder {
            Some(folder) if well => self.disk.flushed_folder(&folder, before),
            Some(_) => {}
            None if well => self.disk.flushed(node, before),
            None => {
                let luck = &mut self.luck;
                self.disk.lost(node, before, || luck.once_in(2));
            }
        }
        Ok(())
    }

    /// Memory that is shared with a file: only where its content is worth nothing after a power cut.
    fn map(&mut self, call: &Call) -> Result<()> {
        let has = |word: usize, flag: &[u8]| {
            call.words.get(word).is_some_and(|flags| flags.split(|b| *b == b'|').any(|is| is == flag))
        };
        if !has(2, b"PROT_WRITE") || !has(3, b"MAP_SHARED") {
            return Ok(());
        }
        let open = Self::descriptor(call, 4).and_then(|descriptor| self.open.get(&descriptor));
        let Some(Open::File { node, .. }) = open else { return Ok(()) };
        if !call.target.ends_with("-shm") {
            bail!("what is written through memory is not seen");
        }
        if let Some(file) = self.disk.files.get_mut(*node) {
            file.mapped = true;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::parse;

    /// The names that are safe, and those that are not yet, each with what is safe of it and what is read.
    fn after(lines: &[&str]) -> Result<Vec<String>> {
        let calls = parse(lines.join("\n").as_bytes());
        let mut disk = Disk::default();
        let mut process = Process::new(&mut disk, Path::new("/r"), Random::new(1));
        for moment in moments(&calls) {
            process.take(moment, &calls)?;
        }
        let tell = |(name, entry): (&String, &Entry)| {
            let safe = if disk.safe.get(name) == Some(entry) { "" } else { "?" };
            match entry {
                Entry::Folder => format!("{name}{safe}/"),
                Entry::File(node) => {
                    let file = &disk.files[*node];
                    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\0', "0");
                    format!("{name}{safe} {}|{}", text(&file.safe), text(&file.current))
                }
            }
        };
        Ok(disk.names.iter().map(tell).collect())
    }

    #[track_caller]
    fn check(lines: &[&str], expect: &[&str]) {
        assert_eq!(after(lines).unwrap(), expect);
    }

    const OPEN: &str = r#"1 openat(AT_FDCWD</x>, "/r/a", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 4</r/a>"#;
    const HELLO: &str = r#"1 write(4</r/a>, "hello", 5) = 5"#;
    const FLUSH: &str = "1 fsync(4</r/a>) = 0";

    #[test]
    fn files_and_flushes() {
        check(&[OPEN], &["a? |"]);
        check(&[OPEN, HELLO], &["a? |hello"]);
        check(&[OPEN, HELLO, FLUSH], &["a? hello|hello"]);
        check(&[OPEN, HELLO, r#"1 write(4</r/a>, "s", 1) = 1"#, FLUSH], &["a? hellos|hellos"]);
        let seek = "1 lseek(4</r/a>, 1, SEEK_SET) = 1";
        check(&[OPEN, HELLO, FLUSH, seek, r#"1 write(4</r/a>, "a", 1) = 1"#], &["a? hello|hallo"]);
        check(&[OPEN, r#"1 pwrite64(4</r/a>, "xy", 2, 2) = 1"#], &["a? |00x"]);
        check(&[OPEN, HELLO, "1 ftruncate(4</r/a>, 2) = 0"], &["a? |he"]);
        check(&[OPEN, HELLO, "1 fallocate(4</r/a>, 0, 0, 3) = 0"], &["a? |hello"]);
        check(&[OPEN, HELLO, "1 fallocate(4</r/a>, 0, 4, 3) = 0"], &["a? |hello00"]);
        check(&[OPEN, r#"1 write(4</r/a>, "no", 2) = -1 ENOSPC (x)"#], &["a? |"]);
        // What was written while a flush was under way, it may have missed.
        let (begin, end) = ("1 fsync(4</r/a> <unfinished ...>", "1 <... fsync resumed>) = 0");
        check(&[OPEN, begin, r#"2 write(4</r/a>, "hello", 5) = 5"#, end], &["a? |hello"]);
        check(&[OPEN, HELLO, begin], &["a? |hello"]);
    }

    #[test]
    fn names_and_flushes_of_directories() {
        let folder = r#"1 openat(AT_FDCWD</x>, "/r", O_RDONLY) = 5</r>"#;
        check(&[OPEN, folder, "1 fsync(5</r>) = 0"], &["a |"]);
        check(&[OPEN, folder, "1 fsync(5</r>) = 0", r#"1 rename("/r/a", "/r/b") = 0"#], &["b? |"]);
        check(&[OPEN, r#"1 unlink("/r/a") = 0"#], &[]);
        check(&[r#"1 mkdir("/r/d", 0700) = 0"#], &["d?/"]);
        check(&[r#"1 mkdir("/elsewhere", 0700) = 0"#], &[]);
        check(&[OPEN, r#"1 link("/r/a", "/r/b") = 0"#, HELLO], &["a? |hello", "b? |hello"]);
    }

    #[test]
    fn what_is_not_modelled_is_not_left_out() {
        for line in [
            r#"1 writev(4</r/a>, [{iov_base="x", iov_len=1}], 1) = 1"#,
            r#"1 symlink("x", "/r/b") = 0"#,
            r#"1 rename("/r/a", "/elsewhere") = 0"#,
            r#"1 write(9</r/a>, "x", 1) = 1"#,
            r#"1 write(4</r/a>, "x"..., 2) = 2"#,
            "1 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 4</r/a>, 0) = 0x7f0",
            r#"1 openat(AT_FDCWD</x>, "/r/b", O_RDWR|O_CREAT|O_DSYNC) = 6</r/b>"#,
        ] {
            assert!(after(&[OPEN, line]).is_err(), "{line}");
        }
    }
}
