//! A disk as a power cut meets it: what is surely there, and what was asked for and not yet flushed. Pure.
//!
//! Files are known by number and outlive their names, so that a name that is not there yet may still come to stand for
//! what was written. Everything asked for has a number of its own: a flush makes safe what came before it, and no more.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A file, whatever its name.
pub(super) type Node = usize;

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// A file.
    File(Node),
    /// A directory; what is in it is found by its name.
    Folder,
}

/// Something asked of a file's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// Bytes at a place.
    Write(usize, Arc<[u8]>),
    /// A length: cut off there, or zeros up to there.
    Size(usize),
}

/// Something asked of names. A file that is renamed loses one name and gets another, both or neither.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Naming {
    /// No longer there.
    pub(super) gone: Option<String>,
    /// There from now on.
    pub(super) made: Option<(String, Entry)>,
}

/// A file's content.
#[derive(Clone, Default, Debug)]
pub(super) struct File {
    /// As it is surely on the disk.
    pub(super) safe: Vec<u8>,
    /// What was asked for since, in order.
    pub(super) pending: Vec<(u64, Change)>,
    /// As every program reads it.
    pub(super) current: Vec<u8>,
    /// Programs write to it through memory, which nobody sees.
    pub(super) mapped: bool,
}

/// The disk under one directory, whose own entry is safe. Names are relative to it.
#[derive(Clone, Default, Debug)]
pub(super) struct Disk {
    pub(super) files: Vec<File>,
    /// Names as every program sees them.
    pub(super) names: BTreeMap<String, Entry>,
    /// Names as they are surely on the disk.
    pub(super) safe: BTreeMap<String, Entry>,
    /// What was asked of names since, in order.
    pub(super) pending: Vec<(u64, Naming)>,
    next: u64,
}

impl Change {
    /// Does it, whole; a hole is zeros.
    pub(super) fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Change::Write(at, bytes) => put(content, *at, bytes, 0),
            Change::Size(len) => content.resize(*len, 0),
        }
    }
}

/// Writes bytes at a place; a hole before it is made of `fill`.
pub(super) fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8], fill: u8) {
    let end = at.saturating_add(bytes.len());
    if content.len() < end {
        content.resize(end, fill);
    }
    if let Some(place) = content.get_mut(at..end) {
        place.copy_from_slice(bytes);
    }
}

impl Naming {
    /// Does it.
    pub(super) fn apply(&self, names: &mut BTreeMap<String, Entry>) {
        if let Some(gone) = &self.gone {
            names.remove(gone);
        }
        if let Some((made, entry)) = &self.made {
            names.insert(made.clone(), *entry);
        }
    }

    /// Whether a flush of this directory makes it safe: the new name decides, where there are two.
    fn is_in(&self, folder: &str) -> bool {
        let name = self.made.as_ref().map(|(name, _)| name).or(self.gone.as_ref());
        name.is_some_and(|name| parent(name) == folder)
    }
}

/// The directory a name is in; the top is the empty name.
pub(super) fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Disk {
    /// Its content, all of it safe.
    pub(super) fn of(files: &BTreeMap<String, Option<Arc<Vec<u8>>>>) -> Disk {
        let mut disk = Disk::default();
        for (name, content) in files {
            let entry = match content {
                None => Entry::Folder,
                Some(content) => {
                    let (safe, current) = (content.to_vec(), content.to_vec());
                    disk.files.push(File { safe, current, ..File::default() });
                    Entry::File(disk.files.len() - 1)
                }
            };
            disk.names.insert(name.clone(), entry);
        }
        disk.safe = disk.names.clone();
        disk
    }

    /// The number that the next thing asked for will have.
    pub(super) fn now(&self) -> u64 {
        self.next
    }

    /// Differs before and after anything that changes what a cut may leave.
    pub(super) fn state(&self) -> (u64, usize) {
        (self.next, self.pending.len() + self.files.iter().map(|file| file.pending.len()).sum::<usize>())
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    /// A new, empty file.
    pub(super) fn create(&mut self, name: &str) -> Node {
        self.files.push(File::default());
        let node = self.files.len() - 1;
        self.name(None, Some((name.to_owned(), Entry::File(node))));
        node
    }

    /// Takes a name away, gives one, or both at once.
    pub(super) fn name(&mut self, gone: Option<String>, made: Option<(String, Entry)>) {
        let naming = Naming { gone, made };
        naming.apply(&mut self.names);
        let number = self.number();
        self.pending.push((number, naming));
    }

    /// Changes a file.
    pub(super) fn change(&mut self, node: Node, change: Change) {
        let number = self.number();
        if let Some(file) = self.files.get_mut(node) {
            change.apply(&mut file.current);
            file.pending.push((number, change));
        }
    }

    /// A flush of a file ended well that began when `before` was the next number.
    pub(super) fn flushed(&mut self, node: Node, before: u64) {
        if let Some(file) = self.files.get_mut(node) {
            let (done, left) = std::mem::take(&mut file.pending).into_iter().partition(|(n, _)| *n < before);
            file.pending = left;
            let done: Vec<(u64, Change)> = done;
            done.iter().for_each(|(_, change)| change.apply(&mut file.safe));
        }
    }

    /// The same of a directory: the names in it.
    pub(super) fn flushed_folder(&mut self, folder: &str, before: u64) {
        let (done, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.pending).into_iter().partition(|(n, naming)| *n < before && naming.is_in(folder));
        self.pending = left;
        done.iter().for_each(|(_, naming)| naming.apply(&mut self.safe));
    }

    /// A flush that failed: the system may have forgotten what it could not write, and never tries again. `keeps` says of
    /// each change whether it had reached the disk.
    pub(super) fn lost(&mut self, node: Node, before: u64, mut keeps: impl FnMut() -> bool) {
        if let Some(file) = self.files.get_mut(node) {
            let (done, left): (Vec<_>, Vec<_>) =
                std::mem::take(&mut file.pending).into_iter().partition(|(n, _)| *n < before);
            file.pending = left;
            done.iter().filter(|_| keeps()).for_each(|(_, change)| change.apply(&mut file.safe));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(at: usize, text: &str) -> Change {
        Change::Write(at, text.as_bytes().into())
    }

    #[test]
    fn a_flush_makes_safe_what_came_before_it() {
        let mut disk = Disk::default();
        let node = disk.create("a");
        disk.change(node, write(0, "one"));
        let before = disk.now();
        disk.change(node, write(3, "two"));
        disk.flushed(node, before);
        assert_eq!(disk.files[node].safe, b"one");
        assert_eq!(disk.files[node].current, b"onetwo");
        assert_eq!(disk.files[node].pending.len(), 1);
        // Its name is the directory's.
        assert!(disk.safe.is_empty());
        disk.flushed_folder("other", disk.now());
        assert!(disk.safe.is_empty());
        disk.flushed_folder("", disk.now());
        assert_eq!(disk.safe, disk.names);
        disk.change(node, Change::Size(2));
        disk.flushed(node, disk.now());
        assert_eq!(disk.files[node].safe, b"on");
    }

    #[test]
    fn a_renamed_file_has_one_name_or_the_other() {
        let mut disk = Disk::default();
        let node = disk.create("d/new");
        disk.flushed_folder("d", disk.now());
        disk.name(Some("d/new".into()), Some(("d/a".into(), Entry::File(node))));
        assert_eq!(disk.names.keys().collect::<Vec<_>>(), ["d/a"]);
        assert_eq!(disk.safe.keys().collect::<Vec<_>>(), ["d/new"]);
        disk.flushed_folder("d", disk.now());
        assert_eq!(disk.safe.keys().collect::<Vec<_>>(), ["d/a"]);
    }

    #[test]
    fn a_failed_flush_is_not_made_good_by_the_next() {
        let mut disk = Disk::default();
        let node = disk.create("a");
        disk.change(node, write(0, "one"));
        disk.lost(node, disk.now(), || false);
        disk.flushed(node, disk.now());
        assert_eq!((disk.files[node].safe.len(), disk.files[node].current.len()), (0, 3));
    }
}
