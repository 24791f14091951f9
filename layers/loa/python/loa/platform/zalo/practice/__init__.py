"""The double that answers in Zalo's place at a stage for practice: in the process, without a network."""
