//! A certificate from an authority (RFC 8555): asked for when there is none, and again when a third of its time is left.
//! Account key and certificate are files that only their owner reads.

use super::challenge::Challenges;
use super::keeper::Keeper;
use super::own::put;
use crate::config::{Acme, Settings};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, Identifier, NewAccount, NewOrder, OrderStatus,
    RetryPolicy,
};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How often it is looked whether it is time: clocks may be set meanwhile.
const LOOK: Duration = Duration::from_secs(600);
/// After the first failure, then twice as long each time: authorities count failures by the hour.
const RETRY: Duration = Duration::from_secs(60);
/// But no longer.
const RETRY_MOST: Duration = Duration::from_secs(6 * 3600);
/// How long all of it may take.
const ORDER_TIME: Duration = Duration::from_secs(300);
/// How long the authority may take to look.
const READY_TIME: Duration = Duration::from_secs(120);

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Asks one authority for one certificate.
pub(super) struct Asker {
    kind: Acme,
    directory: String,
    contact: String,
    root: Option<PathBuf>,
    names: Vec<String>,
    /// Where account and certificate are kept.
    place: PathBuf,
    challenges: Arc<Challenges>,
}

/// Where the certificate of an authority is kept: its chain, then its key.
pub(super) fn file(settings: &Settings) -> PathBuf {
    settings.data.join("acme").join("certificate.pem")
}

impl Asker {
    pub(super) fn new(settings: &Settings, challenges: Arc<Challenges>) -> Asker {
        Asker {
            kind: settings.acme,
            directory: settings.acme_directory.clone(),
            contact: settings.acme_contact.clone(),
            root: settings.acme_root.clone(),
            names: settings.tls_names.clone(),
            place: settings.data.join("acme"),
            challenges,
        }
    }

    /// Asks whenever it is time, for ever.
    pub(super) async fn run(self, keeper: Arc<Keeper>) {
        let mut wait = RETRY;
        loop {
            if !keeper.wants_another() {
                sleep(LOOK).await;
                continue;
            }
            let asked = timeout(ORDER_TIME, self.ask()).await.unwrap_or_else(|_| Err("it took too long".into()));
            self.challenges.clear();
            match asked {
                Ok(()) => {
                    wait = RETRY;
                    keeper.look_again();
                    // One that is due already would be asked for again and again.
                    sleep(LOOK).await;
                }
                Err(error) => {
                    keeper.was_refused(&format!(
                        "{} gave no certificate for {}: {}. Tried again in {} s",
                        self.directory,
                        self.names.join(" "),
                        whole(&*error),
                        wait.as_secs()
                    ));
                    sleep(wait).await;
                    wait = (wait * 2).min(RETRY_MOST);
                }
            }
        }
    }

    async fn ask(&self) -> Result<(), Failure> {
        let account = self.account().await?;
        let name = |name: &String| match name.parse::<IpAddr>() {
            Ok(address) => Identifier::Ip(address),
            Err(_) => Identifier::Dns(name.clone()),
        };
        let names: Vec<Identifier> = self.names.iter().map(name).collect();
        let mut order = account.new_order(&NewOrder::new(&names)).await?;
        let mut asked = order.authorizations();
        while let Some(one) = asked.next().await {
            let mut one = one?;
            match one.status {
                AuthorizationStatus::Pending => {}
                AuthorizationStatus::Valid => continue,
                other => return Err(format!("a name is {other:?}").into()),
            }
            let kind = if self.kind == Acme::Http { ChallengeType::Http01 } else { ChallengeType::TlsAlpn01 };
            let mut challenge = one.challenge(kind).ok_or_else(|| format!("it does not do {}", self.kind.name()))?;
            let word = challenge.key_authorization();
            match self.kind {
                Acme::Http => self.challenges.tell(&challenge.token, word.as_str()),
                Acme::TlsAlpn | Acme::Off => {
                    self.challenges.show(&challenge.identifier().to_string(), word.digest().as_ref())?;
                }
            }
            challenge.set_ready().await?;
        }
        let patience = RetryPolicy::new().timeout(READY_TIME);
        match order.poll_ready(&patience).await? {
            OrderStatus::Ready => {}
            other => return Err(format!("the order is {other:?}: {}", reasons(&mut order).await).into()),
        }
        let key = order.finalize().await?;
        let chain = order.poll_certificate(&patience).await?;
        put(&self.place.join("certificate.pem"), [chain, key].join("\n").as_bytes())?;
        Ok(())
    }

    /// The account there is, or a new one. Each authority has its own.
    async fn account(&self) -> Result<Account, Failure> {
        make_private(&self.place)?;
        let builder = || match &self.root {
            Some(root) => Account::builder_with_root(root),
            None => Account::builder(),
        };
        let digest = Sha256::digest(self.directory.as_bytes());
        let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let file = self.place.join(format!("account-{short}.json"));
        match std::fs::read(&file) {
            Ok(bytes) => {
                let known: AccountCredentials = serde_json::from_slice(&bytes)?;
                Ok(builder()?.from_credentials(known).await?)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let contact = [self.contact.as_str()];
                let contact = if self.contact.is_empty() { &[][..] } else { &contact[..] };
                let new = NewAccount { contact, terms_of_service_agreed: true, only_return_existing: false };
                let (account, credentials) = builder()?.create(&new, self.directory.clone(), None).await?;
                put(&file, &serde_json::to_vec(&credentials)?)?;
                Ok(account)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What the authority says about each name that it was not convinced of.
async fn reasons(order: &mut instant_acme::Order) -> String {
    let (mut said, mut asked) = (Vec::new(), order.authorizations());
    while let Some(Ok(one)) = asked.next().await {
        said.extend(one.challenges.iter().filter_map(|challenge| challenge.error.as_ref()).map(ToString::to_string));
    }
    said.join("; ")
}

fn make_private(place: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(place)
}

/// An error with what is behind it.
fn whole(error: &(dyn std::error::Error + 'static)) -> String {
    let mut all = vec![error.to_string()];
    let mut next = error.source();
    while let Some(behind) = next {
        all.push(behind.to_string());
        next = behind.source();
    }
    all.dedup();
    all.join(": ")
}
