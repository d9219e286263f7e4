//! Strict transport security (IRCv3 `sts`): whoever comes in clear is told where TLS is, whoever comes by TLS for how long to
//! come by nothing else. It is no capability that one could have: it is only told.

use crate::gate::Carriage;

/// What is told of TLS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sts {
    /// For so many days clients are to come by TLS alone; 0: no longer, whatever they were told before.
    pub days: u32,
    /// The port where TLS is.
    pub port: u16,
}

const DAY_SECONDS: u64 = 24 * 3600;

impl Sts {
    /// As it stands among the capabilities of somebody who came like this.
    pub(super) fn offered(self, carriage: Carriage) -> Option<String> {
        match carriage {
            Carriage::Clear if self.days > 0 => Some(format!("sts=port={}", self.port)),
            Carriage::Tls => Some(format!("sts=duration={}", u64::from(self.days) * DAY_SECONDS)),
            Carriage::Clear | Carriage::Other => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_depends_on_how_one_came() {
        let told = |days, carriage| Sts { days, port: 6697 }.offered(carriage);
        assert_eq!(told(180, Carriage::Clear).as_deref(), Some("sts=port=6697"));
        assert_eq!(told(180, Carriage::Tls).as_deref(), Some("sts=duration=15552000"));
        assert_eq!(told(0, Carriage::Clear), None);
        assert_eq!(told(0, Carriage::Tls).as_deref(), Some("sts=duration=0"));
        assert_eq!((told(180, Carriage::Other), told(0, Carriage::Other)), (None, None));
    }
}
