"""The whole stack on one machine: local AWS, Zalo simulator, deploy, demo. See README.md here."""
