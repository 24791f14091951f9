"""Where the library goes beyond its own pages: accounts of Zalo, spoken versions, links to other sites."""
