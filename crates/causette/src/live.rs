//! What can change while the server runs, and the signal that has the config read again.

use crate::args::Serve;
use crate::config::Settings;
use crate::logging::Log;
use crate::service;
use crate::tls::Keeper;
use causette_core::ports::Clock;
use causette_core::{Door, Policy, Proof};
use causette_doors::gate::{self, Begins, Crowd, LiveRate, Speaker};
use causette_doors::irc::{self, IrcDoor, Sts};
use causette_doors::line::LineDoor;
use causette_engine::{Faces, Mailbox, Meter, Submission};
use causette_texts::Lang;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use tokio::signal::unix::Signal;
use tokio::sync::Notify;

/// The doors' languages, by the settings of this moment.
struct Doors {
    line: LineDoor,
    irc: IrcDoor,
    /// What clients of the IRC door are told of TLS.
    sts: Option<Sts>,
    policy: Policy,
}

/// Where people are sent who come by another door.
#[derive(Default)]
pub(crate) struct Reached {
    /// The port of the IRC door by TLS.
    pub(crate) irc_tls: Option<u16>,
    /// The page.
    pub(crate) web: Option<String>,
}

/// Shared by all shards.
pub(crate) struct Live {
    doors: RwLock<Doors>,
    clock: Arc<dyn Clock>,
    faces: Arc<Faces>,
    /// The port of the IRC door by TLS.
    reached: Reached,
    rate: LiveRate,
    crowd: Arc<Crowd>,
    log: Log,
    meter: Arc<Meter>,
    /// Woken when an operator wants the config read again.
    reload: Arc<Notify>,
}

impl Live {
    pub(crate) fn new(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        log: Log,
        meter: Arc<Meter>,
        faces: Arc<Faces>,
        reached: Reached,
    ) -> Live {
        let sts = sts(settings, reached.irc_tls, false);
        let doors = RwLock::new(doors(settings, &clock, &faces, (sts, reached.web.clone())));
        let crowd = Crowd::new(settings.per_address, settings.accept_rate);
        let rate = LiveRate::new(settings.rate);
        Live { doors, clock, faces, reached, rate, crowd, log, meter, reload: Arc::default() }
    }

    /// What each shard is made with.
    pub(crate) fn settings(&self) -> gate::Settings {
        gate::Settings { rate: self.rate.clone(), crowd: self.crowd.clone(), meter: self.meter.clone() }
    }

    /// Where connections are counted.
    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }

    /// How people are let in, by the settings of this moment.
    pub(crate) fn policy(&self) -> Policy {
        self.doors().policy
    }

    /// What is woken when an operator wants the config read again.
    pub(crate) fn reload(&self) -> Arc<Notify> {
        self.reload.clone()
    }

    fn doors(&self) -> RwLockReadGuard<'_, Doors> {
        self.doors.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// For a newcomer at that door, by the settings of this moment.
    pub(crate) fn speaker(&self, door: Door) -> Box<dyn Speaker> {
        match door {
            Door::Irc => self.doors().irc.speaker(),
            Door::Line | Door::Web | Door::Console => self.doors().line.speaker(),
        }
    }

    /// For a program behind an HTTP request.
    pub(crate) fn program(&self, begins: Begins) -> Box<dyn Speaker> {
        self.doors().line.program(begins)
    }

    /// For whoever comes by the console.
    pub(crate) fn console(&self) -> Box<dyn Speaker> {
        self.doors().line.console()
    }

    /// What a newcomer is told when the server is full.
    pub(crate) fn full(&self, door: Door) -> Vec<u8> {
        match door {
            Door::Irc => self.doors().irc.full(),
            Door::Line | Door::Web | Door::Console => self.doors().line.full(),
        }
    }

    /// Applies what can be applied.
    fn apply(&self, settings: &Settings) {
        let sts = sts(settings, self.reached.irc_tls, self.doors().sts.is_some());
        let doors = doors(settings, &self.clock, &self.faces, (sts, self.reached.web.clone()));
        *self.doors.write().unwrap_or_else(PoisonError::into_inner) = doors;
        self.rate.set(settings.rate);
        self.crowd.set(settings.per_address, settings.accept_rate);
        self.log.set_level(settings.log);
    }
}

/// What clients of the IRC door are told of TLS. Who was told it before is to hear that it holds no longer.
fn sts(settings: &Settings, port: Option<u16>, told: bool) -> Option<Sts> {
    port.filter(|_| settings.irc_sts > 0 || told).map(|port| Sts { days: settings.irc_sts, port })
}

fn doors(
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    faces: &Arc<Faces>,
    (sts, web): (Option<Sts>, Option<String>),
) -> Doors {
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let setup = irc::Setup {
        name: settings.server_name.clone(),
        network: settings.network.clone(),
        motd: text(&settings.motd),
        description: settings.description.clone(),
        admin: settings.admin_lines.lines().take(3).map(str::to_owned).collect(),
        register_before_connect: settings.register_before_connect,
        register_requires_email: settings.register_requires_email,
        password: text(&settings.server_password),
        bytes: settings.irc_bytes as usize,
        replay: settings.irc_replay as usize,
        ctcp: settings.irc_ctcp,
        sts,
        lang: settings.lang,
    };
    let irc = IrcDoor::new(setup, clock.clone(), faces.clone());
    let line = LineDoor::new(settings.lang, clock.clone()).with_web(web);
    Doors { line, irc, sts, policy: settings.policy() }
}

/// Waits for SIGHUP, again and again. What was read last is what the next is compared with; what cannot change counts as
/// it was at the start.
pub(crate) async fn reload_on(
    mut hangup: Signal,
    serve: Arc<Serve>,
    (live, keeper, mailbox): (Arc<Live>, Option<Arc<Keeper>>, Mailbox),
    mut now: Settings,
    locale: Lang,
) {
    while is_asked(&mut hangup, &live.reload).await {
        if let Some(keeper) = keeper.clone() {
            let _ = tokio::task::spawn_blocking(move || keeper.look_again()).await; // files can be slow
        }
        let Some(file) = serve.config.clone() else {
            tracing::info!("there is no config file to read again (--config)");
            continue;
        };
        service::reloading();
        // Reading a file or looking up a name may take long.
        let read = {
            let (serve, file) = (serve.clone(), file.clone());
            tokio::task::spawn_blocking(move || Settings::read(&serve.given, Some(&file), locale)).await
        };
        match read {
            Ok(Ok(new)) => {
                take(&live, &mut now, new, &file.display().to_string());
                // Refused only by an engine that is over.
                let _ = mailbox.send(Submission::Policy(now.policy())).await;
                let _ = mailbox.send(Submission::Operators(now.operators.clone())).await;
            }
            Ok(Err(sentence)) => tracing::error!("the settings stay as they were: {sentence}"),
            Err(error) => tracing::error!(%error, "the settings stay as they were"),
        }
        service::ready();
    }
}

/// Waits for the signal, or for an operator who asks for the same; false once neither can come.
async fn is_asked(hangup: &mut Signal, reload: &Notify) -> bool {
    tokio::select! {
        hung_up = hangup.recv() => hung_up.is_some(),
        () = reload.notified() => true,
    }
}

/// Passwords that stand in a file which everybody on this machine can read are no secret.
pub(crate) fn warn_of_open_file(settings: &Settings, file: Option<&Path>) {
    let in_clear = settings.operators.iter().any(|operator| matches!(operator.proof, Proof::Password(_)));
    let open = file.and_then(|file| std::fs::metadata(file).ok()).is_some_and(|meta| meta.mode() & 0o004 != 0);
    if let Some(file) = file.filter(|_| open && (in_clear || !settings.server_password.is_empty())) {
        let file = file.display();
        tracing::warn!("{file} holds passwords, and everybody on this machine can read it: chmod o-r {file}");
    }
}

fn take(live: &Live, now: &mut Settings, new: Settings, file: &str) {
    let (changed, kept): (Vec<_>, Vec<_>) = now.changed(&new).into_iter().partition(|key| key.is_live());
    let names = |keys: &[crate::config::Key]| keys.iter().map(|key| key.path()).collect::<Vec<_>>().join(", ");
    // Both lines are heard by the more talkative of the two levels.
    live.log.set_level(now.log.max(new.log));
    tracing::info!(
        "{file} was read again; changed: {}",
        if changed.is_empty() { "nothing".into() } else { names(&changed) }
    );
    if !kept.is_empty() {
        tracing::warn!("only a restart changes {}: kept as at the start", names(&kept));
    }
    warn_of_open_file(&new, Some(Path::new(file)));
    live.apply(&new);
    let Settings { lang, log, rate, per_address, accept_rate, registration, guests, password_min, .. } = new;
    let Settings { irc_bytes, irc_replay, irc_follow, irc_ctcp, irc_sts, motd, server_password, .. } = new;
    let Settings { operators, description, admin_lines, .. } = new;
    let Settings { register_before_connect, register_requires_email, .. } = new;
    let kept = now.clone();
    *now = Settings { lang, log, rate, per_address, accept_rate, registration, guests, password_min, ..kept };
    (now.irc_bytes, now.irc_replay) = (irc_bytes, irc_replay);
    (now.irc_follow, now.irc_ctcp, now.irc_sts) = (irc_follow, irc_ctcp, irc_sts);
    (now.motd, now.server_password) = (motd, server_password);
    (now.operators, now.description, now.admin_lines) = (operators, description, admin_lines);
    (now.register_before_connect, now.register_requires_email) = (register_before_connect, register_requires_email);
}
