//! Faults 43, 60: who may read and write the files.

use super::*;
use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Stdio;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn fault_60_files_are_private_whatever_the_umask() {
    for umask in ["022", "000"] {
        let dir = temp();
        let data = dir.path().join("a/b");
        let mut sh = Command::new("sh");
        sh.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_store-child"), "open"]);
        let mut child = sh.arg(&data).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut [0; 4]).unwrap();
        let names = ["causette.db", "causette.db-wal", "causette.db-shm", "causette.lock"];
        for name in names {
            assert_eq!(mode(&data.join(name)), 0o600, "{name} under {umask}");
        }
        assert_eq!(fs::read_dir(&data).unwrap().count(), names.len());
        assert_eq!((mode(&data), mode(&dir.path().join("a"))), (0o700, 0o700));
        child.stdin.take().unwrap().flush().unwrap();
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn fault_60_a_restored_copy_is_made_private() {
    let (dir, _) = crashed(1);
    let db = dir.path().join(DB_FILE);
    fs::set_permissions(&db, Permissions::from_mode(0o644)).unwrap();
    drop(open(dir.path()));
    assert_eq!(mode(&db), 0o600);
}

/// Opens `data` as somebody whom permissions stop: ourselves, or nobody if we are root.
fn as_somebody(data: &Path) -> String {
    // Where everybody may run it.
    let place = temp();
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
    let program = place.path().join("store-child");
    fs::copy(env!("CARGO_BIN_EXE_store-child"), &program).unwrap();
    let mut command = Command::new(program);
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    let out = command.arg("open").arg(data).current_dir("/").stdin(Stdio::null()).output().unwrap();
    String::from_utf8(out.stdout).unwrap().lines().next().unwrap().to_string()
}

#[test]
fn fault_43_a_directory_that_may_not_be_written() {
    let place = temp();
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
    let data = place.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, Permissions::from_mode(0o555)).unwrap();
    for path in [data.clone(), data.join("deeper")] {
        let said = as_somebody(&path);
        assert!(said.contains("cannot write to") && said.contains("not allowed") && said.contains("; "), "{said}");
        assert!(said.contains(path.to_str().unwrap()), "{said}");
    }
    assert_eq!(fs::read_dir(&data).unwrap().count(), 0);
}

#[test]
fn a_path_that_is_no_directory() {
    let dir = temp();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    for data in [file.clone(), file.join("data")] {
        assert!(matches!(refusal(&data), OpenError::NotADirectory { path } if path == file));
    }
}
