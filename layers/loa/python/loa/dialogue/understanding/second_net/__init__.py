"""A second net behind the rules, learned from labelled inputs: dangers, accusations, a no."""
