//! Copies of the store: taken, put back, checked. They need no server, and mind none but for putting one back.

use super::desk::print;
use super::link::Link;
use crate::config::Settings;
use crate::{backups, console, trouble};
use causette_sqlite::{Compared, ERASED_FILE, Fault, Finding, Head, Report, Restore};
use causette_texts::{Admin, AdminError, Lang, admin, admin_error};
use serde_json::{Value, json};
use std::path::Path;

/// As JSON or not, and in which language.
type How = (bool, Lang);

pub(super) fn backup(file: Option<&Path>, settings: &Settings, (as_json, lang): How) -> Result<(), String> {
    let taken = backups::take(file, settings, lang)?;
    let (shown, bytes, head) = (taken.file.display().to_string(), taken.backup.bytes, taken.backup.head.to_string());
    if as_json {
        print(&json!({"type": "backup", "file": shown, "bytes": bytes, "head": head}).to_string());
    } else {
        print(&admin(lang, Admin::BackupSaved { file: &shown, bytes }));
        print(&admin(lang, Admin::Head { head: &head }));
    }
    // The copy is there in any case.
    if let Ok(stream) = console::connect(&settings.data) {
        let text = admin(settings.lang, Admin::BackupNoted { file: &shown, bytes });
        let note = json!({"type": "admin", "wish": "note", "about": "backup", "text": text});
        if let Err(sentence) = Link::new(stream, lang).and_then(|mut link| link.ask(note)) {
            crate::logging::last_word(&sentence);
        }
    }
    Ok(())
}

pub(super) fn restore(
    file: &Path,
    (replace, erased): (bool, Option<&Path>),
    settings: &Settings,
    (as_json, lang): How,
) -> Result<(), String> {
    // Whoever was erased since stands in a list beside the store that the copy is of, which is often beside the copy or above it.
    let beside = file.parent().map(|folder| [folder.join(ERASED_FILE), folder.join("..").join(ERASED_FILE)]);
    let found = beside.into_iter().flatten().find(|list| list.is_file());
    let erased = erased.or(found.as_deref());
    let done = causette_sqlite::restore(file, &settings.data, Restore { replace, erased });
    let done = done.map_err(|error| trouble::operate(lang, &error))?;
    let (file, place) = (file.display().to_string(), settings.data.display().to_string());
    let replaced = done.replaced.as_ref().map(|place| place.display().to_string());
    let head = done.report.head.to_string();
    if as_json {
        let facts = done.report.facts;
        let told = json!({"type": "restored", "file": file, "facts": facts, "erased": done.erased, "replaced": replaced, "head": head});
        print(&told.to_string());
    } else {
        print(&admin(lang, Admin::Restored { file: &file, place: &place, facts: done.report.facts }));
        if done.erased > 0 {
            print(&admin(lang, Admin::RestoredErased { count: done.erased as u64 }));
        }
        if let Some(place) = &replaced {
            print(&admin(lang, Admin::Replaced { place }));
        }
        print(&admin(lang, Admin::Head { head: &head }));
    }
    well(&done.report, &place, None, lang)
}

pub(super) fn verify(
    file: Option<&Path>,
    head: Option<&str>,
    settings: &Settings,
    (as_json, lang): How,
) -> Result<(), String> {
    let bad = |value| admin_error(lang, AdminError::BadHead { value });
    let kept = head.map(|text| text.parse::<Head>().map_err(|()| bad(text))).transpose()?;
    let place = file.unwrap_or(&settings.data);
    let report = causette_sqlite::verify(place, kept.as_ref()).map_err(|error| trouble::operate(lang, &error))?;
    if as_json {
        report.findings.iter().for_each(|finding| print(&object(finding).to_string()));
        print(&summary(&report).to_string());
    } else {
        report.findings.iter().for_each(|finding| print(&line(finding, lang)));
        tell(&report, lang);
    }
    well(&report, &place.display().to_string(), head, lang)
}

fn tell(report: &Report, lang: Lang) {
    let Report { rooms, facts, gone, erased, .. } = *report;
    if report.count == 0 {
        print(&admin(lang, Admin::Sound { facts, rooms, gone, erased }));
    }
    if report.erasing > 0 {
        print(&admin(lang, Admin::Erasing { count: report.erasing }));
    }
    match report.compared {
        Some(Compared::Same) => print(&admin(lang, Admin::HeadSame)),
        Some(Compared::Forgotten) => print(&admin(lang, Admin::HeadForgotten)),
        Some(Compared::Changed) | None => {}
    }
    print(&admin(lang, Admin::Head { head: &report.head.to_string() }));
}

/// Whether nothing is wrong and nothing was changed.
fn well(report: &Report, file: &str, head: Option<&str>, lang: Lang) -> Result<(), String> {
    match (report.count, report.compared) {
        (0, Some(Compared::Changed)) => {
            Err(admin_error(lang, AdminError::HeadChanged { head: head.unwrap_or_default() }))
        }
        (0, _) => Ok(()),
        (count, _) => Err(admin_error(lang, AdminError::Damaged { file, count })),
    }
}

/// What is wrong, and where.
fn line(finding: &Finding, lang: Lang) -> String {
    let room = finding.room.map(|room| format!("{:032x}", room.0));
    let place = match (&room, finding.seq) {
        (Some(room), Some(seq)) => Admin::InRoom { room, seq },
        _ if finding.table.is_empty() => Admin::InStore,
        _ => Admin::InTable { table: &finding.table, row: &finding.row },
    };
    let fault = match &finding.fault {
        Fault::Sqlite(detail) => Admin::FaultSqlite { detail },
        Fault::Schema => Admin::FaultSchema,
        Fault::Checksum => Admin::FaultChecksum,
        Fault::Content => Admin::FaultContent,
        Fault::Chain => Admin::FaultChain,
        Fault::Missing => Admin::FaultMissing,
        Fault::Stale => Admin::FaultStale,
        Fault::Index => Admin::FaultIndex,
        Fault::Erased => Admin::FaultErased,
        Fault::Erasure => Admin::FaultErasure,
    };
    // What SQLite says of a damaged file may be anything.
    super::show::line(&format!("{}: {}", admin(lang, place), admin(lang, fault)))
}

fn object(finding: &Finding) -> Value {
    let (fault, detail) = match &finding.fault {
        Fault::Sqlite(detail) => ("sqlite", Some(detail)),
        Fault::Schema => ("schema", None),
        Fault::Checksum => ("checksum", None),
        Fault::Content => ("content", None),
        Fault::Chain => ("chain", None),
        Fault::Missing => ("missing", None),
        Fault::Stale => ("stale", None),
        Fault::Index => ("index", None),
        Fault::Erased => ("erased", None),
        Fault::Erasure => ("erasure", None),
    };
    let room = finding.room.map(|room| format!("{:032x}", room.0));
    json!({
        "type": "finding", "table": finding.table, "row": finding.row, "room_id": room, "seq": finding.seq,
        "fault": fault, "detail": detail,
    })
}

fn summary(report: &Report) -> Value {
    let compared = report.compared.map(|compared| match compared {
        Compared::Same => "same",
        Compared::Changed => "changed",
        Compared::Forgotten => "forgotten",
    });
    json!({
        "type": "verified", "findings": report.count, "rooms": report.rooms, "facts": report.facts, "gone": report.gone,
        "erased": report.erased, "erasing": report.erasing, "head": report.head.to_string(), "compared": compared,
    })
}
