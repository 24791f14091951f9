"""Rules of consultations: the structure of a draft, its versions, opinions and answers. Pure."""
