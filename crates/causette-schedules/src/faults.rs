//! Faults planted on purpose, as patches on the copies of the sources that are scheduled here: each must be caught by the
//! schedules it names, or those prove nothing. The product has none of this.

use std::cell::Cell;

/// Words of a file that become others.
pub struct Patch {
    /// The file, from the folder `crates` on.
    pub file: &'static str,
    /// What stands there once.
    pub from: &'static str,
    /// What stands there instead: the fault where it is chosen, else what stood there.
    pub to: &'static str,
}

/// Something done wrong.
pub struct Fault {
    /// What it is called.
    pub name: &'static str,
    /// The model whose schedules must find it.
    pub model: &'static str,
    /// Where it is planted. Without a patch it is the product's own, which has it on purpose.
    pub patches: &'static [Patch],
}

std::thread_local! {
    static CHOSEN: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Chooses one for what this thread runs from here on.
pub fn choose(fault: Option<&'static str>) {
    CHOSEN.set(fault);
}

/// Whether it is the one.
pub fn planted(name: &str) -> bool {
    CHOSEN.get() == Some(name)
}

/// All of them.
pub const FAULTS: &[Fault] = &[
    Fault {
        name: "tell_before_store",
        model: "order",
        patches: &[Patch {
            file: "causette-engine/src/driver.rs",
            from: "                    let (appends, began) = (pending.appends(), meter.committing());\n",
            to: "                    let (appends, began) = (pending.appends(), meter.committing());
                    if crate::faults::planted(\"tell_before_store\") {
                        let entries = appends.iter().flat_map(|append| append.entries.iter());
                        let fact = |fact| crate::Event::Fact { fact, but: None, mentions: [].into() };
                        let events = entries.map(|entry| fact(entry.fact.clone())).collect();
                        tell(&shards, Batch { events }).await;
                    }\n",
        }],
    },
    Fault {
        name: "drop_on_a_full_queue",
        model: "order",
        patches: &[Patch {
            file: "causette-engine/src/driver.rs",
            from: "        let _ = shard.send(batch.clone()).await;\n",
            to: "        if crate::faults::planted(\"drop_on_a_full_queue\") {
            let _ = shard.try_send(batch.clone());
            continue;
        }
        let _ = shard.send(batch.clone()).await;\n",
        }],
    },
    Fault {
        name: "answer_before_the_append",
        model: "order",
        patches: &[Patch {
            file: "causette-engine/src/store_thread.rs",
            from: "                let outcome = chores.failed.clone().map_or_else(|| log.append(&batch), Err);\n",
            to: "                if crate::faults::planted(\"answer_before_the_append\") {
                    let _ = reply.send(Ok(Appended::Stored));
                    let _ = log.append(&batch);
                    continue;
                }
                let outcome = chores.failed.clone().map_or_else(|| log.append(&batch), Err);\n",
        }],
    },
    Fault {
        name: "stop_without_closing_the_store",
        model: "order",
        patches: &[Patch {
            file: "causette-engine/src/driver.rs",
            from: "            Some(Ending::Asked) => return close(store, &*log).await,\n",
            to: "            Some(Ending::Asked) if crate::faults::planted(\"stop_without_closing_the_store\") => return Ok(()),
            Some(Ending::Asked) => return close(store, &*log).await,\n",
        }],
    },
    Fault {
        name: "a_hash_is_dropped_when_many_wait",
        model: "passwords",
        patches: &[Patch {
            file: "causette-engine/src/hash_threads.rs",
            from: "        let (jobs, inbox) = sync_channel(count);\n",
            to: "        let room = if crate::faults::planted(\"a_hash_is_dropped_when_many_wait\") { 1 } else { count };
        let (jobs, inbox) = sync_channel(room);\n",
        }],
    },
    Fault {
        name: "lost_wake_up",
        model: "readers",
        patches: &[Patch {
            file: "causette-sqlite/src/pool.rs",
            from: "        let mut state = self.state();\n        while state.free",
            to: "        let mut state = self.state();
        if crate::faults::planted(\"lost_wake_up\") && state.free.is_empty() && state.opened >= self.most {
            drop(state);
            // Whoever gives one back here wakes nobody.
            state = self.freed.wait(self.state()).unwrap_or_else(PoisonError::into_inner);
        }
        while state.free",
        }],
    },
    Fault {
        name: "looked_at_once_and_not_again",
        model: "readers",
        patches: &[Patch {
            file: "causette-sqlite/src/pool.rs",
            from: "        let conn = state.free.pop();\n        if conn.is_none() {",
            to: "        if crate::faults::planted(\"looked_at_once_and_not_again\") {
            drop(state);
            state = self.state();
        }
        let conn = state.free.pop();
        if conn.is_none() {",
        }],
    },
    Fault {
        name: "a_seat_is_counted_without_the_lock",
        model: "seats",
        patches: &[Patch {
            file: "causette-doors/src/gate/crowd.rs",
            from: "        held.seats += 1;\n        drop(addresses);\n",
            to: "        if crate::faults::planted(\"a_seat_is_counted_without_the_lock\") {
            let seats = held.seats + 1;
            drop(addresses);
            self.addresses().held.entry(key).or_default().seats = seats;
            return Ok(Seat(Some((self.clone(), key))));
        }
        held.seats += 1;
        drop(addresses);\n",
        }],
    },
    Fault {
        name: "closed_before_it_is_flushed",
        model: "shard",
        patches: &[Patch {
            file: "causette-doors/src/gate/conn.rs",
            from: "            if self.flags.closed.get() && self.is_drained() {\n",
            to: "            let drained = crate::faults::planted(\"closed_before_it_is_flushed\") || self.is_drained();
            if self.flags.closed.get() && drained {\n",
        }],
    },
    Fault {
        name: "facts_for_a_slow_reader_are_dropped",
        model: "shard",
        patches: &[Patch {
            file: "causette-doors/src/gate/deliver.rs",
            from: "    let lag: &mut Lag = lag.get_or_insert_default();\n",
            to: "    if crate::faults::planted(\"facts_for_a_slow_reader_are_dropped\") {
        return true;
    }
    let lag: &mut Lag = lag.get_or_insert_default();\n",
        }],
    },
    Fault {
        name: "nobody_waits_for_a_full_socket",
        model: "shard",
        patches: &[Patch {
            file: "causette-doors/src/gate/write.rs",
            from: "                self.flags.blocked.set(true);\n                self.wake();\n",
            to: "                self.flags.blocked.set(true);
                if !crate::faults::planted(\"nobody_waits_for_a_full_socket\") {
                    self.wake();
                }\n",
        }],
    },
    Fault {
        name: "who_comes_late_is_waited_for",
        model: "shard",
        patches: &[Patch {
            file: "causette-doors/src/gate/shard.rs",
            from: "        self.0.let_go();\n",
            to: "        if !crate::faults::planted(\"who_comes_late_is_waited_for\") {
            self.0.let_go();
        }\n",
        }],
    },
    Fault {
        name: "who_asks_too_late_is_told_nothing",
        model: "shard",
        patches: &[Patch {
            file: "causette-doors/src/gate/conn.rs",
            from: "                    if shard.over.get() {\n",
            to: "                    if shard.over.get() || crate::faults::planted(\"who_asks_too_late_is_told_nothing\") {\n",
        }],
    },
    Fault {
        name: "a_stalled_reader_is_kept",
        model: "stalled",
        patches: &[Patch {
            file: "causette-doors/src/gate/write.rs",
            from: "                if self.deadlines.stalled(now, shard) {\n",
            to: "                if !crate::faults::planted(\"a_stalled_reader_is_kept\") && self.deadlines.stalled(now, shard) {\n",
        }],
    },
    Fault {
        name: "a_dead_shard_says_nothing",
        model: "death",
        patches: &[Patch {
            file: "causette/src/watch.rs",
            from: "        let _ = self.gone.try_send(self.number);\n",
            to: "        if !crate::faults::planted(\"a_dead_shard_says_nothing\") {
            let _ = self.gone.try_send(self.number);
        }\n",
        }],
    },
    Fault {
        name: "stopping_is_forgotten",
        model: "health",
        patches: &[Patch {
            file: "causette-engine/src/meter.rs",
            from: "        let _ = self.health.fetch_update(Relaxed, Relaxed, |was| (was != STOPPING).then_some(health));\n",
            to: "        if crate::faults::planted(\"stopping_is_forgotten\") {
            if self.health.load(Relaxed) != STOPPING {
                self.health.store(health, Relaxed);
            }
            return;
        }
        let _ = self.health.fetch_update(Relaxed, Relaxed, |was| (was != STOPPING).then_some(health));\n",
        }],
    },
    Fault {
        name: "a_dropped_line_is_not_counted",
        model: "log",
        patches: &[Patch {
            file: "causette/src/logging.rs",
            from: "            self.missing.fetch_add(1, Ordering::Relaxed);\n",
            to: "            if !crate::faults::planted(\"a_dropped_line_is_not_counted\") {
                self.missing.fetch_add(1, Ordering::Relaxed);
            }\n",
        }],
    },
    Fault {
        name: "two_locks_in_two_orders",
        model: "lab",
        patches: &[Patch {
            file: "causette-lab/src/parts/shared.rs",
            from: "            let holder = lock(&self.holder).clone();\n",
            to: "            let kept = lock(&self.holder);
            let holder = kept.clone();
            let kept = Some(kept).filter(|_| crate::faults::planted(\"two_locks_in_two_orders\"));\n",
        }],
    },
    Fault {
        name: "a_name_is_left_on_the_lock",
        model: "lab",
        patches: &[Patch {
            file: "causette-lab/src/parts/shared.rs",
            from: "        lock(&self.holder).clear();",
            to: "        if !crate::faults::planted(\"a_name_is_left_on_the_lock\") {
            lock(&self.holder).clear();
        }",
        }],
    },
    // Part VIII without its lock, as the lab itself shows it.
    Fault { name: "the_missing_lock", model: "lab", patches: &[] },
];
