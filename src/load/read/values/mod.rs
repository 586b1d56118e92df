//! Values of rows that aren't cells: what conditions, paths and scripts give before there are cases.

pub(in crate::load::read) mod convert;
pub(in crate::load::read) mod desk;
pub(in crate::load::read) mod scope;
pub(in crate::load::read) mod script;
