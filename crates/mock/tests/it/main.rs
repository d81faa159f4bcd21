//! The mock over real sockets and real descriptions.
