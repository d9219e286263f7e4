//! The lab over real sockets: every part met by `nc`, `telnet` and programs that send no newline; every demonstration;
//! the check on good servers and broken ones; and people who leave without saying goodbye.

#[cfg(test)]
mod broken;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod demos;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod meet;
#[cfg(test)]
mod program;
#[cfg(test)]
mod support;
