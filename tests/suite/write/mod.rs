//! What is written, and that it appears all at once.

mod csv;
mod outputs;
mod quarantine;
mod tables;
mod values;
