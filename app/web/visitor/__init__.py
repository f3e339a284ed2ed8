"""The phone page of a ticket and the public page of a site."""
