//! fairlead-store
