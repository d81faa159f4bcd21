//! fairlead-app
