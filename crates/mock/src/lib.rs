//! fairlead-mock
