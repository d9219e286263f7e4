//! The store's read connections: three read at once where there are two connections, and one of them does not wait long.

use crate::fakes::sqlite::OPEN;
use crate::seam::time::Instant;
use crate::seam::{choose, switch, sync::Arc, thread};
use crate::sqlite::pool::Pool;
use causette_core::ports::ReadError;
use std::time::Duration;

const CONNECTIONS: usize = 2;

pub(super) fn readers() {
    OPEN.set((0, 0));
    let pool = Arc::new(Pool::new("store".into(), CONNECTIONS));
    let readers: Vec<_> = (0..4)
        .map(|number| {
            let pool = pool.clone();
            thread::spawn(move || (0..2).for_each(|_| read(&pool, number == 0)))
        })
        .collect();
    readers.into_iter().for_each(|reader| drop(reader.join()));
    let (_, most) = OPEN.get();
    assert!(most <= CONNECTIONS, "{most} connections where {CONNECTIONS} may be");
    // Whoever comes later finds them all: none is lent to nobody.
    drop(pool);
    assert_eq!(OPEN.get().0, 0, "a connection is left open");
}

fn read(pool: &Pool, hurries: bool) {
    let work = |conn: &crate::fakes::sqlite::Connection| {
        assert!(!conn.busy.replace(true), "one connection was lent twice");
        switch();
        conn.busy.set(false);
        if choose(8) == 0 { Err(ReadError::Failed("the disk".into())) } else { Ok(()) }
    };
    let result = match hurries {
        true => pool.read_until(Instant::now() + Duration::from_millis(5), work),
        false => pool.read(work),
    };
    assert!(
        hurries || result != Err(ReadError::TooLong),
        "who waits without a limit is never told that it took too long"
    );
}
