//! Settings that do not go together, and which doors by TLS they open.

use super::{Acme, Key, Layers, Settings};
use causette_texts::{Lang, ProgramError, program_error};
use std::net::SocketAddr;

impl Settings {
    /// The same settings, unless they contradict each other or the server could not run with them.
    pub(super) fn checked(mut self, layers: &Layers, locale: Lang) -> Result<Settings, String> {
        // Who names a directory wants it kept, unless something as strong says otherwise; only typed is it a contradiction.
        let (data, ephemeral) = (layers.rank(Key::Data), layers.rank(Key::Ephemeral));
        match self.ephemeral {
            true if data == 0 && ephemeral == 0 => return Err(program_error(locale, ProgramError::NothingToKeep)),
            true if data < ephemeral => self.ephemeral = false,
            true | false => {}
        }
        self.check_tls(layers, locale)?;
        let doors = [self.line, self.tls_door(), self.irc, self.irc_tls_door(), self.web];
        match doors.into_iter().flatten().next().or(self.web_tls_door()) {
            Some(_) => Ok(self),
            None => Err(program_error(locale, ProgramError::NoDoor)),
        }
    }

    /// The line door by TLS: closed for want of a certificate, whatever its address.
    pub(crate) fn tls_door(&self) -> Option<SocketAddr> {
        self.line_tls.filter(|_| self.has_certificate())
    }

    /// The same of the IRC door.
    pub(crate) fn irc_tls_door(&self) -> Option<SocketAddr> {
        self.irc_tls.filter(|_| self.has_certificate())
    }

    /// The same of the web door.
    pub(crate) fn web_tls_door(&self) -> Option<SocketAddr> {
        self.web_tls.filter(|_| self.has_certificate())
    }

    fn has_certificate(&self) -> bool {
        self.tls_cert.is_some() || self.self_signed || self.acme != Acme::Off
    }

    /// Whether a certificate is asked of an authority: not where there are files.
    pub(crate) fn asks(&self) -> bool {
        self.acme != Acme::Off && self.tls_cert.is_none() && self.line_tls.or(self.irc_tls).or(self.web_tls).is_some()
    }

    /// Half a certificate is a mistake, and so is a TLS door that was asked for without one.
    fn check_tls(&self, layers: &Layers, locale: Lang) -> Result<(), String> {
        let no = |what| Err(program_error(locale, what));
        let usual = Settings::default_in(locale);
        let asked =
            |key, address: Option<SocketAddr>, usual| address.is_some() && (layers.rank(key) < 2 || address != usual);
        let asked = asked(Key::LineTls, self.line_tls, usual.line_tls)
            || asked(Key::IrcTls, self.irc_tls, usual.irc_tls)
            || asked(Key::WebTls, self.web_tls, usual.web_tls);
        match (&self.tls_cert, &self.tls_key) {
            (Some(file), None) => no(ProgramError::NoTlsKey { file: &file.display().to_string() }),
            (None, Some(file)) => no(ProgramError::NoTlsCert { file: &file.display().to_string() }),
            (None, None) if asked && !self.has_certificate() => no(ProgramError::NoCertificate),
            (_, _) if self.irc_sts > 0 && self.irc_tls_door().is_none() => no(ProgramError::StsWithoutTls),
            (None, None) if self.asks() && self.tls_names.is_empty() => no(ProgramError::AcmeWithoutNames),
            (None, None) if self.asks() && self.ephemeral => no(ProgramError::AcmeWithoutData),
            (_, _) => Ok(()),
        }
    }
}
