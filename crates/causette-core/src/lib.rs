//! What people say to each other in causette, and what is allowed.
//!
//! Pure values and rules: every permission, name and limit is written once, here, and doors only translate.
//! This crate must never know tokio, serde, SQL, IRC, JSON, a socket or the time of day (see `docs/model.md`).

pub mod account;
pub mod act;
pub mod admin;
pub mod command;
pub mod deed;
pub mod face;
pub mod fact;
pub mod hex;
pub mod hook;
pub mod ids;
pub mod limits;
pub mod mask;
pub mod mention;
pub mod name;
pub mod network;
pub mod notice;
pub mod operator;
pub mod origin;
pub mod own;
pub mod ports;
pub mod profile;
pub mod program;
pub mod proof;
pub mod refusal;
pub mod room;
pub mod server;
pub mod signal;
pub mod tags;
pub mod text;

pub use account::{Account, AccountChange, Credentials, Password, Policy, Registration, Token, TokenHash, TokenKind};
pub use act::{Act, Mode, Role, Whom};
pub use admin::{About, Note, Wish};
pub use command::{Command, Point, Query, Range, Sought, Target};
pub use deed::{Deed, Listed, Sanction, TopicSet};
pub use face::Face;
pub use fact::{Fact, Facts, Gone, Sender, What};
pub use hook::{Hook, HookFault, HookSecret, HookState, HookUrl, HookWish};
pub use ids::{Host, Millis, PersonId, RoomId, Seq};
pub use mask::{Mask, Seen};
pub use name::{Name, RoomName};
pub use network::{Network, NoNetwork};
pub use notice::{Notice, RoomLabel, RoomTag};
pub use operator::{Operator, Proof};
pub use origin::{Door, Doors, Origin};
pub use own::{OwnMode, OwnModes};
pub use profile::{Profile, ProfileChanges, ProfileEdit, ProfileKey, ProfileValue};
pub use program::{Grant, Label, Program, Scope, TokenWish};
pub use proof::{Certificates, Fingerprint, Scram};
pub use refusal::Refusal;
pub use room::{Actor, Given, Kind, Room, RoomState, Standing};
pub use signal::{Signal, Typing};
pub use tags::{ClientTags, Tagged};
pub use text::{Key, Mark, Ref, Secret, Style, Text};
