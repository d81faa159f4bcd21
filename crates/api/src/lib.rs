//! fairlead-api
