//! The statements that this service makes, checked against the schema when it is compiled.

pub(crate) mod images;
pub(crate) mod users;
