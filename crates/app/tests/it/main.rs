//! Use cases against real files and sockets.
