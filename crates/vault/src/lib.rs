//! fairlead-vault
