//! What whoever runs a server uses: figures, the log, the service manager, the package, the doctor.

mod log;
mod metrics;
mod service;
