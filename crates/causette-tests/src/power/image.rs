//! One of the images that a power cut may leave of a disk: all that is safe, and some of what was asked for since.

use super::disk::{Change, Disk, Entry, File, Naming, parent, put};
use crate::random::Random;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;
/// What a system writes at once.
const PAGE: usize = 4096;
/// Of a file that programs share through memory: what SQLite makes the first piece of one.
const SHARED: usize = 32 * 1024;

/// Files by name; directories have no content.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub(super) struct Image {
    pub(super) files: BTreeMap<String, Option<Arc<Vec<u8>>>>,
}

/// Which of the changes that were not flushed reached the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Plan {
    /// None.
    Nothing,
    /// All.
    Everything,
    /// All before this number and the first sectors of it: what a disk leaves that writes in order.
    InOrder(u64),
    /// Each sector on its own.
    Sectors,
    /// Each page on its own.
    Pages,
    /// All but this one.
    AllBut(u64),
    /// Only this one: a late write overtook all others.
    Only(u64),
}

/// How an image is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// The same for all files and for the names.
    Same(Plan),
    /// One for files, one for names.
    Two(Plan, Plan),
    /// Each file and the names have their own luck.
    Each,
}

impl Way {
    /// The four that need no luck: names and content, there or not.
    pub(super) const PLAIN: [Way; 4] = [
        Way::Same(Plan::Nothing),
        Way::Same(Plan::Everything),
        Way::Two(Plan::Everything, Plan::Nothing),
        Way::Two(Plan::Nothing, Plan::Everything),
    ];

    /// One by luck.
    pub(super) fn any(disk: &Disk, random: &mut Random) -> Way {
        if random.once_in(2) { Way::Each } else { Way::Same(Plan::any(disk, random)) }
    }
}

impl Plan {
    fn any(disk: &Disk, random: &mut Random) -> Plan {
        let changes = disk.files.iter().flat_map(|file| &file.pending).map(|(n, _)| *n);
        let numbers: Vec<u64> = changes.chain(disk.pending.iter().map(|(n, _)| *n)).collect();
        let one = random.pick(&numbers).copied().unwrap_or(0);
        match random.within(0..12) {
            0 => Plan::Nothing,
            1 => Plan::Everything,
            2..5 => Plan::InOrder(one),
            5..7 => Plan::Sectors,
            7..9 => Plan::Pages,
            9..11 => Plan::AllBut(one),
            _ => Plan::Only(one),
        }
    }

    /// Whether a change that is whole or not at all reached the disk.
    fn takes(self, number: u64, random: &mut Random) -> bool {
        match self {
            Plan::Nothing => false,
            Plan::Everything => true,
            Plan::InOrder(last) => number < last || number == last && random.once_in(2),
            Plan::Sectors | Plan::Pages => random.once_in(2),
            Plan::AllBut(one) => number != one,
            Plan::Only(one) => number == one,
        }
    }
}

impl Image {
    /// Makes one.
    pub(super) fn of(disk: &Disk, way: Way, random: &mut Random) -> Image {
        let mut own = |plan: Option<Plan>| plan.unwrap_or_else(|| Plan::any(disk, random));
        let (content, named) = match way {
            Way::Same(plan) => (Some(plan), Some(plan)),
            Way::Two(content, names) => (Some(content), Some(names)),
            Way::Each => (None, None),
        };
        let plan = own(named);
        let plans: Vec<Plan> = disk.files.iter().map(|_| own(content)).collect();
        let names = names(disk, plan, random);
        let there = |name: &str| {
            let mut folder = parent(name);
            while !folder.is_empty() {
                if names.get(folder) != Some(&Entry::Folder) {
                    return false;
                }
                folder = parent(folder);
            }
            true
        };
        let mut files = BTreeMap::new();
        for (name, entry) in names.iter().filter(|(name, _)| there(name)) {
            let content = match entry {
                Entry::Folder => None,
                Entry::File(node) => {
                    let plan = plans.get(*node).copied().unwrap_or(Plan::Nothing);
                    let file = disk.files.get(*node);
                    Some(Arc::new(file.map(|file| content_of(file, plan, random)).unwrap_or_default()))
                }
            };
            files.insert(name.clone(), content);
        }
        Image { files }
    }

    /// Tells it from all others.
    pub(super) fn print(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// Writes it into a directory, in place of whatever is there.
    pub(super) fn write(&self, to: &Path) -> Result<()> {
        if to.exists() {
            std::fs::remove_dir_all(to).with_context(|| format!("emptying {}", to.display()))?;
        }
        let folder = |path: &Path| std::fs::DirBuilder::new().mode(0o700).recursive(true).create(path);
        folder(to)?;
        for (name, content) in &self.files {
            let path = to.join(name);
            match content {
                None => folder(&path)?,
                Some(content) => {
                    let mut file = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path)?;
                    std::io::Write::write_all(&mut file, content)?;
                }
            }
        }
        Ok(())
    }
}

/// The names that are there.
fn names(disk: &Disk, plan: Plan, random: &mut Random) -> BTreeMap<String, Entry> {
    let mut names = disk.safe.clone();
    for (number, naming) in &disk.pending {
        if plan.takes(*number, random) {
            Naming::apply(naming, &mut names);
        }
    }
    names
}

fn content_of(file: &File, plan: Plan, random: &mut Random) -> Vec<u8> {
    if file.mapped {
        return shared(random);
    }
    let mut content = file.safe.clone();
    for (number, change) in &file.pending {
        change_in(&mut content, *number, change, plan, random);
    }
    content
}

/// What stands in memory that programs share is worth nothing after a power cut, and may be anything.
fn shared(random: &mut Random) -> Vec<u8> {
    match random.within(0..3) {
        0 => Vec::new(),
        1 => vec![0; SHARED],
        _ => {
            // Always the same, so that images that differ in nothing else are one.
            let mut any = Random::new(7);
            (0..SHARED / 8).flat_map(|_| any.bits().to_le_bytes()).collect()
        }
    }
}

fn change_in(content: &mut Vec<u8>, number: u64, change: &Change, plan: Plan, random: &mut Random) {
    let torn = match plan {
        Plan::InOrder(last) if number == last => true,
        Plan::Sectors | Plan::Pages => true,
        Plan::Nothing | Plan::Everything | Plan::InOrder(_) | Plan::AllBut(_) | Plan::Only(_) => false,
    };
    match change {
        Change::Write(at, bytes) if torn => {
            let unit = if plan == Plan::Pages { PAGE } else { SECTOR };
            // Where a file grew and the bytes never came, there are zeros, or whatever stood there.
            let fill = if random.once_in(4) { 0xa5 } else { 0 };
            let pieces = pieces(*at, bytes, unit);
            let most = random.within(0..pieces.len() as u64 + 1);
            for (piece, (at, bytes)) in (0..).zip(pieces) {
                let taken = if matches!(plan, Plan::InOrder(_)) { piece < most } else { random.once_in(2) };
                if taken {
                    put(content, at, bytes, fill);
                }
            }
            let end = at.saturating_add(bytes.len());
            if content.len() < end && random.once_in(3) {
                content.resize(end, fill);
            }
        }
        change => {
            if plan.takes(number, random) {
                change.apply(content);
            }
        }
    }
}

/// A write in pieces that end where units of the file do.
fn pieces(at: usize, mut bytes: &[u8], unit: usize) -> Vec<(usize, &[u8])> {
    let (mut at, mut pieces) = (at, Vec::new());
    while !bytes.is_empty() {
        let (piece, rest) = bytes.split_at((unit - at % unit).min(bytes.len()));
        pieces.push((at, piece));
        at = at.saturating_add(piece.len());
        bytes = rest;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// One safe file, which then is written over in two sectors and grows, and another that is made and not flushed.
    fn disk() -> Disk {
        let mut disk = Disk::default();
        let node = disk.create("a");
        disk.change(node, Change::Write(0, vec![b'x'; 1024].into()));
        disk.flushed(node, disk.now());
        disk.flushed_folder("", disk.now());
        disk.change(node, Change::Write(256, vec![b'y'; 512].into()));
        disk.change(node, Change::Size(1536));
        let other = disk.create("b");
        disk.change(other, Change::Write(0, (*b"other").into()));
        disk
    }

    /// A letter for each half of a sector of `a`, and whether there is a `b`.
    fn shape(image: &Image) -> String {
        let file = |name: &str| image.files.get(name).cloned().flatten();
        let a = file("a").unwrap_or_default();
        let mut shape: String =
            a.chunks(256).map(|half| if half[0] == 0 { '0' } else { char::from(half[0]) }).collect();
        if let Some(b) = file("b") {
            shape += &format!(" b{}", b.len());
        }
        shape
    }

    #[test]
    fn plain_ways() {
        let disk = disk();
        let mut random = Random::new(1);
        let shapes = Way::PLAIN.map(|way| shape(&Image::of(&disk, way, &mut random)));
        assert_eq!(shapes, ["xxxx", "xyyx00 b5", "xyyx00", "xxxx b0"]);
    }

    #[test]
    fn luck_finds_all_that_may_be_and_nothing_else() {
        let disk = disk();
        let mut random = Random::new(1);
        let mut seen = BTreeSet::new();
        for _ in 0..3000 {
            let way = Way::any(&disk, &mut random);
            seen.insert(shape(&Image::of(&disk, way, &mut random)));
        }
        // Each half of the write, the length and the name of the other file, each on its own; that file whole or empty.
        let halves = ["xxxx", "xyxx", "xxyx", "xyyx"];
        let expect = halves.iter().flat_map(|a| ["", "00"].map(|grown| format!("{a}{grown}")));
        let expect = expect.flat_map(|a| ["", " b0", " b5"].map(|b| format!("{a}{b}"))).collect();
        assert_eq!(seen, expect);
    }

    #[test]
    fn what_is_in_a_directory_that_is_not_there_is_not_there_either() {
        let mut disk = Disk::default();
        disk.name(None, Some(("d".into(), Entry::Folder)));
        let node = disk.create("d/a");
        disk.change(node, Change::Write(0, (*b"a").into()));
        disk.flushed(node, disk.now());
        disk.flushed_folder("d", disk.now());
        let image = Image::of(&disk, Way::Same(Plan::Nothing), &mut Random::new(1));
        assert_eq!(image, Image::default());
        disk.flushed_folder("", disk.now());
        let image = Image::of(&disk, Way::Same(Plan::Nothing), &mut Random::new(1));
        assert_eq!(image.files.len(), 2);
    }

    #[test]
    fn pieces_end_with_their_units() {
        let bytes = [7; 1100];
        let lens: Vec<_> = pieces(500, &bytes, 512).iter().map(|(at, piece)| (*at, piece.len())).collect();
        assert_eq!(lens, [(500, 12), (512, 512), (1024, 512), (1536, 64)]);
    }
}
