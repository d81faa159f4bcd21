//! The mock over real sockets and real descriptions.

mod answers;
mod corpus;
mod sockets;
