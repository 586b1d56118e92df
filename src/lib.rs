//! caseloom turns exports of service desks and contact centres into process-mining event logs.
//!
//! Data flows one way: parse → validate → resolve → check → compile → run → write.

pub mod check;
pub mod compare;
pub mod contact;
pub mod coverage;
pub mod describe;
pub mod diagnostic;
pub mod docs;
pub mod evaluate;
pub mod explain;
pub mod extract;
pub mod infer;
pub mod load;
pub mod mapping;
pub mod memory;
pub mod partition;
pub mod plan;
pub mod read;
pub mod resolve;
pub mod rows;
pub mod run;
pub mod scratch;
pub mod script;
pub mod shipped;
pub mod testing;
pub mod time;
pub mod timing;
pub mod write;
pub mod writing;
pub mod yaml;
