//! What tells a customer apart, in one form however it was written: telephone numbers and mail addresses.
//!
//! The forms have no text in common: a number begins with `+` and has no `@`, an address has one.

mod mail;
mod phone;
mod plan;

pub use mail::mail_address;
pub use phone::PhoneParser;
pub use plan::is_country;
